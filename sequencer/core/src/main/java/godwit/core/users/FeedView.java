package godwit.core.users;

import godwit.core.ChatView;
import godwit.core.directory.UserIds;
import godwit.core.link.ChatChange;
import godwit.core.state.Names;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows one chat at a time to the listener, as the owner of its members' users knows it. */
public final class FeedView implements ChatView {
    private final Feeds feeds;
    private final Peers peers;
    private final UserIds ids;
    private final Names names;
    private final UnsafeBuffer memberId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer createdBy = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientChatId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final Memberships memberships;
    private final Users users;
    private int feed;
    private int listed;
    /** The interned id of the user who leaves or left, of whom alone it tells; 0: it tells of the chat as it is. */
    private int formerId;
    private long formerVersion;
    private int formerCount;
    private int titleReference;
    private int peer;
    private int peerIndex;

    /** A view that shows nothing yet. */
    public FeedView(final UserTables tables, final Names names) {
        this.feeds = tables.feeds();
        this.peers = tables.peers();
        this.ids = tables.ids();
        this.memberships = tables.memberships();
        this.users = tables.users();
        this.names = names;
    }

    /** Shows a chat and at most so many members. */
    public FeedView show(final int ofFeed, final int listedMax) {
        feed = ofFeed;
        formerId = 0;
        titleReference = feeds.title(ofFeed);
        peer = peers.ofFeed().first(ofFeed);
        peerIndex = 0;
        listed = 0;
        for (int slot = peer; slot != 0 && listed < listedMax; slot = peers.ofFeed().next(slot)) {
            listed++;
        }
        return this;
    }

    /**
     * Shows a chat to one of its members, or to a former one as it was before the leaving: the entry that says of it comes
     * behind, and is to change something.
     */
    public FeedView showTo(final int membership, final int listedMax) {
        final int leaving = memberships.leaving(membership);
        if (leaving == 0) {
            return show(memberships.feed(membership), listedMax);
        }
        final Leavings leavings = memberships.leavings();
        former(membership, leavings.versionBefore(leaving), leavings.memberCountBefore(leaving));
        titleReference = leavings.title(leaving);
        return this;
    }

    /** Shows a chat to one of those who leave it by the change that was just made, as it was before. */
    public FeedView showBefore(final int membership, final ChatChange change) {
        final int ofFeed = memberships.feed(membership);
        former(membership, change.version - 1, feeds.totalCount(ofFeed) - change.growth());
        titleReference = feeds.title(ofFeed);
        return this;
    }

    /** Who else was a member then and is one still would tell who went since. */
    private void former(final int membership, final long version, final int count) {
        feed = memberships.feed(membership);
        formerId = users.id(memberships.user(membership));
        formerVersion = version;
        formerCount = count;
        listed = 1;
    }

    @Override
    public long chatId() {
        return feeds.chatId(feed);
    }

    @Override
    public int kind() {
        return feeds.kind(feed);
    }

    @Override
    public long version() {
        return formerId == 0 ? feeds.version(feed) : formerVersion;
    }

    @Override
    public int memberCount() {
        return formerId == 0 ? feeds.totalCount(feed) : formerCount;
    }

    @Override
    public int listedCount() {
        return listed;
    }

    @Override
    public DirectBuffer memberId(final int index) {
        if (formerId != 0) {
            return ids.wrap(formerId, memberId);
        }
        if (index < peerIndex) {
            peer = peers.ofFeed().first(feed);
            peerIndex = 0;
        }
        while (peerIndex < index) {
            peer = peers.ofFeed().next(peer);
            peerIndex++;
        }
        return ids.wrap(peers.id(peer), memberId);
    }

    @Override
    public int memberRole(final int index) {
        throw new UnsupportedOperationException("roles are known to the chat's owner: expected it to be asked");
    }

    @Override
    public DirectBuffer createdBy() {
        return ids.wrap(feeds.creator(feed), createdBy);
    }

    @Override
    public DirectBuffer clientChatId() {
        return names.wrap(feeds.clientChatId(feed), clientChatId);
    }

    @Override
    public DirectBuffer title() {
        return names.wrap(titleReference, title);
    }
}
