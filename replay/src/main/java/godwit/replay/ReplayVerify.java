package godwit.replay;

import godwit.sequencer.DataLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replays every shard's recorded log from its beginning, or from the oldest snapshot that is kept, and compares the
 * state with what members published and snapshots hold. Reads only; the system may run or not.
 */
public final class ReplayVerify {
    private static final int ATTEMPTS = 3;

    private ReplayVerify() {
    }

    /**
     * Verifies what a data folder holds.
     *
     * @param dataFolder of a local {@code up}.
     * @return what was found.
     * @throws NoSuchFileException when there is no log in it.
     * @throws IOException         when it cannot be read.
     */
    public static VerifyResult verify(final Path dataFolder) throws IOException {
        final List<ShardVerdict> verdicts = new ArrayList<>();
        for (final int shard : shards(dataFolder)) {
            verdicts.add(verify(shard, dataFolder));
        }
        if (verdicts.isEmpty()) {
            throw new NoSuchFileException(dataFolder.toString(), null, "it holds no shard's log");
        }
        return new VerifyResult(List.copyOf(verdicts));
    }

    private static ShardVerdict verify(final int shard, final Path dataFolder) throws IOException {
        ShardVerdict verdict = new ShardReplay(shard, dataFolder).run();
        for (int attempt = 1; attempt < ATTEMPTS && verdict.damage() != null; attempt++) {
            // a running node may have purged what was being read: damage is what is still there when looked at anew
            verdict = new ShardReplay(shard, dataFolder).run();
        }
        return verdict;
    }

    private static Set<Integer> shards(final Path dataFolder) throws IOException {
        final Set<Integer> shards = new TreeSet<>();
        if (!Files.isDirectory(dataFolder)) {
            throw new NoSuchFileException(dataFolder.toString(), null, "it is no folder");
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(dataFolder, DataLayout.SHARD_PREFIX + "*")) {
            for (final Path folder : folders) {
                shards.add(Integer.parseInt(folder.getFileName().toString().substring(DataLayout.SHARD_PREFIX.length())));
            }
        }
        return shards;
    }
}
