package godwit.simulation;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Sights;
import godwit.simulation.fault.Fault;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.journal.Tables;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** One run of one seed: work among faults, then healing, then everything must drain and be what it must be. */
final class Run {
    private static final long STEP_MS = 250;
    private static final long STUCK_MS = 60_000;
    private static final long QUIET_MS = 1_500;
    /** Longer than the latest acknowledgement takes that nobody waits for. */
    private static final long LATE_MS = 9_000;

    private final World world;
    private final Workload workload;
    private final Faults faults;

    Run(final Plan plan, final Consumer<String> reader, final Sabotage sabotage) {
        world = new World(plan, reader, sabotage);
        workload = new Workload(world);
        faults = new Faults(world);
    }

    /** Runs to the end; throws when something does not hold. */
    void run() {
        world.clock.run(world.plan.workMs());
        workload.stop();
        faults.stop();
        world.trace.say(() -> "healing");
        world.heal();
        await("the outboxes and inboxes", this::unfinished);
        world.phones.forEach(Phone::acknowledgeAll);
        await("the last acknowledgements", this::unfinished);
        await("the journal", () -> world.journal.isDone() ? null : "journaled=" + world.shard.core().journalPosition()
            + " of " + world.truth.lastOutputSequence());
        inspect();
        reconnect();
        world.shard.verify();
        verifyTables();
    }

    /** What phones read at the end is the truth. */
    private void inspect() {
        world.clock.run(LATE_MS);
        world.phones.forEach(Phone::inspect);
        await("the last pages", () -> first(phone -> phone.pages().inspectedAll() ? null : phone.user() + " reads on"));
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
        await("the journal's end", () -> world.journal.isDone() ? null : "not yet");
    }

    private long entries() {
        return world.phones.stream().mapToLong(phone -> phone.judge().entries()).sum();
    }

    private String unfinished() {
        return world.shard.leads() ? first(Phone::unfinished) : "nobody leads";
    }

    /** How much is left to be done: as long as it shrinks, nothing is stuck. */
    private long rest() {
        return world.phones.stream().mapToLong(Phone::rest).sum() + world.truth.lastOutputSequence()
            - world.journal.position();
    }

    private String first(final java.util.function.Function<Phone, String> question) {
        return world.phones.stream().map(question).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private void await(final String what, final java.util.function.Supplier<String> unfinished) {
        long least = Long.MAX_VALUE;
        long deadlineMs = world.clock.nowMs() + STUCK_MS;
        String rest = unfinished.get();
        while (rest != null) {
            if (world.clock.nowMs() > deadlineMs) {
                throw new SimulationFailure("waits for ever for " + what + ": " + rest);
            }
            world.clock.run(STEP_MS);
            if (rest() < least) {
                least = rest();
                deadlineMs = world.clock.nowMs() + STUCK_MS;
            }
            rest = unfinished.get();
        }
    }

    /** What Cassandra has is what the shard decided, no more and no less. */
    private void verifyTables() {
        final Tables tables = world.cassandra.tables();
        world.truth.chats().forEach((chatId, entries) -> {
            final String chat = ChatIds.format(chatId);
            final List<Tables.Message> rows = tables.messages(chat, 1, Long.MAX_VALUE);
            check(rows.size() == entries.size(), "chat " + chat + " has " + rows.size() + " rows of " + entries.size());
            for (int i = 0; i < rows.size(); i++) {
                verifyRow(entries.get(i), rows.get(i));
            }
            for (final String member : world.truth.members(chatId)) {
                final List<Object> cursors = List.of(
                    world.truth.delivered(chatId, member), world.truth.read(chatId, member));
                check(tables.cursors(chat, member).equals(cursors), "cursors of " + member + " in " + chat + " are "
                    + tables.cursors(chat, member) + ", expected " + cursors);
            }
        });
        check(tables.inbox().isEmpty(), "rows of inbox are left: " + tables.inbox());
    }

    private void verifyRow(final Entry entry, final Tables.Message row) {
        final List<Object> v = row.values();
        check(row.msgId() == entry.msgId() && row.sequence() == entry.sequence() && v.get(4).equals(entry.sender())
            && v.get(5).equals(entry.device()) && v.get(6).equals(entry.key())
            && v.get(11).equals(entry.timestampMs()), "row " + row + " of " + entry);
        final int status = world.truth.status(entry);
        check(v.get(12).equals(status), "row of " + entry + " has status " + v.get(12) + ", expected " + status);
    }

    private static void check(final boolean holds, final String what) {
        if (!holds) {
            throw new SimulationFailure(what);
        }
    }

    Sights sights() {
        return world.evidence.sights();
    }

    Map<Fault, Integer> faults() {
        return faults.counts();
    }

    /** What the run came to, in one line. */
    String summary() {
        return "messages=" + world.truth.chats().values().stream().mapToInt(List::size).sum() + " chats="
            + world.truth.chats().size() + " entries=" + entries() + " records=" + world.truth.lastOutputSequence()
            + " crashes=" + world.shard.crashes() + " simulated_s=" + world.clock.nowMs() / 1000;
    }
}
