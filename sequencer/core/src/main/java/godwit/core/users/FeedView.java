package godwit.core.users;

import godwit.core.ChatView;
import godwit.core.directory.UserIds;
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
    private int feed;
    private int listed;
    private int peer;
    private int peerIndex;

    /** A view that shows nothing yet. */
    public FeedView(final UserTables tables, final Names names) {
        this.feeds = tables.feeds();
        this.peers = tables.peers();
        this.ids = tables.ids();
        this.names = names;
    }

    /** Shows a chat and at most so many members. */
    public FeedView show(final int ofFeed, final int listedMax) {
        feed = ofFeed;
        peer = peers.ofFeed().first(ofFeed);
        peerIndex = 0;
        listed = 0;
        for (int slot = peer; slot != 0 && listed < listedMax; slot = peers.ofFeed().next(slot)) {
            listed++;
        }
        return this;
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
        return feeds.version(feed);
    }

    @Override
    public int memberCount() {
        return feeds.totalCount(feed);
    }

    @Override
    public int listedCount() {
        return listed;
    }

    @Override
    public DirectBuffer memberId(final int index) {
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
        return names.wrap(feeds.title(feed), title);
    }
}
