package godwit.simulation;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Sights;
import godwit.simulation.edge.Edge;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.fault.Schedule;
import godwit.simulation.journal.Cassandra;
import godwit.simulation.journal.Tables;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run of one seed: work among faults, then healing, then everything must drain and be what it must be. */
final class Run {
    private static final long STEP_MS = 250;
    private static final long STUCK_MS = 60_000;
    /** However much there is to be done. */
    private static final long LATEST_MS = 900_000;
    private static final long QUIET_MS = 1_500;
    /** Longer than shards take to tell each other what nobody waits for, links that begin anew included. */
    private static final long LATE_MS = 9_000;

    private final World world;
    private final Workload workload;

    Run(
        final Plan plan, final Schedule schedule, final Consumer<String> reader, final Supplier<Sabotage> sabotage) {
        world = new World(plan, schedule, reader, sabotage);
        workload = new Workload(world);
        new Faults(world, schedule);
    }

    /** Runs to the end; throws when something does not hold. */
    void run() {
        final Company company = new Company(world, this::await);
        world.clock.run(world.plan.workMs());
        workload.stop();
        world.trace.say(() -> "healing");
        world.heal();
        await("the outboxes and inboxes", this::unfinished);
        world.phones.forEach(Phone::acknowledgeAll);
        await("the last acknowledgements", this::unfinished);
        awaitJournals();
        inspect();
        company.verifyWatchers();
        reconnect();
        company.verifyComing();
        company.verifyTyping();
        await("the last acknowledgements", this::unfinished);
        awaitJournals();
        world.shards.forEach(Shard::verify);
        world.edges.living().forEach(Edge::count);
        verifyTables();
    }

    private void awaitJournals() {
        await("the journals", () -> world.journals.stream().allMatch(JournalLife::isDone) ? null : "not yet");
    }

    /** What phones read at the end is the truth. */
    private void inspect() {
        world.clock.run(LATE_MS);
        world.phones.forEach(Phone::inspect);
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
        return world.phones.stream().mapToLong(Phone::rest).sum() + world.truth.records()
            - world.journals.stream().mapToLong(JournalLife::position).sum();
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
            if (rest() < least || world.truth.entries() > accepted) {
                accepted = world.truth.entries();
                least = rest();
                deadlineMs = world.clock.nowMs() + STUCK_MS;
            }
            rest = unfinished.get();
        }
    }

    /** What Cassandra has is what the shard decided, no more and no less. */
    private void verifyTables() {
        final Tables tables = world.cassandra.tables();
        world.truth.chats().forEach((chatId, what) -> {
            final String chat = ChatIds.format(chatId);
            final List<Entry> entries = what.entries();
            final List<Tables.Message> rows = tables.messages(chat, 1, Long.MAX_VALUE);
            check(rows.size() == entries.size(), "chat " + chat + " has " + rows.size() + " rows of " + entries.size());
            for (int i = 0; i < rows.size(); i++) {
                verifyRow(entries.get(i), rows.get(i));
            }
            check(what.state().title().equals(tables.title(chat)) && what.version() == tables.version(chat),
                "chat " + chat + " is stored as " + tables.title(chat) + " " + tables.version(chat) + ", it is "
                    + what.state() + " " + what.version());
            for (final String member : what.everybody()) {
                final String role = what.state().members().get(member);
                check(Objects.equals(role, tables.role(chat, member)) && (role != null) == tables.isIn(member, chat),
                    member + " is stored as " + tables.role(chat, member) + " of " + chat + ", expected " + role);
                final List<Object> cursors = world.truth.journaledCursors(chatId, member);
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
        final int status = world.truth.chat(entry.chatId()).isDirect() ? world.truth.status(entry) : 1;
        check(v.get(12).equals(status), "row of " + entry + " has status " + v.get(12) + ", expected " + status);
    }

    private static void check(final boolean holds, final String what) {
        if (!holds) {
            throw new SimulationFailure(what);
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
