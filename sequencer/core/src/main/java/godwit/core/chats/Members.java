package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.CoreLimits;
import godwit.core.joint.ChatExtras;
import godwit.core.joint.MemberRecords;
import godwit.core.joint.RareList;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.Table;

/** The members of chats, as the chat's owner knows them, and former ones, who may read the history of their time. */
public final class Members {
    /** Beside the role: a member since the creation, which is no entry, though the first time begins with entry 1. */
    private static final int FOUNDER = 0x100;

    private final MemberRecords records;
    private final Table table;
    private final Chats chats;
    private final RecordList ofChat;
    private final RareList formerOf;
    private final Intervals.Of intervals;

    /** Those of own chats, of all records. */
    public Members(final MemberRecords records, final Chats chats) {
        this.records = records;
        this.table = records.table();
        this.chats = chats;
        this.ofChat = records.ofChat();
        this.formerOf = new RareList(table, MemberRecords.LINK, chats.records().extras(), ChatExtras.FORMERS);
        this.intervals = records.intervals();
    }

    /** The records of these and of other shards' chats' members. */
    public MemberRecords records() {
        return records;
    }

    /** The members of a chat, the creator first. */
    public RecordList ofChat() {
        return ofChat;
    }

    /** The former members of a chat, who left longest ago first. */
    public RareList formerOf() {
        return formerOf;
    }

    /** The intervals of a member. */
    public Intervals.Of intervals() {
        return intervals;
    }

    /** A chat's member of that interned id, or a former one; 0: none. */
    public int find(final int chat, final int id) {
        return records.find(chat, id);
    }

    /** Whether so many more may be members of chats here. */
    boolean hasRoom(final int more, final CoreLimits limits) {
        return table.count() + (long) more <= limits.membersMax();
    }

    /** Whether that interned id is a member now. */
    boolean isMember(final int chat, final int id) {
        final int slot = find(chat, id);
        return slot != 0 && isPresent(slot);
    }

    /** Whether a number, whatever it is, is the slot of one who is a member now. */
    boolean isAmong(final int chat, final int slot) {
        return slot > 0 && slot <= table.size() && table.isLive(slot) && chat(slot) == chat && !records.isOfUser(slot)
            && isPresent(slot);
    }

    /** A new chat's member, or one who joins or comes back by the entry of a sequence. */
    int join(final int chat, final int id, final int role, final long sequence) {
        final int known = find(chat, id);
        final int slot = known == 0 ? records.addOwned(chat, id) : known;
        final long leftOthers = known == 0 ? 0 : records.leftOthers(slot);
        if (known != 0) {
            Invariants.holds(!isPresent(slot), "member joins: expected none yet");
            formerOf.remove(chat, slot);
            chats.onFormers(chat, -1);
        }
        records.forgetTold(slot);
        records.role(slot, role | (chats.lastSequence(chat) == 0 ? FOUNDER : 0));
        ofChat.append(chat, slot);
        intervals.open(slot, sequence);
        chats.onMembers(chat, 1, role == ChatView.ADMIN ? 1 : 0);
        if (known == 0) {
            marks(slot, sequence - 1, sequence - 1, chats.messages(chat));
        } else {
            // What others wrote meanwhile is not meant for the member, so it is not unread either.
            table.add(slot, MemberRecords.READ_OTHERS, others(slot) - leftOthers);
        }
        return slot;
    }

    /** A member goes; the entry of a sequence is the last one. */
    void leave(final int slot, final long sequence) {
        final int chat = chat(slot);
        chats.onMembers(chat, -1, role(slot) == ChatView.ADMIN ? -1 : 0);
        intervals.close(slot, sequence);
        records.leaveBehind(slot, others(slot), chats.version(chat));
        ofChat.remove(chat, slot);
        formerOf.append(chat, slot);
        chats.onFormers(chat, 1);
    }

    /** The chat's version as one who left may know it. */
    long leftVersion(final int slot) {
        return records.leftVersion(slot);
    }

    /** Forgets one who left. */
    void forget(final int slot) {
        final int chat = chat(slot);
        formerOf.remove(chat, slot);
        chats.onFormers(chat, -1);
        records.forgetOwned(slot);
    }

    /** Its chat. */
    public int chat(final int slot) {
        return table.low(slot, MemberRecords.OWNER);
    }

    /** The interned id. */
    public int id(final int slot) {
        return table.high(slot, MemberRecords.OWNER);
    }

    /** The role. */
    public int role(final int slot) {
        return records.role(slot);
    }

    void role(final int slot, final int role) {
        chats.onMembers(chat(slot), 0, (role == ChatView.ADMIN ? 1 : 0) - (role(slot) == ChatView.ADMIN ? 1 : 0));
        records.role(slot, role);
    }

    /** Whether the member is in the chat now. */
    public boolean isPresent(final int slot) {
        return intervals.isOpen(slot);
    }

    /** The member's oldest time in the chat; 0: none. */
    public int oldestInterval(final int slot) {
        return intervals.oldest(slot);
    }

    /** The time in the chat after another; 0: none. */
    public int newerInterval(final int interval) {
        return intervals.newer(interval);
    }

    /** Whether one of the member's times began with an entry; that of the creation with none. */
    public boolean beganWith(final int slot, final long sequence) {
        final int interval = intervals.notAfter(slot, sequence);
        return interval != 0 && intervals.from(slot, interval) == sequence
            && (sequence > 1 || (table.low(slot, MemberRecords.ROLE) & FOUNDER) == 0);
    }

    /** Whether one of the member's times ended with an entry. */
    public boolean endedWith(final int slot, final long sequence) {
        final int interval = intervals.notAfter(slot, sequence);
        return interval != 0 && intervals.to(interval, 0) == sequence;
    }

    /** The entry by which the member left the last time, also one who is back; 0: never did. */
    public long lastLeaving(final int slot) {
        return intervals.lastEnd(slot);
    }

    /** The first entry that the member may ever read. */
    long oldestSequence(final int slot) {
        return intervals.oldestFrom(slot);
    }

    /** The entry by which a member who is there came the last time. */
    long newestFrom(final int slot) {
        return intervals.newestFrom(slot);
    }

    /** The last entry that the member may read. */
    long newestSequence(final int slot, final long lastSequence) {
        return intervals.end(slot, lastSequence);
    }

    /** The member's newest time that begins at a sequence or before; 0: none does. */
    int intervalNotAfter(final int slot, final long sequence) {
        return intervals.notAfter(slot, sequence);
    }

    /** The member's oldest time that ends at a sequence or later; 0: none does. */
    int intervalNotBefore(final int slot, final long sequence) {
        return intervals.notBefore(slot, sequence);
    }

    /** The first sequence of a time in the chat. */
    public long intervalFrom(final int slot, final int interval) {
        return intervals.from(slot, interval);
    }

    /** The last sequence of a time in the chat, which is {@code lastSequence} while it goes on. */
    public long intervalTo(final int interval, final long lastSequence) {
        return intervals.to(interval, lastSequence);
    }

    /** How far the member received. */
    public long delivered(final int slot) {
        return table.get(slot, MemberRecords.DELIVERED);
    }

    /** How far the member read. */
    public long read(final int slot) {
        return table.get(slot, MemberRecords.READ);
    }

    /** How many messages of others are up to where the member read. */
    long readOthers(final int slot) {
        return table.get(slot, MemberRecords.READ_OTHERS);
    }

    /** How many messages the member wrote. */
    public long messages(final int slot) {
        return table.get(slot, MemberRecords.MESSAGES);
    }

    /** The member wrote one more; its number among the member's. */
    long nextOrdinal(final int slot) {
        return table.add(slot, MemberRecords.MESSAGES, 1);
    }

    void marks(final int slot, final long delivered, final long read, final long readOthers) {
        Invariants.atLeast("member delivered", delivered, delivered(slot));
        Invariants.atLeast("member read", read, read(slot));
        table.set(slot, MemberRecords.DELIVERED, delivered);
        table.set(slot, MemberRecords.READ, read);
        table.set(slot, MemberRecords.READ_OTHERS, readOthers);
    }

    /** Others' messages above the member's read mark, at most {@link CoreLimits#UNREAD_MAX}. */
    int unread(final int slot) {
        return (int) Math.min(CoreLimits.UNREAD_MAX, Math.max(0, others(slot) - table.get(slot, MemberRecords.READ_OTHERS)));
    }

    private long others(final int slot) {
        return chats.messages(chat(slot)) - messages(slot);
    }
}
