package godwit.simulation.edge;

import godwit.sequencer.egress.FramePath;
import godwit.sequencer.egress.FramePaths;
import godwit.simulation.world.Draw;
import java.util.ArrayList;
import java.util.List;

/** The edges that live, and for the shard the ways to them. */
public final class Edges implements FramePaths {
    private final Draw draw;
    private final List<Edge> living = new ArrayList<>();

    /** None yet. */
    public Edges(final Draw draw) {
        this.draw = draw;
    }

    /** One more. */
    public void add(final Edge edge) {
        living.removeIf(other -> !other.alive());
        living.add(edge);
    }

    /** Those that live. */
    public List<Edge> living() {
        living.removeIf(edge -> !edge.alive());
        return living;
    }

    @Override
    public FramePath open(final String channel, final int streamId) {
        final Edge edge = living.stream().filter(one -> Edge.channel(one.edgeId()).equals(channel)).findFirst()
            .orElse(null);
        return new DeliveryPath(draw.split(), edge, streamId - Edge.stream(0));
    }
}
