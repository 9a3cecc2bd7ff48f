package godwit.perf.load;

import godwit.perf.PerfOptions;
import godwit.perf.check.PresenceLedger;
import godwit.perf.report.Measurements;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Users in circles, all of one circle with direct chats among them, who come and go at a fixed rate in all and watch the
 * others while they are there.
 */
final class PresenceLoad extends Load implements PresenceListener {
    private static final int ROUND_MS = 1_000;
    private static final int TURNS_PER_ROUND = 50;
    private static final int SET_UPS_AT_ONCE = 64;
    private static final long LOOK_AGAIN_MS = 100;

    private final List<Churner> users = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final ChurnSchedule churn;
    private final PresenceLedger ledger;
    private int turn;
    private int settingUp;
    private int setUp;

    PresenceLoad(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        super(options, measurements, progress);
        churn = new ChurnSchedule(options.crowd().users(), options.crowd().peers() + 1);
        ledger = new PresenceLedger(churn.users(), churn.size(), measurements.counts(), this::onTold);
    }

    @Override
    void makeClients(final String run) {
        for (int i = 0; i < churn.users(); i++) {
            final String user = run + i;
            final Churner churner = new Churner(i, user, token(user), this);
            users.add(churner);
            indexes.put(user, i);
            add(churner);
        }
        for (int i = 0; i < users.size(); i++) {
            final int first = i / churn.size() * churn.size();
            final List<String> peers = new ArrayList<>();
            for (int peer = first; peer < first + churn.size(); peer++) {
                if (peer != i) {
                    peers.add(users.get(peer).userId());
                }
            }
            users.get(i).peers(peers);
        }
        loop().execute(() -> every(this::takeTurn, ROUND_MS / TURNS_PER_ROUND));
    }

    @Override
    String whoIsThere() {
        return String.format(Locale.ROOT, "%d users of whom each watches %d, half of them connected", users.size(),
            options().crowd().peers());
    }

    @Override
    void onAllReady() {
        while (settingUp < Math.min(SET_UPS_AT_ONCE, users.size())) {
            users.get(settingUp++).setUp();
        }
    }

    @Override
    public void onSetUp(final Churner user) {
        setUp++;
        if (settingUp < users.size()) {
            users.get(settingUp++).setUp();
        } else if (setUp == users.size()) {
            startHalf();
        }
    }

    /** Half of them go, and when they are gone the others begin to watch. */
    private void startHalf() {
        for (int i = 0; i < users.size(); i++) {
            final boolean stays = churn.startsOnline(i);
            ledger.onEvent(i, stays, 0, false);
            if (!stays) {
                users.get(i).watchLater();
                users.get(i).leaveQuietly();
            }
        }
        awaitGone();
    }

    private void awaitGone() {
        if (users.stream().anyMatch(user -> !user.stays() && user.hasChannel())) {
            later(this::awaitGone, LOOK_AGAIN_MS);
            return;
        }
        users.stream().filter(Churner::stays).forEach(Churner::watch);
        awaitTold();
    }

    private void awaitTold() {
        if (ledger.subscribed() == users.stream().filter(Churner::stays).count() && ledger.wrong() == 0) {
            ready();
        } else {
            later(this::awaitTold, LOOK_AGAIN_MS);
        }
    }

    @Override
    void start() {
        // Everything runs already: who is there watches.
    }

    @Override
    void play(final long event, final long dueNs, final boolean measured) {
        final int index = churn.user(event);
        final Churner user = users.get(index);
        final boolean comes = churn.comes(event);
        onLeft(measured, System.nanoTime() - dueNs);
        ledger.onEvent(index, comes, dueNs, measured);
        if (comes) {
            user.come(dueNs, measured);
            connector().connect(user);
        } else {
            user.go(dueNs, measured);
        }
    }

    private void takeTurn() {
        final long nowNs = System.nanoTime();
        for (int i = turn; i < users.size(); i += TURNS_PER_ROUND) {
            users.get(i).onTurn(nowNs);
        }
        turn = (turn + 1) % TURNS_PER_ROUND;
    }

    @Override
    public void onSubscribed(final int watcher) {
        ledger.onSubscribed(watcher);
    }

    @Override
    public void onGone(final int user) {
        ledger.onGone(user);
    }

    @Override
    public void onPresence(final int watcher, final String userId, final boolean online) {
        final Integer user = indexes.get(userId);
        if (user != null) {
            ledger.onTold(watcher, user, online);
        }
    }

    private void onTold(final boolean online, final boolean measured, final long intendedNs) {
        final long nowNs = System.nanoTime();
        onActivity(nowNs);
        measurements().onReceived(measured, nowNs, nowNs - intendedNs);
        measurements().onPresence(online, measured, nowNs, nowNs - intendedNs);
    }

    @Override
    boolean drained() {
        return ledger.open() == 0 && users.stream().noneMatch(Churner::eventOpen)
            && ledger.subscribed() == users.stream().filter(Churner::stays).count() && ledger.wrong() == 0;
    }

    @Override
    void settle() {
        measurements().unanswered(users.stream().filter(Churner::eventOpen).count());
        measurements().unobserved(ledger.unobserved());
        ledger.close();
        finish();
    }
}
