package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.MemberChanges;
import godwit.core.directory.UserIds;
import godwit.core.link.IdList;
import godwit.core.numbers.ShardContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells the journal of chats and of their members, so many in each record as fit. */
final class MembersJournal implements MemberChanges {
    private static final int MEMBERS_PER_RECORD = 500;

    private final ShardContext shard;
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final ChatRecord record;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final IdList slice = new IdList();
    private int chat;

    MembersJournal(
        final ShardContext shard, final UserIds ids, final Chats chats, final Members members,
        final ChatRecord record) {
        this.shard = shard;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.record = record;
    }

    /** A chat was created. */
    void onCreated(final int ofChat, final IdList all) {
        shard.listener().onJournalChat(shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(),
            record.show(ofChat, MEMBERS_PER_RECORD), shard.clocks().idTime());
        write(ofChat, all, MEMBERS_PER_RECORD);
    }

    /** Members of a chat came, went or have another role, or its title is another. */
    void onChanged(final int ofChat, final IdList changed) {
        if (changed.count() == 0) {
            slice.clear();
            flush(ofChat);
        } else {
            write(ofChat, changed, 0);
        }
    }

    private void write(final int ofChat, final IdList all, final int from) {
        for (int next = from; next < all.count(); next += MEMBERS_PER_RECORD) {
            slice.clear();
            for (int index = next; index < Math.min(all.count(), next + MEMBERS_PER_RECORD); index++) {
                slice.add(all.id(index));
            }
            flush(ofChat);
        }
    }

    private void flush(final int ofChat) {
        chat = ofChat;
        shard.listener().onJournalMembers(shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(),
            chats.id(ofChat), chats.version(ofChat), shard.clocks().idTime(),
            shard.names().wrap(chats.title(ofChat), title), this);
    }

    @Override
    public int count() {
        return slice.count();
    }

    @Override
    public DirectBuffer userId(final int index) {
        return ids.wrap(slice.id(index), userId);
    }

    @Override
    public int role(final int index) {
        final int member = members.find(chat, slice.id(index));
        if (member == 0 || !members.isPresent(member)) {
            return GONE;
        }
        return members.role(member) == ChatView.ADMIN ? ChatView.ADMIN : ChatView.MEMBER;
    }
}
