package godwit.replay;

import godwit.core.Core;
import godwit.sequencer.DataLayout;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.ProcessKey;
import godwit.sequencer.audit.AuditFile;
import godwit.sequencer.ingress.LogApplier;
import godwit.sequencer.log.DamagedLogException;
import godwit.sequencer.log.LogReader;
import godwit.sequencer.log.LogReader.RecordedSnapshot;
import godwit.sequencer.snapshot.SilentListener;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Replays one shard's log through a fresh core and compares its state with what was kept on the way. */
final class ShardReplay {
    private static final int MISMATCHES_MAX = 16;
    private static final int MEMBER = 0;

    private final Supplier<Core> cores;
    private final int shard;
    private final LogReader reader;
    private final List<AuditFile.Audit> audits;
    private final List<Checkpoint> kept = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private Core core;
    private ArrayDeque<Checkpoint> pending;
    private String damage;
    private long damagedAt = -1;
    private long from;
    private long position;
    private long entries;
    private Compared compared = Compared.nothing(0);

    /** A replay of what a data folder has of a shard now. */
    ShardReplay(final int shard, final Path dataFolder) throws NoSuchFileException {
        this(shard, dataFolder, () -> new Core(shard, new SilentListener(), ProcessKey.draw()));
    }

    /** With cores of somebody's own making. */
    ShardReplay(final int shard, final Path dataFolder, final Supplier<Core> cores) throws NoSuchFileException {
        this.cores = cores;
        this.shard = shard;
        // the audits first: a running node may publish more while its log is read
        audits = AuditFile.read(DataLayout.shard(dataFolder, shard));
        reader = LogReader.open(dataFolder, shard);
    }

    ShardVerdict run() {
        try {
            start();
            if (core != null) {
                replay();
            }
        } catch (final DamagedLogException e) {
            damaged(e.position(), e.getMessage());
        }
        return verdict();
    }

    private void start() {
        for (final AuditFile.Audit audit : audits) {
            kept.add(new Checkpoint(audit.logPosition(), audit.stateHash(), "member " + MEMBER));
        }
        RecordedSnapshot first = null;
        for (final RecordedSnapshot snapshot : reader.snapshots()) {
            if (keep(snapshot) && first == null && snapshot.logPosition() >= reader.startPosition()) {
                first = snapshot;
            }
        }
        if (reader.startPosition() == 0) {
            core = cores.get();
        } else if (first != null) {
            core = load(first);
            from = first.logPosition();
        }
        position = from;
        if (core == null) {
            damaged(reader.startPosition(), "the log begins at position=" + reader.startPosition()
                + " and no whole snapshot stands there or behind it");
        }
    }

    /** A state may take most of the heap: none is held while another one is loaded. */
    private boolean keep(final RecordedSnapshot snapshot) {
        final Core restored = load(snapshot);
        if (restored != null) {
            kept.add(new Checkpoint(snapshot.logPosition(), restored.stateHash(), Checkpoint.SNAPSHOT));
        }
        return restored != null;
    }

    private Core load(final RecordedSnapshot snapshot) {
        final Core restored = cores.get();
        try {
            reader.load(snapshot, restored);
            return restored;
        } catch (final DamagedLogException e) {
            damaged(snapshot.logPosition(), "the snapshot at log position=" + snapshot.logPosition()
                + " is damaged: " + e.getMessage());
            return null;
        }
    }

    private void replay() {
        kept.removeIf(checkpoint -> checkpoint.position() < from);
        kept.sort(Comparator.comparingLong(Checkpoint::position));
        pending = new ArrayDeque<>(kept);
        final LogApplier applier = new LogApplier(core, new NodeCounters(), auditId -> {
        });
        try {
            final long end = reader.read(from, applier, this::before);
            compareUpTo(end);
            position = end;
            checkEnd();
        } catch (final DamagedLogException e) {
            throw e;
        } catch (final RuntimeException e) {
            damaged(position, "the core refused the entry that ends at position=" + position + ": " + e.getMessage());
        }
    }

    /** What was published behind the end was in the log once. */
    private void checkEnd() {
        if (!pending.isEmpty()) {
            final Checkpoint last = pending.peekLast();
            damaged(position, "the log's end is lost: it ends at position=" + position + ", expected at least "
                + last.position() + ", where there is a state hash of " + last.source());
        }
    }

    private void before(final long endPosition) {
        compareUpTo(endPosition - 1);
        position = endPosition;
        entries++;
        compared = new Compared(compared.audits(), compared.snapshots(), compared.upTo(), compared.behind() + 1);
    }

    private void compareUpTo(final long last) {
        while (!pending.isEmpty() && pending.peekFirst().position() <= last) {
            final Checkpoint checkpoint = pending.removeFirst();
            compared = new Compared(compared.audits() + (checkpoint.isSnapshot() ? 0 : 1),
                compared.snapshots() + (checkpoint.isSnapshot() ? 1 : 0), checkpoint.position(), 0);
            if (checkpoint.stateHash() != core.stateHash() && mismatches.size() < MISMATCHES_MAX) {
                mismatches.add(new Mismatch(checkpoint.position(), checkpoint.source(), checkpoint.stateHash(),
                    core.stateHash()));
            }
        }
    }

    private void damaged(final long where, final String what) {
        if (damage == null) {
            damage = what;
            damagedAt = where;
        }
    }

    private ShardVerdict verdict() {
        final List<ShardVerdict.Member> members = new ArrayList<>();
        for (int i = audits.size() - 1; i >= 0 && members.isEmpty(); i--) {
            final AuditFile.Audit audit = audits.get(i);
            if (audit.logPosition() <= position) {
                members.add(new ShardVerdict.Member(MEMBER, audit.logPosition(), audit.stateHash()));
            }
        }
        return new ShardVerdict(shard, from, entries, position, core == null ? 0 : core.stateHash(), compared,
            List.copyOf(members), List.copyOf(mismatches), damage, damagedAt);
    }
}
