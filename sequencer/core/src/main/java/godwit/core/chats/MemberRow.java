package godwit.core.chats;

import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.CoreCommands;
import godwit.core.EntryView;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows a chat as the row of one of its members. */
final class MemberRow implements ChatRowView {
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Entries entries;
    private final ChatRecord record;
    private final EntryRecord entry;
    private final UnsafeBuffer peerId = new UnsafeBuffer(0, 0);
    private int chat;
    private int member;
    private int peer;
    private long peersDelivered;
    private long peersRead;

    MemberRow(
        final Chats chats, final Members members, final UserIds ids, final Entries entries,
        final ChatRecord record) {
        this.chats = chats;
        this.members = members;
        this.ids = ids;
        this.entries = entries;
        this.record = record;
        this.entry = new EntryRecord(entries, ids);
    }

    MemberRow show(final int ofChat, final int ofMember) {
        chat = ofChat;
        member = ofMember;
        final int first = members.ofChat().first(ofChat);
        peer = first == ofMember ? members.ofChat().next(first) : first;
        ids.wrap(chats.kind(ofChat) == ChatView.DIRECT ? members.id(peer) : 0, peerId);
        leastOfOthers();
        record.show(ofChat, 0);
        return this;
    }

    private void leastOfOthers() {
        peersDelivered = CoreCommands.NULL_VALUE;
        peersRead = CoreCommands.NULL_VALUE;
        if (chats.isWide(chat)) {
            return;
        }
        for (int other = members.ofChat().first(chat); other != 0; other = members.ofChat().next(other)) {
            if (other != member) {
                peersDelivered = least(peersDelivered, members.delivered(other));
                peersRead = least(peersRead, members.read(other));
            }
        }
    }

    static long least(final long known, final long other) {
        return known == CoreCommands.NULL_VALUE ? other : Math.min(known, other);
    }

    @Override
    public long chatId() {
        return chats.id(chat);
    }

    @Override
    public int kind() {
        return chats.kind(chat);
    }

    @Override
    public long version() {
        return chats.version(chat);
    }

    @Override
    public int memberCount() {
        return chats.memberCount(chat);
    }

    @Override
    public boolean member() {
        return members.isPresent(member);
    }

    @Override
    public int role() {
        return members.role(member);
    }

    @Override
    public long lastSequence() {
        return chats.lastSequence(chat);
    }

    @Override
    public long deliveredSequence() {
        return members.delivered(member);
    }

    @Override
    public long readSequence() {
        return members.read(member);
    }

    @Override
    public long peersDeliveredSequence() {
        return peersDelivered;
    }

    @Override
    public long peersReadSequence() {
        return peersRead;
    }

    @Override
    public int unread() {
        return members.unread(member);
    }

    @Override
    public DirectBuffer peerId() {
        return peerId;
    }

    @Override
    public DirectBuffer title() {
        return record.title();
    }

    @Override
    public EntryView lastEntry() {
        final int last = lastSequence() == 0 ? 0 : entries.find(chatId(), lastSequence());
        return last != 0 && entries.hasPayload(last) ? entry.show(last) : null;
    }
}
