package godwit.client;

/**
 * What became of a command that was offered to the cluster.
 */
public enum OfferResult {
    /** It is on its way. */
    OFFERED,
    /** Not now, or not before the shard's log has room; the same command may be offered in the next duty cycle. */
    BACK_PRESSURED,
    /** It is longer than any command may be, {@link godwit.protocol.ProtocolLimits#COMMAND_LENGTH_MAX}: never. */
    TOO_LONG,
    /** There is no connection to the cluster; the listener will hear when there is. */
    AWAY
}
