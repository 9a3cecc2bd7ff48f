package godwit.simulation;

import godwit.simulation.edge.Edge;
import godwit.simulation.edge.Socket;
import godwit.simulation.fault.Fault;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Draw;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lets things go wrong, as the seed has it, until it is told to stop; counts what did. */
final class Faults {
    private static final long LONGER_THAN_A_LEASE_MS = 13_000;
    private static final long AWAY_MAX_MS = 12_000;
    private static final long STEP_MAX_MS = 60_000;

    private final World world;
    private final Draw draw;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private boolean over;

    Faults(final World world) {
        this.world = world;
        this.draw = world.draw.split();
        next();
    }

    private void next() {
        world.clock.after(draw.between(0, 2 * world.plan.faultPaceMs()), () -> {
            if (!over) {
                strike(draw.of(List.of(Fault.values())));
                next();
            }
        });
    }

    void stop() {
        over = true;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    private void strike(final Fault fault) {
        counts.merge(fault, 1, Integer::sum);
        world.trace.say(() -> "fault " + fault);
        switch (fault) {
            case LEADER_DEATH -> world.killLeader(shard(), 0, draw.between(20, 3_000));
            case SHARD_AWAY -> world.killLeader(shard(), 0, draw.between(3_000, AWAY_MAX_MS));
            case CLOCK_STEP -> world.killLeader(
                shard(), draw.between(-STEP_MAX_MS, STEP_MAX_MS), draw.between(20, 3_000));
            case SNAPSHOT -> shard().snapshot();
            case JOURNAL_DEATH -> draw.of(world.journals).die(draw.between(10, 4_000));
            case JOURNAL_LINK_CUT -> draw.of(world.journals).link().cut(draw.between(0, 3_000));
            case LINE_CUT -> world.lines.cut(shard().number(), shard().number(), draw.between(50, AWAY_MAX_MS));
            case LINE_CUT_BOTH_WAYS -> {
                final int a = shard().number();
                final int b = shard().number();
                final long durationMs = draw.between(50, AWAY_MAX_MS);
                world.lines.cut(a, b, durationMs);
                world.lines.cut(b, a, durationMs);
            }
            case CASSANDRA_AWAY -> world.cassandra.goAway(draw.between(100, 8_000));
            case EDGE_LINK_CUT, EDGE_PARTITION, EDGE_DEATH, EDGE_PAUSE -> strike(fault, edge());
            default -> strike(fault, draw.of(world.phones));
        }
    }

    private Shard shard() {
        return draw.of(world.shards);
    }

    private Edge edge() {
        final List<Edge> living = world.edges.living();
        return living.isEmpty() ? null : draw.of(living);
    }

    private void strike(final Fault fault, final Edge edge) {
        if (edge == null) {
            return;
        }
        switch (fault) {
            case EDGE_LINK_CUT -> edge.shardLink(shard().number()).cut(0);
            case EDGE_PARTITION -> edge.shardLink(shard().number()).cut(
                draw.between(1_000, LONGER_THAN_A_LEASE_MS));
            case EDGE_PAUSE -> edge.pause(draw.between(50, LONGER_THAN_A_LEASE_MS));
            default -> {
                edge.die();
                world.clock.after(draw.between(50, 3_000), world::startEdge);
            }
        }
    }

    private void strike(final Fault fault, final Phone phone) {
        final Socket socket = phone.socket();
        switch (fault) {
            case PHONE_CRASH -> phone.crash(draw.between(0, draw.oneIn(3) ? 15_000 : 1_000));
            case PHONE_SILENCE -> phone.fallSilent(draw.between(1_000, 15_000));
            case TAKE_OVER -> phone.takeOver();
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
