package godwit.replay;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A result as the JSON document of the public contract; beside its fields stand where it went wrong. */
final class VerifyJson {
    private VerifyJson() {
    }

    static String of(final VerifyResult result) {
        return "{\"ok\":" + result.isOk() + ",\"shards\":" + array(result.shards(), VerifyJson::shard) + "}";
    }

    private static String shard(final ShardVerdict shard) {
        final String core = "{\"shard\":" + shard.shard() + ",\"ok\":" + shard.isOk() + ",\"entries\":"
            + shard.entries() + ",\"position\":" + shard.position() + ",\"state_hash\":" + hash(shard.stateHash())
            + ",\"members\":" + array(shard.members(), VerifyJson::member) + ",\"from_position\":" + shard.from()
            + ",\"hashes_compared\":" + shard.compared().hashes() + ",\"audits_compared\":" + shard.compared().audits()
            + ",\"snapshots_compared\":" + shard.compared().snapshots() + ",\"compared_position\":"
            + shard.compared().upTo() + ",\"entries_only_replayed\":" + shard.compared().behind();
        final String mismatches = shard.mismatches().isEmpty()
            ? "" : ",\"mismatches\":" + array(shard.mismatches(), VerifyJson::mismatch);
        final String damage = shard.damage() == null ? "" : ",\"damage\":{\"position\":" + shard.damagedAt()
            + ",\"reason\":" + text(shard.damage()) + "}";
        return core + mismatches + damage + "}";
    }

    private static String member(final ShardVerdict.Member member) {
        return "{\"id\":" + member.id() + ",\"position\":" + member.position() + ",\"state_hash\":"
            + hash(member.stateHash()) + "}";
    }

    private static String mismatch(final Mismatch mismatch) {
        return "{\"position\":" + mismatch.position() + ",\"source\":" + text(mismatch.source()) + ",\"expected\":"
            + hash(mismatch.expected()) + ",\"actual\":" + hash(mismatch.actual()) + "}";
    }

    private static <T> String array(final List<T> all, final Function<T, String> one) {
        return all.stream().map(one).collect(Collectors.joining(",", "[", "]"));
    }

    private static String hash(final long value) {
        return text(VerifyText.hash(value));
    }

    private static String text(final String value) {
        final StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
