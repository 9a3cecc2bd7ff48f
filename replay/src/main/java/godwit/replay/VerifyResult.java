package godwit.replay;

import java.util.List;

/**
 * What {@code replay verify} found, of all shards.
 *
 * @param shards in the order of their numbers.
 */
public record VerifyResult(List<ShardVerdict> shards) {
    /** Whether every log is whole and every hash equal. */
    public boolean isOk() {
        return shards.stream().allMatch(ShardVerdict::isOk);
    }

    /** 0: all is well; 1: it is not. */
    public int exitCode() {
        return isOk() ? 0 : 1;
    }

    /** One JSON document, as the public contract has it. */
    public String json() {
        return VerifyJson.of(this);
    }

    /** A few lines for people. */
    public String text() {
        return VerifyText.of(this);
    }
}
