package godwit.replay;

import java.util.Locale;

/** A result as lines for people. */
final class VerifyText {
    private VerifyText() {
    }

    static String of(final VerifyResult result) {
        final StringBuilder text = new StringBuilder();
        for (final ShardVerdict shard : result.shards()) {
            if (text.length() > 0) {
                text.append(System.lineSeparator());
            }
            append(text, shard);
        }
        return text.toString();
    }

    private static void append(final StringBuilder text, final ShardVerdict shard) {
        text.append("shard ").append(shard.shard()).append(shard.isOk() ? ": ok" : ": NOT OK")
            .append(" entries=").append(shard.entries()).append(" positions=").append(shard.from()).append("..")
            .append(shard.position()).append(" state_hash=").append(hash(shard.stateHash()));
        text.append(System.lineSeparator()).append("  ").append(compared(shard.compared()));
        for (final Mismatch mismatch : shard.mismatches()) {
            text.append(System.lineSeparator()).append("  state differs at position=").append(mismatch.position())
                .append(" by ").append(mismatch.source()).append(": expected=").append(hash(mismatch.expected()))
                .append(" actual=").append(hash(mismatch.actual()));
        }
        if (shard.damage() != null) {
            text.append(System.lineSeparator()).append("  damaged at position=").append(shard.damagedAt())
                .append(": ").append(shard.damage());
        }
    }

    private static String compared(final Compared compared) {
        if (compared.hashes() == 0) {
            return "state compared with nothing: no state hash is recorded here, all of " + compared.behind()
                + " entries were only replayed";
        }
        return "state compared with recorded hashes up to position=" + compared.upTo() + ", of "
            + counted(compared.audits(), "audit") + " and " + counted(compared.snapshots(), "snapshot") + "; "
            + (compared.behind() == 0 ? "no entry lies behind"
                : "entries behind it, only replayed: " + compared.behind());
    }

    private static String counted(final long count, final String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    static String hash(final long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }
}
