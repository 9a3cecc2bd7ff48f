package godwit.simulation.edge;

import godwit.sequencer.egress.FramePath;
import godwit.simulation.world.Draw;
import org.agrona.DirectBuffer;

/** The way of the shard's frames to one edge: they may wait, get lost, or come twice. */
final class DeliveryPath implements FramePath {
    private final Draw draw;
    private final Edge edge;
    private final int shard;
    private boolean closed;

    DeliveryPath(final Draw draw, final Edge edge, final int shard) {
        this.shard = shard;
        this.draw = draw;
        this.edge = edge;
    }

    @Override
    public boolean offer(final DirectBuffer frame, final int length) {
        if (closed || edge == null || !edge.alive() || edge.isCutOff() || draw.perMille(edge.oddPerMille())) {
            return false;
        }
        final byte[] copy = new byte[length];
        frame.getBytes(0, copy);
        final int copies = (draw.perMille(edge.oddPerMille()) ? 0 : 1) + (draw.perMille(edge.oddPerMille()) ? 1 : 0);
        edge.onFrame(shard, copy, copies);
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
