package godwit.perf.load;

import godwit.perf.PerfOptions;
import godwit.perf.Token;
import godwit.perf.TokenLifeException;
import godwit.perf.report.Measurements;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A load on a schedule that waits for no answer. {@link #run} blocks its caller; the load itself is one event loop, so
 * nothing in it needs a lock and the generator takes at most one core.
 */
public abstract class Load implements LoadListener {
    private static final long CONNECT_TIMEOUT_S = 120;
    private static final int CLIENTS_PER_SECOND_MIN = 50;
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int CONNECTS_AT_ONCE = 32;

    private final PerfOptions options;
    private final Measurements measurements;
    private final PrintStream progress;
    private final List<LoadClient> clients = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private EventLoop loop;
    private Connector connector;
    private Schedule schedule;
    private long nextMessage;
    private long lastActivityNs;
    private long expiresAtMs = Long.MAX_VALUE;
    private int connecting;
    private int readyCount;

    Load(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        this.options = options;
        this.measurements = measurements;
        this.progress = progress;
    }

    /**
     * A load that did not start yet.
     *
     * @param options      what to do.
     * @param measurements where everything is counted; read it after {@link #run}.
     * @param progress     where a person is told how far it is.
     * @return the scenario's.
     */
    public static Load of(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        return switch (options.scenario()) {
            case ONE_TO_ONE -> new OneToOneLoad(options, measurements, progress);
            case GROUP -> new GroupLoad(options, measurements, progress);
            case PRESENCE_CHURN -> new PresenceLoad(options, measurements, progress);
        };
    }

    /**
     * Connects, loads, waits until everything acknowledged came through (at most a minute), and leaves.
     *
     * @throws TokenLifeException   when the users' tokens would end before the run does.
     * @throws TimeoutException     when the users could not be connected.
     * @throws InterruptedException when interrupted.
     */
    public final void run() throws TimeoutException, InterruptedException {
        final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, Connector.ioHandlers());
        try {
            loop = group.next();
            connector = new Connector(loop, options.ws());
            if (options.connections() > CLIENTS_PER_SECOND_MIN * 10) {
                progress.printf(Locale.ROOT, "perf: %d users get their tokens and connect%n", options.connections());
            }
            makeClients("perf-" + Long.toString(System.currentTimeMillis(), 36) + "-");
            checkLife(TimeUnit.MILLISECONDS.toSeconds(expiresAtMs - System.currentTimeMillis()));
            loop.execute(this::connectMore);
            await(ready, connectTimeoutS(), "until everybody is connected");
            progress.printf(Locale.ROOT, "perf: %s, %s %s/s for %d s after %d s of warm-up%n", whoIsThere(),
                String.format(Locale.ROOT, "%.0f", options.rate()), options.scenario().wording().unit(),
                options.duration().toSeconds(), options.warmup().toSeconds());
            loop.execute(guarded(this::begin));
            await(done, options.warmup().plus(options.duration()).toSeconds() + 2 * CONNECT_TIMEOUT_S, "for the end");
        } finally {
            loop.execute(this::leave);
            group.shutdownGracefully(100, 5_000, TimeUnit.MILLISECONDS).await(6, TimeUnit.SECONDS);
        }
    }

    /** Makes all users and {@link #add}s them; on the caller's thread, before anything runs. */
    abstract void makeClients(String run);

    /** Who plays, for people. */
    abstract String whoIsThere();

    /** The schedule begins: starts what has to be done by turns. */
    abstract void start();

    /** A message's time has come. */
    abstract void play(long message, long dueNs, boolean measured);

    /** Whether everything acknowledged came through. */
    abstract boolean drained();

    /** All came through, or there is no more time: compares what is at the end, then calls {@link #finish}. */
    abstract void settle();

    final PerfOptions options() {
        return options;
    }

    final Measurements measurements() {
        return measurements;
    }

    final Connector connector() {
        return connector;
    }

    final EventLoop loop() {
        return loop;
    }

    final Schedule schedule() {
        return schedule;
    }

    /** A user's token; the earliest end of all bounds the run. */
    final String token(final String user) {
        final Token token = options.tokens().token(user);
        expiresAtMs = Math.min(expiresAtMs, token.expiresAtMs());
        return token.text();
    }

    final void add(final LoadClient client) {
        clients.add(client);
    }

    /** Everybody is there and set up. */
    final void ready() {
        ready.complete(null);
    }

    /** The run is over. */
    final void finish() {
        done.complete(null);
    }

    /** Something happened that belongs to the run: it is not over yet. */
    final void onActivity(final long nowNs) {
        lastActivityNs = nowNs;
    }

    /** Runs on the loop later; what it throws ends the run. */
    final void later(final Runnable task, final long delayMs) {
        loop.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
    }

    /** Runs on the loop again and again; what it throws ends the run. */
    final void every(final Runnable task, final long periodMs) {
        loop.scheduleAtFixedRate(guarded(task), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** All users are connected for the first time. */
    void onAllReady() {
        ready();
    }

    @Override
    public final void onReady(final LoadClient client) {
        readyCount++;
        if (readyCount == clients.size()) {
            onAllReady();
        } else {
            connectMore();
        }
    }

    @Override
    public final void onLeft(final boolean measured, final long lagNs) {
        measurements.onLeft(measured, lagNs);
    }

    @Override
    public final void onSent(final boolean measured, final long latencyNs) {
        lastActivityNs = System.nanoTime();
        measurements.onSent(measured, lastActivityNs, latencyNs);
    }

    @Override
    public final void onReceived(final long message) {
        lastActivityNs = System.nanoTime();
        final long intendedNs = schedule.intendedNs(message);
        measurements.onReceived(schedule.measured(intendedNs), lastActivityNs, lastActivityNs - intendedNs);
    }

    @Override
    public final void onRefused(final String code) {
        measurements.onRefused(code);
    }

    @Override
    public final void onDisconnected(final String why) {
        measurements.onDisconnected(why);
    }

    private void await(final CompletableFuture<Void> future, final long seconds, final String what)
        throws TimeoutException, InterruptedException {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            throw new TimeoutException("waited " + seconds + " s " + what + ": " + readyCount + " of " + clients.size()
                + " users are connected; refused: " + measurements.refusals() + ", connections lost: "
                + measurements.disconnects());
        } catch (final ExecutionException e) {
            throw new IllegalStateException("the load failed: " + e.getCause(), e.getCause());
        }
    }

    private long connectTimeoutS() {
        return CONNECT_TIMEOUT_S + options.connections() / CLIENTS_PER_SECOND_MIN;
    }

    /** A connection whose token ends is closed: what it lacks then would be counted as lost. */
    private void checkLife(final long lifeS) {
        final long othersS = connectTimeoutS() + TimeUnit.NANOSECONDS.toSeconds(DRAIN_TIMEOUT_NS);
        final long runS = options.warmup().plus(options.duration()).toSeconds();
        if (runS + othersS > lifeS) {
            throw new TokenLifeException("duration and warm-up=" + runS + "s expected at most "
                + Math.max(0, lifeS - othersS) + "s: the users' tokens live " + lifeS
                + " s, of which connecting and what comes after may take " + othersS
                + "; start godwit up with --set edge.token-ttl=… for more");
        }
    }

    private void connectMore() {
        while (connecting < clients.size() && connecting - readyCount < CONNECTS_AT_ONCE) {
            connector.connect(clients.get(connecting++));
        }
    }

    private void begin() {
        schedule = new Schedule(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100), options.rate(), chats(),
            options.warmup().toNanos(), options.duration().toNanos());
        measurements.start(schedule.startNs() + schedule.warmupNs(), schedule.durationNs());
        start();
        scheduleNext();
    }

    /** How many chats the messages go round. */
    int chats() {
        return 1;
    }

    private void scheduleNext() {
        final long nowNs = System.nanoTime();
        final long dueNs = schedule.intendedNs(nextMessage);
        if (schedule.measured(dueNs) || !schedule.over(dueNs)) {
            loop.schedule(guarded(this::sendDue), Math.max(0, dueNs - nowNs), TimeUnit.NANOSECONDS);
        } else {
            lastActivityNs = nowNs;
            later(this::drain, 10);
        }
    }

    private void sendDue() {
        final long nowNs = System.nanoTime();
        for (long dueNs = schedule.intendedNs(nextMessage); dueNs - nowNs <= 0 && !schedule.over(dueNs);
            dueNs = schedule.intendedNs(nextMessage)) {
            play(nextMessage, dueNs, schedule.measured(dueNs));
            nextMessage++;
        }
        scheduleNext();
    }

    private void drain() {
        final long nowNs = System.nanoTime();
        final long endNs = schedule.startNs() + schedule.warmupNs() + schedule.durationNs();
        if (drained() && nowNs - lastActivityNs > SETTLE_NS || nowNs - endNs > DRAIN_TIMEOUT_NS) {
            settle();
        } else {
            later(this::drain, 20);
        }
    }

    private Runnable guarded(final Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (final RuntimeException e) {
                ready.completeExceptionally(e);
                done.completeExceptionally(e);
                throw e;
            }
        };
    }

    /** Nobody connects any more; whoever has something to say before leaving says it. */
    void sayLast() {
    }

    private void leave() {
        connector.close();
        sayLast();
        clients.forEach(LoadClient::close);
    }
}
