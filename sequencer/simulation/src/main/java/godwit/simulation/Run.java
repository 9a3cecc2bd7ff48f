package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.edge.Edge;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.fault.Schedule;
import godwit.simulation.journal.Cassandra;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run of one seed: work among faults, then healing, then everything must drain and be what it must be. */
final class Run {
    private static final long STEP_MS = 250;
    private static final long STUCK_MS = 30_000;
    /** However much there is to be done. */
    private static final long LATEST_MS = 900_000;
    private static final int INSPECTED_ONE_IN = 12;
    /** Longer than the grace of a run that is patient, and until what is due is looked at. */
    static final long OVERDUE_MS = 1_100;
    private static final long QUIET_MS = 1_500;
    /** What is due is looked at by the next tick, so long after it at most. */
    private static final long LOOKED_MS = 700;
    /** Longer than shards take to tell each other what nobody waits for, links that begin anew included. */
    private static final long LATE_MS = 9_000;
    /** Longer than an edge waits for a client that is silent, and for an answer. */
    private static final long GONE_MS = 16_000;
    private static final long UNNOTICED_MS = 300;
    /** In which that is told the shards. */
    private static final long LEAVING_MS = 6;
    private static final long AWAY_AT_END_MAX_MS = 2_000;

    private final World world;
    private final Workload workload;
    private final TablesCheck tables;

    Run(
        final Plan plan, final Schedule schedule, final Consumer<String> reader, final Supplier<Sabotage> sabotage) {
        world = new World(plan, schedule, reader, sabotage);
        if (plan.hasLateAnswers()) {
            new LateAnswers(world).play();
        }
        workload = new Workload(world);
        tables = new TablesCheck(world);
        new Faults(world, schedule);
    }

    /** Runs to the end; throws when something does not hold. */
    void run() {
        final Company company = new Company(world, this::await);
        world.clock.run(world.plan.workMs());
        workload.stop();
        tables.verifyInbox();
        if (world.plan.isPatient()) {
            // So that what a phone does not acknowledge is overdue in a short run, too.
            world.clock.run(OVERDUE_MS);
        }
        world.phones.forEach(this::verifyWaiting);
        world.trace.say(() -> "healing");
        world.heal();
        await("the outboxes and inboxes", this::unfinished);
        tables.verifyInbox();
        await("what was read", () -> first(Phone::untold));
        world.phones.forEach(Phone::acknowledgeAll);
        await("the last acknowledgements", this::unfinished);
        tables.verifyInbox();
        await("receipts", new Receipts(world)::untold);
        if (!world.plan.expires()) {
            new Crossing(world, this::await).verify();
            new ForgottenTimes(world, this::await, this::unfinished).verify();
        }
        awaitJournals();
        inspect();
        company.verifyWatchers();
        reconnect();
        company.verifyComing();
        company.verifyTyping();
        if (!world.plan.expires()) {
            new Meeting(world, this::await).verify();
        }
        await("the last acknowledgements", this::unfinished);
        awaitJournals();
        world.shards.forEach(Shard::verify);
        world.edges.living().forEach(Edge::count);
        tables.verify();
        world.sights.saw(Sight.LIMIT_KEYS, world.truth.keysPlacedAgain());
        leave();
    }

    /** When all have gone, nothing is kept for them. */
    private void leave() {
        if (world.plan.losesLeaderAtEnd()) {
            leaveALeaderThatDies(world.plan.chance("leader at the end"));
        } else {
            world.phones.forEach(Phone::goAway);
        }
        world.clock.run(GONE_MS);
        world.edges.living().forEach(Edge::verifyMemory);
        world.shards.forEach(shard ->
            shard.verifyMemory(world.truth.waiting().leftForLost(shard.number(), world.truth)));
    }

    /** Edges see all go at once, and what they tell the shard of it is under way when its leader is lost. */
    private void leaveALeaderThatDies(final Draw chance) {
        world.phones.forEach(phone -> phone.goAway(UNNOTICED_MS));
        world.clock.run(UNNOTICED_MS + chance.between(1, LEAVING_MS));
        world.sights.saw(Sight.LEADER_LOST_WHILE_ALL_GO);
        world.leaders.die(chance.of(world.shards), chance.between(20, AWAY_AT_END_MAX_MS));
    }

    /**
     * What a phone left unacknowledged for longer than the grace is known to have a row of inbox. Where a large group is there
     * more may wait than a tick brings into the table ({@link CoreLimits#INBOX_ROWS_PER_TICK}), and the rest is late.
     */
    private void verifyWaiting(final Phone phone) {
        final Shard home = world.home(phone.user());
        if (home.isServing() && home.isInTime() && !phone.isReader() && world.plan.crowdConnected() == 0) {
            final long overMs = world.plan.limits().inboxGraceMs() + LOOKED_MS;
            world.sights.saw(Sight.INBOX_ROW_WANTED, phone.judge().verifyWaiting(home.tickedMs() - overMs,
                home.tickedLogMs() - overMs, entry -> world.isSummed(phone.user(), entry)));
        }
    }

    private void awaitJournals() {
        awaitSilence();
        await("the journals", () -> world.journals.stream().allMatch(JournalLife::isDone) ? null : "not yet");
    }

    /** What is over is due no more, and pushed by and by all the same, if it left memory; each push moves marks. */
    private void awaitSilence() {
        final long latestMs = world.clock.nowMs() + LATEST_MS;
        long before = -1;
        while (world.plan.expires() && entries() != before) {
            if (world.clock.nowMs() > latestMs) {
                throw new SimulationFailure("waits for ever for what is over: entries=" + entries());
            }
            before = entries();
            world.clock.run(world.plan.limits().redeliverMs() + QUIET_MS);
        }
    }

    /** What phones read at the end is the truth. */
    private void inspect() {
        world.clock.run(LATE_MS);
        // Of many in a large group some are enough.
        final int few = world.phones.size() - world.plan.crowdConnected();
        for (int i = 0; i < world.phones.size(); i += i < few ? 1 : INSPECTED_ONE_IN) {
            world.phones.get(i).inspect();
        }
        await("the last pages", () -> first(phone -> phone.inspectedAll() ? null : phone.user() + " reads on: " + phone.pages().uninspected()));
    }

    /** Who connects once more is pushed nothing: all is acknowledged. */
    private void reconnect() {
        final long before = entries();
        world.phones.forEach(Phone::takeOver);
        await("the last connections", this::unfinished);
        world.clock.run(QUIET_MS);
        if (entries() != before) {
            throw new SimulationFailure("what was acknowledged came again, entries=" + (entries() - before));
        }
        awaitJournals();
    }

    private long entries() {
        return world.phones.stream().mapToLong(phone -> phone.judge().entries()).sum();
    }

    private String unfinished() {
        if (!world.eachLeads()) {
            return "nobody leads";
        }
        return world.edges.living().stream().allMatch(Edge::isAwake) ? first(Phone::unfinished) : "an edge stands still";
    }

    /** How much is left to be done: as long as it shrinks, nothing is stuck. */
    private long rest() {
        long rest = world.truth.records();
        for (final Phone phone : world.phones) {
            rest += phone.rest();
        }
        for (final JournalLife journal : world.journals) {
            rest -= journal.position();
        }
        return rest;
    }

    /** Whether something that went wrong before goes on, or a phone may not connect yet: then nothing is stuck. */
    private boolean isDisturbed() {
        return !world.eachLeads() || !world.edges.living().stream().allMatch(Edge::isConnected)
            || world.phones.stream().anyMatch(Phone::isWaiting);
    }

    private String first(final java.util.function.Function<Phone, String> question) {
        return world.phones.stream().map(question).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private void await(final String what, final java.util.function.Supplier<String> unfinished) {
        final long latestMs = world.clock.nowMs() + LATEST_MS;
        long least = Long.MAX_VALUE;
        long deadlineMs = world.clock.nowMs() + STUCK_MS;
        long accepted = world.truth.entries();
        String rest = unfinished.get();
        while (rest != null) {
            if (world.clock.nowMs() > Math.min(deadlineMs, latestMs)) {
                throw new SimulationFailure("waits for ever for " + what + ": " + rest);
            }
            world.clock.run(STEP_MS);
            // What was accepted only now is to be delivered to many.
            final long left = rest();
            if (left < least || world.truth.entries() > accepted || isDisturbed()) {
                accepted = world.truth.entries();
                least = left;
                deadlineMs = world.clock.nowMs() + STUCK_MS;
            }
            rest = unfinished.get();
        }
    }

    Sights sights() {
        return world.sights;
    }

    /** What the run came to, in one line. */
    String summary() {
        return "shards=" + world.shards.size() + " messages="  + world.truth.chats().values().stream().mapToInt(chat -> chat.entries().size()).sum() + " chats="
            + world.truth.chats().size() + " entries=" + entries() + " records=" + world.truth.records()
            + " crashes=" + world.shards.stream().mapToLong(Shard::crashes).sum() + " simulated_s=" + world.clock.nowMs() / 1000;
    }
}
