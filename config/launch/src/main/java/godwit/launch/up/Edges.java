package godwit.launch.up;

import godwit.edge.EdgeNode;
import godwit.edge.EdgeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;

/** The edges of {@code up}, one beside the other: started in order, stopped all at once. Any thread. */
final class Edges implements AutoCloseable {
    private final List<EdgeNode> edges = new ArrayList<>();

    private Edges() {
    }

    /**
     * Starts them; when one does not start, ends the others and throws.
     *
     * @param count   how many.
     * @param starter starts the one of that number.
     * @return the running edges.
     */
    static Edges start(final int count, final IntFunction<EdgeNode> starter) {
        final Edges started = new Edges();
        try {
            for (int edge = 0; edge < count; edge++) {
                started.edges.add(starter.apply(edge));
            }
            return started;
        } catch (final RuntimeException e) {
            started.close();
            throw e;
        }
    }

    boolean isReady() {
        return edges.stream().allMatch(EdgeNode::isReady);
    }

    /** Whether each can serve, for people. */
    String readiness() {
        return edges.stream().map(edge -> String.valueOf(edge.isReady())).collect(Collectors.joining(","));
    }

    /** Their ports, that of the first first. */
    List<Integer> ports() {
        return edges.stream().map(EdgeNode::port).toList();
    }

    List<EdgeStatus> statuses() {
        return edges.stream().map(EdgeNode::status).toList();
    }

    /** Each waits for its clients, so all at the same time. */
    @Override
    public void close() {
        final List<AsyncClose> ending = edges.stream().map(AsyncClose::new).toList();
        ending.forEach(AsyncClose::begin);
        CloseHelper.closeAll(ending);
    }
}
