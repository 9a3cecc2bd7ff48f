package godwit.core.users;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A chat as one who leaves it may know it from then on, whatever becomes of it. Reused; valid during the call. */
public final class LastKnown {
    final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    long version;
    long versionBefore;
    int memberCount;
    int memberCountBefore;

    /** As it is: the entry by which so many leave made its version. */
    public LastKnown by(final Feeds feeds, final int feed, final DirectBuffer ofFeed, final int leaving) {
        show(feeds, feed, ofFeed);
        versionBefore = version - 1;
        memberCountBefore = memberCount + leaving;
        return this;
    }

    /** As it was told last, which was before the leaving. */
    public LastKnown asTold(final Feeds feeds, final int feed, final DirectBuffer ofFeed) {
        show(feeds, feed, ofFeed);
        return this;
    }

    private void show(final Feeds feeds, final int feed, final DirectBuffer ofFeed) {
        title.wrap(ofFeed);
        version = feeds.version(feed);
        versionBefore = version;
        memberCount = feeds.totalCount(feed);
        memberCountBefore = memberCount;
    }

    /** Nothing but that the user was in it. */
    public LastKnown nothing() {
        title.wrap(0, 0);
        version = 0;
        versionBefore = 0;
        memberCount = 0;
        memberCountBefore = 1;
        return this;
    }
}
