package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.TopologyEncoder;
import godwit.settings.Topology;
import godwit.simulation.check.Bodies;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Presences;
import godwit.simulation.check.Said;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.check.Told;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Client;
import godwit.simulation.edge.Edge;
import godwit.simulation.edge.Edges;
import godwit.simulation.edge.Socket;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.fault.Schedule;
import godwit.simulation.journal.Cassandra;
import godwit.simulation.phone.Family;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.LinkLines;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Plan;
import godwit.simulation.world.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;

/** Everything there is in a run, put together in reading order: shard, Cassandra, journal, edges, phones. */
final class World {
    /** 1970 to the beginning of every run. */
    static final long EPOCH_MS = 1_800_000_000_000L;

    /** The device of a user that another one may remove. */
    static final String GUEST = "guest";

    /** Devices of one who has more than may be. */
    private static final int CROWD = 10;
    private static final long TOLD_LATE_MIN_MS = 30;
    private static final long TOLD_LATE_MAX_MS = 900;
    /** So that what images draw shifts nothing else. */
    private static final long IMAGES = 0x494D_4147_4553L;

    final Plan plan;
    final Clock clock = new Clock();
    final Draw draw;
    final Trace trace;
    final Truth truth;
    final Evidence evidence;
    final LinkLines lines;
    final List<Shard> shards = new ArrayList<>();
    final Cassandra cassandra;
    final List<JournalLife> journals = new ArrayList<>();
    final Edges edges;
    final Leaders leaders;
    final Sights sights = new Sights();
    final List<Phone> phones = new ArrayList<>();
    private final Topology topology;
    private final int oddPerMille;
    private long lastEdgeId;
    private boolean healed;

    World(
        final Plan plan, final Schedule schedule, final Consumer<String> reader, final Supplier<Sabotage> sabotage) {
        this.plan = plan;
        draw = new Draw(plan.seed());
        trace = new Trace(clock, reader);
        trace.say(plan::toString);
        oddPerMille = schedule.oddPerMille();
        final Bodies bodies = new Bodies(plan.seed(), plan.opaqueBytes());
        topology = Topology.ofShards(plan.shards());
        final Said said = new Said(clock::nowMs, this::stampAt);
        final Corners corners = new Corners(this, topology);
        truth = new Truth(bodies, said, plan.limits(), user -> home(user).latestLogMs(), corners::onEntry);
        evidence = new Evidence(
            truth, bodies, new Told(), said, plan.limits(), this::isLinked, this::summedTo, this::isStored,
            this::mayLeaveMemory, this::term, new Presences(truth, this::stampAt, plan.limits(), sights), sights);
        edges = new Edges(draw.split());
        lines = new LinkLines(plan.shards(), clock, draw.split(), trace, sights, oddPerMille);
        final Shard.Ground ground = new Shard.Ground(lines, clock, trace, edges, truth::onRecord, sights,
            new Draw(plan.seed() ^ IMAGES), plan.chance("nested"), EPOCH_MS);
        for (int number = 0; number < plan.shards(); number++) {
            shards.add(new Shard(number, plan.members(), ground, draw.split(), sabotage.get()));
            lines.add(shards.get(number));
        }
        for (final Shard shard : shards) {
            shard.start();
        }
        tellAll(plan.chance("told at"));
        cassandra = new Cassandra(clock, draw.split(), schedule.failingWritesPerMille(), sabotage.get());
        shards.forEach(shard -> journals.add(new JournalLife(this, shard)));
        leaders = new Leaders(clock, edges, journals);
        for (int i = 0; i < plan.edges(); i++) {
            startEdge();
        }
        for (int user = 0; user < plan.users(); user++) {
            addPhones("u" + user, user == 0 && plan.isCrowded());
        }
        final Draw crowd = plan.chance("crowd");
        for (int i = 0; i < plan.crowdConnected(); i++) {
            addPhone("c" + i, "d1", crowd.split(), new Family("c" + i, null, false, this::stampAt));
        }
        corners.watch();
    }

    /** Who owns what, and the limits; in some runs edges ask for a lease before. */
    private void tellAll(final Draw chance) {
        for (final Shard shard : shards) {
            final Runnable tell = () -> {
                shard.onCommand(topology());
                shard.onCommand(configure(plan.limits()));
            };
            if (plan.isToldLate()) {
                sights.saw(Sight.TOLD_LATE);
                clock.after(chance.between(TOLD_LATE_MIN_MS, TOLD_LATE_MAX_MS), tell);
            } else {
                tell.run();
            }
        }
    }

    private void addPhones(final String user, final boolean crowded) {
        final int devices = crowded ? CROWD : (int) draw.between(1, plan.devicesMax());
        final boolean hasGuest = !crowded && devices > 1 && draw.oneIn(2);
        final Family family = new Family(user, hasGuest ? GUEST : null, crowded, this::stampAt);
        for (int device = devices; device > 0; device--) {
            addPhone(user, hasGuest && device == devices ? GUEST : "d" + device, draw.split(), family);
        }
    }

    private void addPhone(final String user, final String device, final Draw chance, final Family family) {
        phones.add(new Phone(
            user, device, clock, chance, trace, evidence, this::connect, plan.limits().inFlightMax(), family));
    }

    private byte[] topology() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final TopologyEncoder encoder = new TopologyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        final TopologyEncoder.RangesEncoder ranges = encoder.rangesCount(topology.ranges().size());
        topology.ranges().forEach(range -> ranges.next().fromPartition(range.first()).shard(range.shard()));
        return Arrays.copyOf(buffer.byteArray(), encoder.limit());
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
            .groupMembersMax(limits.groupMembersMax()).fanoutMax(limits.fanoutMax()).presenceMax(limits.presenceMax())
            .membershipTimesMax(limits.membershipTimesMax()).ownRunsMax(limits.ownRunsMax())
            .linkRecordsMax(limits.linkRecordsMax()).commandUsersMax(limits.commandUsersMax());
        return Arrays.copyOf(buffer.byteArray(), encoder.limit());
    }

    private boolean isLinked(final String user, final long chatId) {
        return topology.shardOf(Edge.partition(user)) != topology.shardOf(ChatIds.partition(chatId));
    }

    /** The shard of a user. */
    Shard home(final String user) {
        return shards.get(topology.shardOf(Edge.partition(user)));
    }

    /** Whether a user's shard may have been told what came of an entry, and not the entry itself. */
    boolean isSummed(final String user, final Entry entry) {
        return summedTo(user, entry.chatId()) >= entry.sequence();
    }

    /** Up to which entry of a chat; 0: of none. */
    private long summedTo(final String user, final long chatId) {
        final Chat chat = truth.chat(chatId);
        return lines.summedTo(home(user).number(), chatId, told -> {
            // Only where entries leave memory a shard is told of a chat as it became later: until that is there, too.
            final boolean later = mayLeaveMemory() && told.version() > chat.versionAt(told.sequence());
            return later || told.hasTimes() ? Math.max(told.sequence(), chat.state(told.version()).sequence()) : 0;
        });
    }

    /** Whether entries may leave memory before they are delivered, or before another shard is told of them. */
    private boolean mayLeaveMemory() {
        return plan.isHeavy() || truth.isMoreThan(plan.limits().payloadBytesMax());
    }

    private long stampAt(final String user, final long timeMs) {
        return home(user).stampAt(timeMs);
    }

    private long term(final long chatId) {
        return shards.get(topology.shardOf(ChatIds.partition(chatId))).termId();
    }

    private boolean isStored(final Entry entry) {
        return cassandra.tables().hasMessage(ChatIds.format(entry.chatId()), entry.msgId());
    }

    /** A phone's socket to an edge that takes clients; null: there is none. */
    private Socket connect(final Client client, final Draw choice) {
        final List<Edge> ready = edges.living().stream().filter(Edge::ready).toList();
        return ready.isEmpty() ? null : choice.of(ready).connect(client);
    }

    void startEdge() {
        // A chance of its own for each edge there will be, whichever dies when.
        final Edge edge = new Edge(++lastEdgeId, EPOCH_MS, clock, new Draw(plan.seed() ^ lastEdgeId << 32), trace, shards, topology, cassandra,
            plan.limits(), healed ? 0 : oddPerMille, sights);
        trace.say(() -> "edge " + lastEdgeId + " begins");
        edges.add(edge);
    }

    boolean eachLeads() {
        return shards.stream().allMatch(Shard::leads);
    }

    boolean isHealed() {
        return healed;
    }

    void heal() {
        healed = true;
        cassandra.heal();
        edges.living().forEach(Edge::heal);
        journals.forEach(journal -> journal.link().heal());
        lines.heal();
        shards.forEach(Shard::heal);
        if (!plan.healedLimits().equals(plan.limits())) {
            shards.forEach(shard -> shard.onCommand(configure(plan.healedLimits())));
        }
        phones.forEach(Phone::comeBack);
    }
}
