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
            .append(shard.position()).append(" state_hash=").append(hash(shard.stateHash()))
            .append(" hashes_compared=").append(shard.compared());
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

    static String hash(final long value) {
        return String.format(Locale.ROOT, "%016x", value);
    }
}
