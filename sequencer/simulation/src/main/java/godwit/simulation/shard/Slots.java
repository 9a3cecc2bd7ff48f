package godwit.simulation.shard;

import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputKind;
import godwit.sequencer.pipeline.OutputSlots;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Stands for the output ring: what one entry comes to waits here until the stages are called. */
final class Slots implements OutputSlots {
    private final List<Output> slots = new ArrayList<>();
    private int count;
    private boolean live;
    private long termId;

    void role(final boolean isLive, final long newTermId) {
        live = isLive;
        termId = newTermId;
    }

    @Override
    public Output claim(
        final OutputKind kind, final long edgeId, final long outputSequence, final DirectBuffer record,
        final int length) {
        if (count == slots.size()) {
            slots.add(new Output());
        }
        final Output slot = slots.get(count);
        final byte[] copy = new byte[length];
        record.getBytes(0, copy);
        slot.bytes.wrap(copy);
        slot.length = length;
        slot.kind = kind;
        slot.edgeId = edgeId;
        slot.outputSequence = outputSequence;
        slot.live = live;
        slot.leadershipTermId = termId;
        return slot;
    }

    @Override
    public void publish() {
        count++;
    }

    /** What was claimed since; the slots are used again. */
    List<Output> take() {
        final List<Output> taken = new ArrayList<>(slots.subList(0, count));
        count = 0;
        return taken;
    }
}
