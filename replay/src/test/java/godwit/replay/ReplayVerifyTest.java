package godwit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.core.Core;
import godwit.sequencer.ProcessKey;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.snapshot.SilentListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayVerifyTest {
    @TempDir
    static Path recorded;
    @TempDir
    Path folder;

    @BeforeAll
    static void record() throws Exception {
        try (RecordedShard shard = new RecordedShard(recorded, Map.of())) {
            shard.createChat();
            shard.send(1, 200, 3_000);
            shard.node().audit();
            shard.send(1, 50, 10);
            shard.node().snapshot();
            shard.send(1, 50, 20_000);
            final long hash = shard.node().audit();

            final VerifyResult running = ReplayVerify.verify(recorded);
            assertThat(running.isOk()).as(running.text()).isTrue();
            assertThat(running.shards().get(0).members().get(0).stateHash()).isEqualTo(hash);
        }
    }

    @Test
    void shouldFindAStoppedLogWhole() throws IOException {
        final VerifyResult result = ReplayVerify.verify(recorded);

        assertThat(result.isOk()).as(result.text()).isTrue();
        assertThat(result.exitCode()).isZero();
        final ShardVerdict shard = result.shards().get(0);
        assertThat(shard.entries()).isGreaterThan(300);
        assertThat(shard.compared().hashes()).isGreaterThanOrEqualTo(4);
        assertThat(shard.compared().snapshots()).isEqualTo(1);
        assertThat(result.json()).startsWith("{\"ok\":true,\"shards\":[{\"shard\":0,\"ok\":true,\"entries\":"
            + shard.entries() + ",\"position\":" + shard.position() + ",\"state_hash\":\"");
        assertThat(result.text()).startsWith("shard 0: ok");
    }

    @Test
    void shouldHoldOneStateAtATime() throws IOException {
        final List<WeakReference<Core>> made = new ArrayList<>();
        final ShardVerdict verdict = new ShardReplay(0, recorded, () -> {
            System.gc();
            assertThat(made).allSatisfy(earlier -> assertThat(earlier.get()).isNull());
            final Core core = new Core(0, new SilentListener(), ProcessKey.draw());
            made.add(new WeakReference<>(core));
            return core;
        }).run();
        assertThat(verdict.damage()).isNull();
        assertThat(made).hasSizeGreaterThan(1);
    }

    @Test
    void shouldSayHowFarTheStateWasCompared() throws IOException {
        copy();
        final Path shard = folder.resolve("shard-0");
        final List<AuditFile.Audit> audits = AuditFile.read(shard);
        final long lastAudit = audits.get(audits.size() - 1).logPosition();
        final long snapshot = audits.stream().filter(audit -> audit.auditId() == 0).findFirst().orElseThrow().logPosition();
        assertThat(lastAudit).isGreaterThan(snapshot);
        assertThat(ReplayVerify.verify(folder).text())
            .contains("\n  state compared with recorded hashes up to position=" + lastAudit + ", of " + audits.size()
                + " audits and 1 snapshot; ");

        Files.delete(shard.resolve(AuditFile.NAME));

        final VerifyResult without = ReplayVerify.verify(folder);
        final Compared compared = without.shards().get(0).compared();
        assertThat(without.isOk()).isTrue();
        assertThat(compared.upTo()).isEqualTo(snapshot);
        assertThat(compared.behind()).isBetween(50L, without.shards().get(0).entries() - 200);
        assertThat(without.text()).contains("position=" + snapshot + ", of 0 audits and 1 snapshot; entries behind it, only"
            + " replayed: " + compared.behind());
        assertThat(without.json()).contains("\"hashes_compared\":1,\"audits_compared\":0,\"snapshots_compared\":1,"
            + "\"compared_position\":" + snapshot + ",\"entries_only_replayed\":" + compared.behind());
    }

    @Test
    void shouldSayThatNothingWasCompared() {
        final ShardVerdict shard = new ShardVerdict(0, 0, 7, 640, 1, Compared.nothing(7), List.of(), List.of(), null, -1);
        assertThat(new VerifyResult(List.of(shard)).text())
            .isEqualTo("shard 0: ok entries=7 positions=0..640 state_hash=0000000000000001\n  state compared with nothing:"
                + " no state hash is recorded here, all of 7 entries were only replayed");
    }

    @Test
    void shouldNameThePositionOfAFlippedByte() throws IOException {
        copy();
        final long flipped = 400_000;
        flip(logFile(), flipped);

        final VerifyResult result = ReplayVerify.verify(folder);

        assertThat(result.exitCode()).isEqualTo(1);
        final ShardVerdict shard = result.shards().get(0);
        assertThat(shard.damagedAt()).isBetween(flipped - 4_096, flipped);
        assertThat(shard.entries()).isPositive();
        assertThat(result.json()).contains("\"ok\":false", "\"damage\":{\"position\":" + shard.damagedAt());
    }

    @Test
    void shouldFindAFlippedByteAnywhereInAHeader() throws IOException {
        final long begin = 400_000;
        copy();
        flip(logFile(), begin);
        final long frame = ReplayVerify.verify(folder).shards().get(0).damagedAt();
        flip(logFile(), begin);
        for (int offset = 0; offset < 24; offset++) {
            flip(logFile(), frame + offset);
            assertThat(ReplayVerify.verify(folder).shards().get(0).damagedAt()).as("byte %d", offset)
                .isBetween(frame - 4_096, frame + 4_096);
            flip(logFile(), frame + offset);
        }
        assertThat(ReplayVerify.verify(folder).isOk()).isTrue();
    }

    @Test
    void shouldFindADamagedSnapshot() throws IOException {
        copy();
        final List<Path> snapshots;
        try (Stream<Path> files = Files.list(folder.resolve("archives/log"))) {
            snapshots = files.filter(file -> file.getFileName().toString().matches("[1-9].*-0\\.rec")).toList();
        }
        assertThat(snapshots).hasSize(2);
        for (final Path snapshot : snapshots) {
            flip(snapshot, 200);
            final VerifyResult result = ReplayVerify.verify(folder);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.text()).contains("the snapshot at log position=").contains("is damaged");
            flip(snapshot, 200);
        }
        assertThat(ReplayVerify.verify(folder).isOk()).isTrue();
    }

    @Test
    void shouldNameThePositionOfAWrongHash() throws IOException {
        copy();
        final Path shard = folder.resolve("shard-0");
        final List<AuditFile.Audit> audits = AuditFile.read(shard);
        Files.delete(shard.resolve(AuditFile.NAME));
        final AuditFile.Audit first = audits.get(0);
        try (AuditFile file = new AuditFile(shard, Long.MAX_VALUE)) {
            file.append(new AuditFile.Audit(first.auditId(), first.logPosition(), first.timestampMs(),
                first.stateHash() ^ 1, first.outputSequence()));
            audits.subList(1, audits.size()).forEach(file::append);
        }

        final VerifyResult result = ReplayVerify.verify(folder);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.shards().get(0).mismatches()).singleElement()
            .satisfies(mismatch -> assertThat(mismatch.position()).isEqualTo(first.logPosition()));
        assertThat(result.text()).contains("state differs at position=" + first.logPosition());
    }

    @Test
    void shouldCompareWithTheFullAuditFileBeforeToo() throws IOException {
        copy();
        final Path shard = folder.resolve("shard-0");
        final Compared compared = ReplayVerify.verify(folder).shards().get(0).compared();
        Files.move(shard.resolve(AuditFile.NAME), shard.resolve("audits.before"));

        final VerifyResult result = ReplayVerify.verify(folder);

        assertThat(result.isOk()).as(result.text()).isTrue();
        assertThat(result.shards().get(0).compared()).isEqualTo(compared);
    }

    @Test
    void shouldFindThatTheLogsEndIsLost() throws IOException {
        copy();
        final long end = ReplayVerify.verify(folder).shards().get(0).position();
        final Path shard = folder.resolve("shard-0");
        try (AuditFile file = new AuditFile(shard, Long.MAX_VALUE)) {
            file.append(new AuditFile.Audit(99, end + 64, 1, 2, 3));
        }

        final VerifyResult result = ReplayVerify.verify(folder);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.shards().get(0).damagedAt()).isEqualTo(end);
        assertThat(result.text()).contains("damaged at position=" + end, "the log's end is lost", "" + (end + 64));
    }

    @Test
    void shouldSayThatThereIsNoLog() {
        assertThatThrownBy(() -> ReplayVerify.verify(folder)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ReplayVerify.verify(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private Path logFile() {
        return folder.resolve("archives/log/0-0.rec");
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(recorded)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                final Path target = folder.resolve(recorded.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().contains("spool")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void flip(final Path path, final long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            final int value = file.read();
            file.seek(offset);
            file.write(value ^ 0x40);
        }
    }
}
