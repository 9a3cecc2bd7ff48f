package godwit.core.shards;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.CoreLimits;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.link.IdList;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shows an entry as another shard gets it. Whom a change is about is remembered only while it is made, and found afterwards:
 * in its body, or among the members, whose time in the chat begins or ends with it.
 */
final class EntrySending implements LinkedEntry, LinkedMembers {
    private static final int COUNT_OFFSET = 4;
    private static final int TITLE_OFFSET = 16;
    private static final int LISTED_OFFSET = 18;
    private static final int HEADER_LENGTH = 20;

    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Entries entries;
    private final Topology topology;
    private final EntryRecord record;
    private final IdList about = new IdList();
    /** Who came or went with an entry of a chat: not state, forgotten with the entry of the log. */
    private final IdList moved = new IdList();
    private final IdList none = new IdList();
    private int movedIn;
    private long movedWith;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer listed = new UnsafeBuffer(0, 0);
    private int chat;
    private int entry;
    private boolean isWhole;

    EntrySending(
        final Chats chats, final Members members, final UserIds ids, final Entries entries, final Topology topology) {
        this.chats = chats;
        this.members = members;
        this.ids = ids;
        this.entries = entries;
        this.topology = topology;
        this.record = new EntryRecord(entries, ids);
    }

    /** Some came to a chat, or went, with an entry that is sent to several shards now. */
    void moved(final int ofChat, final long sequence, final IdList moving) {
        movedIn = ofChat;
        movedWith = sequence;
        moved.clear();
        for (int i = 0; i < moving.count(); i++) {
            moved.add(moving.id(i));
        }
    }

    /** Another entry of the log begins. */
    void forgetMoved() {
        movedIn = 0;
    }

    /** Shows an entry whose payload is in memory. */
    EntrySending show(final int ofChat, final int slot, final int toShard) {
        chat = ofChat;
        entry = slot;
        record.show(slot);
        about.clear();
        isWhole = true;
        if (isChange()) {
            collect(toShard);
        }
        return this;
    }

    private void collect(final int toShard) {
        final int kind = changeKind();
        if (kind == Changes.ROLE) {
            listed.wrap(body(), HEADER_LENGTH + 1, body().getByte(HEADER_LENGTH) & 0xff);
            add(ids.find(listed), toShard);
        } else if (kind == Changes.LEFT) {
            add(entries.sender(entry), toShard);
        } else if (kind == Changes.ADDED || kind == Changes.REMOVED) {
            final long sequence = entries.sequence(entry);
            if (movedIn != chat || movedWith != sequence) {
                find(sequence);
            }
            isWhole = kind == Changes.ADDED || moved.count() == body().getInt(COUNT_OFFSET, LITTLE_ENDIAN);
            for (int i = 0; i < moved.count(); i++) {
                add(moved.id(i), toShard);
            }
        }
    }

    /**
     * Whether all are shown who leave with it: of those that its body does not list some may be forgotten. Of those who came
     * with it nobody who is forgotten matters: that they left is not told of either.
     */
    boolean isWhole() {
        return isWhole;
    }

    /** The body lists them, also those of whom the chat's owner knows no more; where they are too many, all members are looked at. */
    private void find(final long sequence) {
        moved(chat, sequence, none);
        final int count = body().getShort(LISTED_OFFSET, LITTLE_ENDIAN);
        if (count == body().getInt(COUNT_OFFSET, LITTLE_ENDIAN)) {
            read(count);
            return;
        }
        findAmong(members.ofChat().first(chat), sequence);
        findAmong(members.formerOf().first(chat), sequence);
    }

    private void read(final int count) {
        int offset = HEADER_LENGTH + (body().getShort(TITLE_OFFSET, LITTLE_ENDIAN) & 0xffff);
        for (int i = 0; i < count; i++) {
            listed.wrap(body(), offset + 1, body().getByte(offset) & 0xff);
            moved.add(ids.find(listed));
            offset += 1 + listed.capacity();
        }
    }

    private void findAmong(final int first, final long sequence) {
        final boolean added = changeKind() == Changes.ADDED;
        for (int member = first; member != 0; member = members.ofChat().next(member)) {
            if (added ? members.beganWith(member, sequence) : members.endedWith(member, sequence)) {
                moved.add(members.id(member));
            }
        }
    }

    private void add(final int id, final int toShard) {
        final boolean joins = changeKind() == Changes.ADDED;
        if (!joins || !isWide() || topology.shardOf(ids.partition(id)) == toShard) {
            about.add(id);
        }
    }

    private boolean isChange() {
        return entries.kind(entry) == Content.CHANGE;
    }

    @Override
    public int senderPartition() {
        return ids.partition(entries.sender(entry));
    }

    @Override
    public long deviceHash() {
        return entries.deviceHash(entry);
    }

    @Override
    public int changeKind() {
        return isChange() ? body().getByte(1) : 0;
    }

    @Override
    public int role() {
        return isChange() ? body().getByte(2) : 0;
    }

    /** As it is now: what marks are known follows the crossing that is the latest. */
    @Override
    public boolean isWide() {
        return chats.isWide(chat);
    }

    @Override
    public long version() {
        return isChange() ? body().getLong(8, LITTLE_ENDIAN) : 0;
    }

    @Override
    public int memberCount() {
        return chats.memberCount(chat);
    }

    @Override
    public DirectBuffer title() {
        final int length = isChange() ? body().getShort(TITLE_OFFSET, LITTLE_ENDIAN) & 0xffff : 0;
        if (length == 0) {
            title.wrap(0, 0);
        } else {
            title.wrap(body(), HEADER_LENGTH, length);
        }
        return title;
    }

    @Override
    public long chatId() {
        return record.chatId();
    }

    @Override
    public long msgId() {
        return record.msgId();
    }

    @Override
    public long sequence() {
        return record.sequence();
    }

    @Override
    public long timestampMs() {
        return record.timestampMs();
    }

    @Override
    public long senderOrdinal() {
        return record.senderOrdinal();
    }

    @Override
    public long messageOrdinal() {
        return record.messageOrdinal();
    }

    @Override
    public int contentKind() {
        return record.contentKind();
    }

    @Override
    public DirectBuffer senderId() {
        return record.senderId();
    }

    @Override
    public DirectBuffer clientMsgId() {
        return record.clientMsgId();
    }

    @Override
    public DirectBuffer body() {
        return record.body();
    }

    @Override
    public int count() {
        return about.count();
    }

    @Override
    public DirectBuffer userId(final int index) {
        return ids.wrap(about.id(index), userId);
    }

    @Override
    public int partition(final int index) {
        return ids.partition(about.id(index));
    }

    @Override
    public int role(final int index) {
        return changeKind() == Changes.ROLE ? role() : ChatView.MEMBER;
    }

    @Override
    public long fromSequence(final int index) {
        return 0;
    }

    @Override
    public long toSequence(final int index) {
        return 0;
    }

    /** Of one who joins; 0 is not known either, where much was written since. */
    @Override
    public long messages(final int index) {
        final long above = chats.lastSequence(chat) - sequence();
        if (changeKind() != Changes.ADDED || above > CoreLimits.LINK_LOOKS_PER_STEP) {
            return 0;
        }
        final int id = about.id(index);
        for (long next = sequence() + 1; next <= sequence() + above; next++) {
            final int later = entries.find(chatId(), next);
            if (later == 0) {
                return 0;
            }
            if (entries.sender(later) == id && entries.kind(later) != Content.CHANGE) {
                return entries.ordinal(later) - 1;
            }
        }
        final int member = members.find(chat, id);
        return member == 0 ? 0 : members.messages(member);
    }
}
