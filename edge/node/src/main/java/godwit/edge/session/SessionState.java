package godwit.edge.session;

/**
 * How far a connection has come.
 */
public enum SessionState {
    /** The socket is open; only a CONNECT is taken, and not for long. */
    AWAITING_CONNECT,
    /** The token is good and the shard was asked for a session; frames that follow wait. */
    ATTACHING,
    /** The shard had no session to give: a CONNECT is taken, all else is answered UNAVAILABLE. */
    UNATTACHED,
    /** The device has a session; everything is taken. */
    LIVE,
    /** A close frame was written; nothing is taken any more. */
    CLOSING
}
