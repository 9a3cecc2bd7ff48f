package godwit.launch.system;

import godwit.protocol.Partitions;
import godwit.settings.Topology;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** Names of users by the shard that they live on, where there are {@link #SHARDS}. */
final class Users {
    static final int SHARDS = 4;

    private static final Topology TOPOLOGY = Topology.ofShards(SHARDS);

    private Users() {
    }

    /** A user of a shard, counted round; the same for the same name. */
    static String on(final int shard, final String name) {
        return named(shard, name).findFirst().orElseThrow();
    }

    static List<String> on(final int shard, final String name, final int count) {
        return named(shard, name).limit(count).toList();
    }

    private static Stream<String> named(final int shard, final String name) {
        return IntStream.iterate(0, number -> number + 1).mapToObj(number -> name + number)
            .filter(user -> shardOf(user) == Math.floorMod(shard, SHARDS));
    }

    static int shardOf(final String user) {
        return shardOf(Partitions.ofUser(new UnsafeBuffer(user.getBytes(StandardCharsets.US_ASCII))));
    }

    static int shardOf(final int partition) {
        return TOPOLOGY.shardOf(partition);
    }
}
