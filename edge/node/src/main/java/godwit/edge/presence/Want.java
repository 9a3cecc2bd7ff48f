package godwit.edge.presence;

import godwit.edge.fanout.Link;

/** A connection that wants to know of a user; an element of its {@link Watch}. */
final class Want {
    private static final long NEVER = Long.MIN_VALUE / 2;

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
    /** Is to be asked again later. */
    boolean late;
    /** So often more if the answer is still no. */
    int retries;
    Want previous;
    Want next;

    Want(final Link link, final Watch watch) {
        this.link = link;
        this.watch = watch;
    }
}
