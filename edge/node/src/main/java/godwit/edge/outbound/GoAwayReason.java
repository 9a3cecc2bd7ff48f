package godwit.edge.outbound;

/**
 * Why the server is about to close a connection.
 */
public enum GoAwayReason {
    /** This edge is going out of service; connect again elsewhere. */
    DRAIN("drain"),
    /** The same device connected again. */
    REPLACED("replaced"),
    /** The device was removed. */
    REMOVED("removed"),
    /** The token expires within a minute. */
    TOKEN_EXPIRED("token_expired"),
    /** The whole system stops. */
    SHUTDOWN("shutdown");

    private final String wireName;

    GoAwayReason(final String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
