package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.IndexKey;
import godwit.core.directory.Partitions;
import godwit.core.joint.ChatRecords;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Bytes;
import godwit.core.state.ChatIndex;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The chats that this shard owns. */
public final class Chats {
    private final ChatRecords records;
    private final Names names;
    private final IndexKey indexKey;
    private final RecordList ofPartition;
    private final ChatIndex index;
    private final SlotIndex byKey = new SlotIndex();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    /** No state, as it follows from the records. */
    private int count;

    /** The own ones of all records. */
    public Chats(final ShardContext shard, final Partitions partitions, final ChatRecords records) {
        this.records = records;
        this.names = shard.names();
        this.indexKey = shard.indexKey();
        this.index = shard.chatIndex();
        this.ofPartition = records.listed(partitions.table(), Partitions.CHATS);
    }

    /** The records of these and of other shards' chats. */
    public ChatRecords records() {
        return records;
    }

    /** The chats of a partition, the oldest first. */
    public RecordList ofPartition() {
        return ofPartition;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** A chat by its id; 0: none. */
    public int find(final long chatId) {
        return records.findOwned(chatId);
    }

    /** The direct chat of two members; 0: none. */
    int findDirect(final int first, final int second, final Members members) {
        int position = index.firstOfPair(first, second);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = index.ofPair(position);
            if (records.isOwned(slot) && members.find(slot, first) != 0 && members.find(slot, second) != 0) {
                return slot;
            }
            position = index.nextOfPair(position, first, second);
        }
        return 0;
    }

    /** The group that a creator made under a key; 0: none. */
    int findGroup(final int creator, final DirectBuffer key) {
        final long hash = keyHash(creator, key);
        int position = byKey.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = byKey.slot(position);
            if (creator(slot) == creator && names.equal(clientChatId(slot), key)) {
                return slot;
            }
            position = byKey.next(position, hash);
        }
        return 0;
    }

    /** A new direct chat, whose two members are to be added next. */
    int addDirect(
        final long chatId, final int creator, final int other, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = add(chatId, ChatView.DIRECT, creator, clientChatId, title);
        index.putPair(creator, other, slot);
        return slot;
    }

    /** A new group, whose members are to be added next. */
    int addGroup(final long chatId, final int creator, final DirectBuffer clientChatId, final DirectBuffer title) {
        final int slot = add(chatId, ChatView.GROUP, creator, clientChatId, title);
        if (clientChatId.capacity() > 0) {
            byKey.put(keyHash(creator, clientChatId), slot);
        }
        return slot;
    }

    private int add(
        final long chatId, final int kind, final int creator, final DirectBuffer clientChatId,
        final DirectBuffer title) {
        final int slot = records.addOwned(chatId, kind, creator, clientChatId, title);
        ofPartition.append(Partitions.slot(Partitions.ofChat(chatId)), slot);
        count++;
        return slot;
    }

    /** The chat's id. */
    public long id(final int slot) {
        return records.id(slot);
    }

    /** Its kind. */
    public int kind(final int slot) {
        return records.kind(slot);
    }

    /** Whether it has so many members that receipts are not pushed: decided by the last change of its members. */
    public boolean isWide(final int slot) {
        return records.isWide(slot);
    }

    /** A new chat has so many members, or not. */
    void isWide(final int slot, final boolean wide) {
        records.isWide(slot, wide);
    }

    /** Its creator's interned id. */
    public int creator(final int slot) {
        return records.creator(slot);
    }

    /** The reference of its title. */
    public int title(final int slot) {
        return records.title(slot);
    }

    /** Its title is another. */
    void title(final int slot, final DirectBuffer title) {
        records.title(slot, title);
    }

    /** The reference of its creator's key. */
    public int clientChatId(final int slot) {
        return records.clientChatId(slot);
    }

    /** Its version. */
    public long version(final int slot) {
        return records.version(slot);
    }

    /** It changed; the new version. */
    long nextVersion(final int slot) {
        final long version = version(slot) + 1;
        records.version(slot, version);
        return version;
    }

    /** How many members it has. */
    public int memberCount(final int slot) {
        return records.memberCount(slot);
    }

    /** How many of them are administrators. */
    int adminCount(final int slot) {
        return records.adminCount(slot);
    }

    /** So many members more, and so many administrators. */
    void onMembers(final int slot, final int moreMembers, final int moreAdmins) {
        final int members = memberCount(slot) + moreMembers;
        final int admins = adminCount(slot) + moreAdmins;
        Invariants.within("administrators", admins, 0, members);
        records.counts(slot, members, admins);
    }

    /** How many former members are remembered. */
    int formerCount(final int slot) {
        return records.extras().formerCount(slot);
    }

    void onFormers(final int slot, final int more) {
        records.extras().onFormers(slot, more);
    }

    /** How many of its entries are messages. */
    public long messages(final int slot) {
        return records.messages(slot);
    }

    /** One message more; its number. */
    long nextMessage(final int slot) {
        final long number = messages(slot) + 1;
        records.messages(slot, number);
        return number;
    }

    /** The last entry's number. */
    public long lastSequence(final int slot) {
        return records.lastSequence(slot);
    }

    /** The next entry has this number. */
    void lastSequence(final int slot, final long sequence) {
        records.onOwnEntry(slot, sequence);
    }

    /** Makes what only finds anew after a snapshot was loaded, but for the index of ids, which was cleared; members are there. */
    public void reindex(final Members members) {
        byKey.clear();
        count = 0;
        for (int slot = 1; slot <= records.table().size(); slot++) {
            index.put(id(slot), slot);
            if (records.isOwned(slot)) {
                count++;
                reindex(slot, members);
            }
        }
    }

    private void reindex(final int slot, final Members members) {
        if (kind(slot) == ChatView.DIRECT) {
            final int first = members.ofChat().first(slot);
            final int second = members.ofChat().next(first);
            index.putPair(members.id(first), members.id(second), slot);
        } else if (clientChatId(slot) != 0) {
            byKey.put(keyHash(creator(slot), names.wrap(clientChatId(slot), view)), slot);
        }
    }

    private long keyHash(final int creator, final DirectBuffer key) {
        return Bytes.hash(indexKey.hash(key), creator);
    }
}
