package godwit.simulation.shard;

import godwit.core.Core;
import godwit.core.IndexKey;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.egress.EgressStage;
import godwit.sequencer.egress.FramePaths;
import godwit.sequencer.ingress.LogApplier;
import godwit.sequencer.ingress.TypingAdapter;
import godwit.sequencer.link.LinkStage;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputEncoder;
import godwit.sequencer.pipeline.OutputKind;
import godwit.sequencer.spool.RereadRefusal;
import godwit.sequencer.spool.Rereads;
import godwit.sequencer.spool.SpooledEntries;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.fault.Sabotage;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One process that runs the core: everything in it is gone with a crash. */
final class Member {
    /** Takes the journal records. */
    @FunctionalInterface
    interface Records {
        void onRecord(long outputSequence, byte[] record);
    }

    private final Slots slots = new Slots();
    private final NodeCounters counters = new NodeCounters();
    private final Rereads rereads = new Rereads();
    private final RereadRefusal refusal = new RereadRefusal();
    private final SpooledEntries spooled = new SpooledEntries();
    private final OutputEncoder encoder = new OutputEncoder(slots);
    private final Records records;
    private final Sabotage sabotage;
    private final Sights sights;
    private final EgressStage egress;
    private final LinkStage links;
    private final Core core;
    private final LogApplier applier;
    private final TypingAdapter typing;

    Member(final int shard, final FramePaths paths, final LinkStage links, final Records records,
        final Snapshot snapshot, final Sabotage sabotage, final Sights sights) {
        this.sights = sights;
        this.links = links;
        this.sabotage = sabotage;
        this.records = records;
        egress = new EgressStage(shard, paths, counters, rereads, () -> { });
        core = new Core(shard, encoder, key(snapshot));
        applier = new LogApplier(core, counters, auditId -> { });
        typing = new TypingAdapter(core, counters);
        if (snapshot != null) {
            snapshot.into(core, sabotage);
            if (core.stateHash() != snapshot.hash()) {
                throw new SimulationFailure("state hash after a restore is another than before, position="
                    + snapshot.position());
            }
            core.forEachEdge((edgeId, epoch, streamId, channel) -> encoder.edgeKnown(edgeId, streamId, channel));
            flush();
        }
    }

    /** Another one for each process that starts from somewhere else: nothing may depend on it. */
    private static IndexKey key(final Snapshot snapshot) {
        return new IndexKey(1, snapshot == null ? 0 : snapshot.position());
    }

    Core core() {
        return core;
    }

    void role(final boolean live, final long termId) {
        slots.role(live, termId);
    }

    void apply(final LogEntry entry) {
        switch (entry.kind()) {
            case COMMAND -> applier.onCommand(
                entry.timestampUs(), new UnsafeBuffer(entry.command()), 0, entry.command().length);
            case TIMER -> applier.onTimer(entry.timestampUs());
            case TERM -> applier.onNewTerm(entry.termId(), entry.timestampUs());
            case SNAPSHOT -> { }
            default -> throw new IllegalStateException("kind=" + entry.kind());
        }
        flush();
    }

    /** Somebody types: no entry, and nothing of the state is another after it. */
    void onTyping(final byte[] message) {
        final long hash = core.stateHash();
        typing.onMessage(new UnsafeBuffer(message), 0, message.length);
        if (core.stateHash() != hash) {
            throw new SimulationFailure("somebody typed, and the state is another one");
        }
        flush();
    }

    private void flush() {
        final List<Output> outputs = slots.take();
        sabotage.outputs(outputs);
        for (int i = 0; i < outputs.size(); i++) {
            onOutput(outputs.get(i), i == outputs.size() - 1);
        }
    }

    private void onOutput(final Output slot, final boolean endOfBatch) {
        if (slot.kind == OutputKind.JOURNAL) {
            records.onRecord(slot.outputSequence, slot.bytes.byteArray());
        }
        egress.onEvent(slot, 0, endOfBatch);
        links.onEvent(slot, 0, endOfBatch);
    }

    /** Serves the core's wishes for the spool, and sends what waits. */
    void doWork(final Spool spool) {
        for (Rereads.Wish wish = rereads.next(); wish != null; wish = rereads.next()) {
            sights.saw(Sight.SPOOL_READ);
            if (!isMet(wish, spool) && RereadRefusal.isWanted(wish.reread())) {
                give(wish, refusal.buffer(), refusal.encode(wish.edgeId(), wish.reread()));
            }
        }
        egress.onTimeout(0);
        links.onTimeout(0);
    }

    private boolean isMet(final Rereads.Wish wish, final Spool spool) {
        SpooledEntries.Match match = SpooledEntries.Match.OTHER;
        long sequence = wish.reread().fromOutputSequence;
        boolean given = true;
        while (given && spool.record(sequence) != null
            && (match == SpooledEntries.Match.OTHER || match == SpooledEntries.Match.WISHED)) {
            match = spooled.match(wish.reread(), new UnsafeBuffer(spool.record(sequence)), 0);
            if (match == SpooledEntries.Match.WISHED || match == SpooledEntries.Match.LAST) {
                given = give(wish, spooled.buffer(), spooled.encode(wish.edgeId(), wish.reread()));
            }
            sequence++;
        }
        return given && match == SpooledEntries.Match.LAST;
    }

    /** The way back is bounded: who reads waits until the egress took what is there. */
    private boolean give(final Rereads.Wish wish, final DirectBuffer delivery, final int length) {
        if (rereads.give(wish.edgeId(), delivery, length)) {
            return true;
        }
        egress.onTimeout(0);
        return rereads.give(wish.edgeId(), delivery, length);
    }
}
