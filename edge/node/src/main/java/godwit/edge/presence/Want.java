package godwit.edge.presence;

import godwit.edge.fanout.Link;

/** A connection that wants to know of a user; an element of its {@link Watch}. */
final class Want {
    /** No time. */
    static final long NEVER = Long.MIN_VALUE / 2;
    private static final long[] NO_PAUSES = new long[0];

    final Link link;
    final Watch watch;
    /** Whether its user may see the other one. */
    boolean visible;
    /** Whether the shard said so, or not, at least once. */
    boolean answered;
    /** PRESENCE_SUBSCRIBEs that wait for a word about the user. */
    int asking;
    /** When it was asked again last because the other one wrote. */
    long askedAgainMs = NEVER;
    /** When it is to be asked again by itself, or {@link #NEVER}. */
    long dueMs = NEVER;
    /** Tells those apart that are due at the same time. */
    long dueNumber;
    /** How long after an answer that is still no it is asked again: one after the other. */
    long[] pausesMs = NO_PAUSES;
    /** The next one's place. */
    int pause;
    /** The other one is known to have created the chat of the two. */
    boolean hasChat;
    Want previous;
    Want next;

    Want(final Link link, final Watch watch) {
        this.link = link;
        this.watch = watch;
    }
}
