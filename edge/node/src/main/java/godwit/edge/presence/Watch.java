package godwit.edge.presence;

/** A user whom connections want to know of: who they are, those first that see the user, and what they were told last. */
final class Watch {
    /** Not told. */
    static final long NO_LAST_SEEN = -1;

    final String userId;
    /** To the user's shard; null: not known yet. */
    PresenceLane lane;
    /** Asks that are not answered. */
    int asking;
    /** Whether the shard may think that this edge wants to know. */
    boolean registered;
    /** Waits to be asked for once more. */
    boolean again;
    private Want first;
    private Want last;
    private int visibleCount;
    private boolean known;
    private boolean online;
    private long lastSeenMs;

    Watch(final String userId) {
        this.userId = userId;
    }

    /** One that wants to know; if any sees the user, one that does. */
    Want first() {
        return first;
    }

    boolean isSeen() {
        return visibleCount > 0;
    }

    void add(final Want want) {
        want.previous = last;
        if (last == null) {
            first = want;
        } else {
            last.next = want;
        }
        last = want;
    }

    void remove(final Want want) {
        visible(want, false);
        unlink(want);
    }

    /** Says whether one sees the user. */
    void visible(final Want want, final boolean visible) {
        if (want.visible == visible) {
            return;
        }
        want.visible = visible;
        visibleCount += visible ? 1 : -1;
        unlink(want);
        if (visible) {
            want.next = first;
            if (first == null) {
                last = want;
            } else {
                first.previous = want;
            }
            first = want;
        } else {
            add(want);
        }
    }

    /** The user's shard told the truth; whether it is another than what was told before. */
    boolean learn(final boolean isOnline, final long seenMs) {
        final boolean news = !known || online != isOnline || lastSeenMs != seenMs;
        known = true;
        online = isOnline;
        lastSeenMs = seenMs;
        return news;
    }

    private void unlink(final Want want) {
        if (want.previous == null) {
            first = want.next;
        } else {
            want.previous.next = want.next;
        }
        if (want.next == null) {
            last = want.previous;
        } else {
            want.next.previous = want.previous;
        }
        want.previous = null;
        want.next = null;
    }
}
