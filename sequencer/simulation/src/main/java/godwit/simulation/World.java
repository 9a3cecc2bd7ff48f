package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.simulation.check.Bodies;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Sights;
import godwit.simulation.check.Told;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Client;
import godwit.simulation.edge.Edge;
import godwit.simulation.edge.Edges;
import godwit.simulation.edge.Socket;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.journal.Cassandra;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Plan;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/** Everything there is in a run, put together in reading order: shard, Cassandra, journal, edges, phones. */
final class World {
    /** 1970 to the beginning of every run. */
    static final long EPOCH_MS = 1_800_000_000_000L;

    private static final int ODD_PER_MILLE_MAX = 12;
    private static final int CASSANDRA_FAILURES_PER_MILLE_MAX = 30;

    final Plan plan;
    final Clock clock = new Clock();
    final Draw draw;
    final Trace trace;
    final Truth truth;
    final Evidence evidence;
    final Shard shard;
    final Cassandra cassandra;
    final JournalLife journal;
    final Edges edges;
    final List<Phone> phones = new ArrayList<>();
    private final int oddPerMille;
    private long lastEdgeId;
    private boolean healed;

    World(final Plan plan, final Consumer<String> reader, final Sabotage sabotage) {
        this.plan = plan;
        draw = new Draw(plan.seed());
        trace = new Trace(clock, reader);
        trace.say(plan::toString);
        oddPerMille = draw.below(ODD_PER_MILLE_MAX);
        final Bodies bodies = new Bodies(plan.seed(), plan.opaqueBytes());
        truth = new Truth(bodies);
        evidence = new Evidence(truth, bodies, new Told(), this::isStored, new Sights());
        edges = new Edges(draw.split());
        shard = new Shard(clock, draw.split(), trace, edges, truth::onRecord, EPOCH_MS, sabotage);
        shard.start();
        shard.onCommand(configure(plan.limits()));
        cassandra = new Cassandra(clock, draw.split(), draw.below(CASSANDRA_FAILURES_PER_MILLE_MAX), sabotage);
        journal = new JournalLife(this);
        for (int i = 0; i < plan.edges(); i++) {
            startEdge();
        }
        for (int user = 0; user < plan.users(); user++) {
            for (int device = (int) draw.between(1, plan.devicesMax()); device > 0; device--) {
                phones.add(new Phone("u" + user, "d" + device, clock, draw.split(), trace, evidence,
                    this::connect, plan.limits().inFlightMax()));
            }
        }
    }

    private static byte[] configure(final CoreLimits limits) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ConfigureEncoder encoder = new ConfigureEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.inFlightMax(limits.inFlightMax()).unacknowledgedMax(limits.unacknowledgedMax())
            .payloadBytesMax(limits.payloadBytesMax()).unjournaledEntriesMax(limits.unjournaledEntriesMax())
            .unjournaledBytesMax(limits.unjournaledBytesMax()).inboxEntriesMax(limits.inboxEntriesMax())
            .inboxRetentionMs(limits.inboxRetentionMs()).leaseMs(limits.leaseMs()).redeliverMs(limits.redeliverMs())
            .inboxGraceMs(limits.inboxGraceMs()).bodyBytesMax(limits.bodyBytesMax()).usersMax(limits.usersMax())
            .chatsMax(limits.chatsMax()).chatsPerUserMax(limits.chatsPerUserMax()).keysMax(limits.keysMax())
            .groupMembersMax(limits.groupMembersMax()).fanoutMax(limits.fanoutMax()).presenceMax(limits.presenceMax());
        return Arrays.copyOf(buffer.byteArray(), encoder.limit());
    }

    private boolean isStored(final Entry entry) {
        return cassandra.tables().hasMessage(ChatIds.format(entry.chatId()), entry.msgId());
    }

    /** A phone's socket to an edge that takes clients; null: there is none. */
    private Socket connect(final Client client) {
        final List<Edge> ready = edges.living().stream().filter(Edge::ready).toList();
        return ready.isEmpty() ? null : draw.of(ready).connect(client);
    }

    void startEdge() {
        final Edge edge = new Edge(++lastEdgeId, EPOCH_MS, clock, draw.split(), trace, shard, cassandra,
            plan.limits(), healed ? 0 : oddPerMille);
        trace.say(() -> "edge " + lastEdgeId + " begins");
        edges.add(edge);
    }

    void killLeader(final long stepMs) {
        if (shard.leads()) {
            final List<byte[]> taken = new ArrayList<>();
            edges.living().forEach(edge -> taken.addAll(edge.shardLink().onLeaderDied()));
            taken.addAll(journal.link().onLeaderDied());
            shard.crash(taken);
            shard.stepClock(stepMs);
            clock.after(draw.between(20, 3_000), shard::start);
        }
    }

    void heal() {
        healed = true;
        cassandra.heal();
        edges.living().forEach(Edge::heal);
        journal.link().heal();
        phones.forEach(Phone::comeBack);
    }
}
