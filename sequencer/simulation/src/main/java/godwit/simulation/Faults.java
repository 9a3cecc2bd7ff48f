package godwit.simulation;

import godwit.simulation.check.Sight;
import godwit.simulation.edge.Edge;
import godwit.simulation.edge.Socket;
import godwit.simulation.fault.Fault;
import godwit.simulation.fault.Schedule;
import godwit.simulation.fault.Strike;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Draw;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Lets things go wrong, as the schedule has it. */
final class Faults {
    private static final long LONGER_THAN_A_LEASE_MS = 13_000;
    private static final long AWAY_MAX_MS = 12_000;
    private static final long STEP_MAX_MS = 60_000;
    private static final int SENDS_MAX = 4;
    private static final int HELD_TIMES = 6;
    private static final long HELD_MAX_MS = 2_000;
    /** An edge takes a connection for dead that is silent for longer. */
    private static final long UNNOTICED_MAX_MS = 8_000;
    private static final long LATER_MS = 2_000;
    private static final long READ_BY_ITS_EDGE_MS = 40;

    /** Of what leads a shard. */
    private static final Set<Fault> LOSSES = EnumSet.of(
        Fault.LEADER_DEATH, Fault.SHARD_AWAY, Fault.CLOCK_STEP, Fault.LEADER_PAUSE, Fault.RESIGNATION);

    private final World world;

    Faults(final World world, final Schedule schedule) {
        this.world = world;
        schedule.momentary().forEach(strike -> world.clock.after(strike.atMs(), () -> strike(strike)));
        if (schedule.oddPerMille() > 0) {
            world.sights.struck(Fault.ODD_LINES);
        }
        if (schedule.failingWritesPerMille() > 0) {
            world.sights.struck(Fault.FAILING_WRITES);
        }
    }

    private void strike(final Strike strike) {
        final Fault fault = strike.fault();
        final Draw draw = strike.draw();
        world.sights.struck(fault);
        world.trace.say(() -> "fault " + strike);
        switch (fault) {
            case LEADER_DEATH, SHARD_AWAY, CLOCK_STEP, LEADER_PAUSE, FOLLOWER_DEATH, RESIGNATION, FOLLOWERS_LAG, SNAPSHOT,
                POISON -> strike(fault, shard(draw), draw);
            case LINE_HELD -> hold(draw);
            case LINE_CUT, LINE_CUT_BOTH_WAYS, SWIZZLE -> strikeLines(fault, draw);
            case JOURNAL_DEATH -> journal(draw).die(draw.between(10, 4_000));
            case JOURNAL_LINK_CUT -> journal(draw).link().cut(draw.between(0, 3_000));
            case CASSANDRA_AWAY -> {
                saw(Sight.JOURNAL_LOST_WHILE_BEHIND, world.journals.stream().anyMatch(JournalLife::isBehind));
                world.cassandra.goAway(draw.between(100, 8_000));
            }
            case EDGE_LINK_CUT, EDGE_PARTITION, EDGE_DEATH, EDGE_PAUSE, EDGE_DRAIN -> strike(fault, edge(draw), draw);
            case EDGE_CUT_OFF -> cutOff(edge(draw), draw);
            case SNAPSHOT_AMID_SENDS -> snapshotAmidSends(draw);
            case ALL_SOCKETS_CUT -> world.phones.forEach(phone -> strike(Fault.SOCKET_CUT, phone, draw));
            default -> strike(fault, draw.of(world.phones), draw);
        }
    }

    private void strike(final Fault fault, final Shard shard, final Draw draw) {
        saw(Sight.LEADER_LOST_AGAIN, LOSSES.contains(fault) && shard.justLeads());
        switch (fault) {
            case LEADER_DEATH -> world.leaders.die(shard, draw.between(20, 3_000));
            case SHARD_AWAY -> world.leaders.dieAll(shard, draw.between(3_000, AWAY_MAX_MS));
            case CLOCK_STEP -> {
                final long byMs = draw.between(-STEP_MAX_MS, STEP_MAX_MS);
                world.leaders.die(shard, draw.between(20, 3_000));
                // What the dead one took has its own stamps: within a term time goes on as time does.
                shard.stepClock(byMs);
            }
            case LEADER_PAUSE -> world.leaders.pause(shard, draw.between(0, 600), draw.between(100, AWAY_MAX_MS));
            case FOLLOWER_DEATH -> world.leaders.killFollower(shard, draw.between(20, AWAY_MAX_MS));
            case RESIGNATION -> world.leaders.resign(shard);
            case FOLLOWERS_LAG -> shard.lag(draw.between(100, 5_000));
            case SNAPSHOT -> {
                if (shard.leads() && world.lines.isBehind(shard.number())) {
                    world.sights.saw(Sight.SNAPSHOT_WHILE_LINK_BEHIND);
                }
                shard.snapshot();
            }
            default -> shard.onPoison(draw);
        }
    }

    /** All send, nobody hears what became of it, and the shards go on from a snapshot that was taken in between. */
    private void snapshotAmidSends(final Draw draw) {
        for (final Phone phone : world.phones) {
            for (int i = phone.isReader() ? 0 : (int) draw.between(1, SENDS_MAX); i > 0; i--) {
                phone.write();
            }
        }
        world.clock.after(draw.between(5, 50), () -> {
            world.phones.forEach(phone -> strike(Fault.SOCKET_CUT, phone, draw));
            world.shards.forEach(shard -> world.clock.after(draw.between(0, 50), () -> {
                if (draw.oneIn(2)) {
                    shard.snapshot();
                }
                if (!world.isHealed() && draw.oneIn(2)) {
                    world.leaders.die(shard, draw.between(20, 200));
                }
            }));
        });
    }

    /** It finds out late that its phones have gone, and comes back with the sessions that they had. */
    private void cutOff(final Edge edge, final Draw draw) {
        if (edge == null) {
            return;
        }
        final long forMs = world.plan.limits().leaseMs() + draw.between(500, 3_000);
        if (world.edges.living().size() == 1) {
            world.startEdge();
        }
        final Draw doubt = world.plan.chance("left in doubt");
        edge.cutOff(forMs);
        world.phones.stream().filter(phone -> edge.sockets().contains(phone.socket())).forEach(phone -> {
            final Socket socket = phone.socket();
            final long untilMs = draw.between(500, UNNOTICED_MAX_MS);
            final boolean doubts = !phone.isReader() && doubt.oneIn(2);
            world.clock.after(forMs - untilMs, () -> {
                if (phone.socket() == socket && doubts) {
                    leaveInDoubt(phone, untilMs, doubt);
                } else if (phone.socket() == socket) {
                    phone.moveAway(untilMs + LATER_MS);
                }
            });
        });
    }

    /** What it said last waits at its edge until that comes back; by then it has sent so much elsewhere that the key is forgotten. */
    private void leaveInDoubt(final Phone phone, final long untilMs, final Draw doubt) {
        final List<Long> chats = world.truth.chatsOf(phone.user()).stream()
            .filter(chatId -> world.truth.chat(chatId).state().has(phone.user())).toList();
        if (chats.isEmpty()) {
            phone.moveAway(untilMs + LATER_MS);
            return;
        }
        final Socket socket = phone.socket();
        final long chatId = doubt.of(chats);
        phone.write(chatId);
        world.clock.after(READ_BY_ITS_EDGE_MS, () -> {
            if (phone.socket() == socket) {
                phone.moveAway(untilMs + LATER_MS);
                phone.write(chatId, world.plan.sendsUntilForgotten());
                world.clock.after(untilMs, () ->
                    saw(Sight.KEY_FORGOTTEN_IN_DOUBT, phone.isConnected() && phone.hasAllAnswers()));
            }
        });
    }

    private void strikeLines(final Fault fault, final Draw draw) {
        final int a = shard(draw).number();
        final int b = shard(draw).number();
        final long durationMs = draw.between(50, AWAY_MAX_MS);
        if (fault == Fault.SWIZZLE) {
            swizzle(draw);
            return;
        }
        world.lines.cut(a, b, durationMs);
        if (fault == Fault.LINE_CUT_BOTH_WAYS) {
            world.lines.cut(b, a, durationMs);
        }
    }

    private void hold(final Draw draw) {
        for (int i = HELD_TIMES; i > 0; i--) {
            final int from = shard(draw).number();
            final int to = shard(draw).number();
            world.clock.after(draw.between(0, HELD_MAX_MS), () -> world.lines.hold(from, to, draw.between(50, HELD_MAX_MS)));
        }
    }

    /** Some of all connections are cut one after the other, and come back one after the other, in another order. */
    private void swizzle(final Draw draw) {
        final List<LongConsumer> some = new ArrayList<>(links());
        some.removeIf(link -> draw.oneIn(2));
        final long paceMs = draw.between(1, 500);
        final List<Integer> back = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            back.add(draw.below(back.size() + 1), i);
        }
        for (int i = 0; i < some.size(); i++) {
            final LongConsumer link = some.get(i);
            final long durationMs = (some.size() - i + back.indexOf(i)) * paceMs;
            world.clock.after(i * paceMs, () -> {
                if (!world.isHealed()) {
                    link.accept(durationMs);
                }
            });
        }
    }

    private List<LongConsumer> links() {
        final List<LongConsumer> links = new ArrayList<>();
        for (final Shard from : world.shards) {
            for (final Shard to : world.shards) {
                if (from != to) {
                    links.add(forMs -> world.lines.cut(from.number(), to.number(), forMs));
                }
            }
            world.edges.living().forEach(edge -> links.add(forMs -> {
                if (edge.alive()) {
                    edge.shardLink(from.number()).cut(forMs);
                }
            }));
            links.add(forMs -> world.journals.get(from.number()).link().cut(forMs));
        }
        return links;
    }

    private Shard shard(final Draw draw) {
        return draw.of(world.shards);
    }

    private JournalLife journal(final Draw draw) {
        final JournalLife journal = draw.of(world.journals);
        saw(Sight.JOURNAL_LOST_WHILE_BEHIND, journal.isBehind());
        return journal;
    }

    private Edge edge(final Draw draw) {
        final List<Edge> living = world.edges.living();
        return living.isEmpty() ? null : draw.of(living);
    }

    private void saw(final Sight sight, final boolean really) {
        world.sights.saw(sight, really ? 1 : 0);
    }

    private void strike(final Fault fault, final Edge edge, final Draw draw) {
        if (edge == null) {
            return;
        }
        saw(Sight.EDGE_STRUCK_WHILE_ATTACHING, edge.isAttaching());
        switch (fault) {
            case EDGE_LINK_CUT -> edge.shardLink(shard(draw).number()).cut(0);
            case EDGE_PARTITION -> edge.shardLink(shard(draw).number()).cut(
                draw.between(1_000, LONGER_THAN_A_LEASE_MS));
            case EDGE_PAUSE -> edge.pause(draw.between(50, LONGER_THAN_A_LEASE_MS));
            case EDGE_DRAIN -> {
                edge.drain();
                world.clock.after(draw.between(50, 3_000), world::startEdge);
            }
            default -> {
                edge.die();
                world.clock.after(draw.between(50, 3_000), world::startEdge);
            }
        }
    }

    private void strike(final Fault fault, final Phone phone, final Draw draw) {
        final Socket socket = phone.socket();
        saw(Sight.PHONE_LOST_WHILE_DRAINING, (fault == Fault.PHONE_CRASH || fault == Fault.SOCKET_CUT)
            && phone.isConnected() && phone.judge().drains());
        switch (fault) {
            case PHONE_CRASH -> phone.crash(draw.between(0, draw.oneIn(3) ? 15_000 : 1_000));
            case PHONE_SILENCE -> phone.fallSilent(draw.between(1_000, 15_000));
            case TAKE_OVER -> phone.takeOver();
            case TAKE_OVER_STORM -> {
                for (int i = (int) draw.between(3, 8); i > 0; i--) {
                    world.clock.after(draw.between(0, 1_000), phone::takeOver);
                }
            }
            case SOCKET_CUT -> {
                if (socket != null) {
                    socket.cut();
                }
            }
            default -> {
                if (socket != null) {
                    socket.stall(draw.between(100, 7_000));
                }
            }
        }
    }
}
