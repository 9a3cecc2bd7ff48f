package godwit.core.shards;

import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.CoreLimits;
import godwit.core.LinkedChat;
import godwit.core.LinkedMembers;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.link.MemberList;
import godwit.core.numbers.LimitWords;
import godwit.core.state.Names;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shows a chat and its members as another shard is told of them, so many members at a time as fit a record: as they were when
 * that became due, and the entries since follow; or where these left memory as they are now.
 */
final class ChatSending implements LinkedChat, LinkedMembers {
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Names names;
    private final Entries entries;
    private final Items items;
    private final LimitWords limits;
    private final Topology topology;
    private final MemberList list = new MemberList();
    private final UnsafeBuffer createdBy = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientChatId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private DirectBuffer deviceId = new UnsafeBuffer(0, 0);
    private final TreeMap<Integer, Long> firstOrdinals = new TreeMap<>();
    private int chat;
    private int first;
    private int looked;
    private boolean isInMemory;
    private long base;
    private long messages;
    private long version;
    private int memberCount;
    private int titleRef;
    private boolean isWide;
    private boolean asNow;

    ChatSending(
        final Chats chats, final Members members, final UserIds ids, final Names names, final Entries entries,
        final Items items, final LimitWords limits, final Topology topology) {
        this.chats = chats;
        this.members = members;
        this.ids = ids;
        this.names = names;
        this.entries = entries;
        this.items = items;
        this.limits = limits;
        this.topology = topology;
    }

    /** The chat that is shown next was created by a device just now. */
    void by(final DirectBuffer ofCreator) {
        deviceId = ofCreator;
    }

    /**
     * Shows a chat as it was when an item of it was made, with the first of its members. Roles are those of now; one that was
     * wide then, or is now, is told to be: that it ceased to be is a change that follows.
     */
    ChatSending showAsToTell(final int item, final int toShard) {
        chat = items.subject(item);
        base = items.acknowledgedTo(item);
        version = items.toldVersion(item);
        memberCount = items.toldMemberCount(item);
        titleRef = items.toldTitle(item);
        isWide = chats.isWide(chat) || memberCount > limits.get().fanoutMax();
        asNow = false;
        collect(base, toShard);
        return this;
    }

    /**
     * Shows a chat as it was after an entry, or a later one, to a shard that has it up to another, with the first of its
     * members. Title, version and members are told as they are now, which is not for a user of that shard who left since: then
     * the leaving and all later changes are told as well.
     */
    ChatSending show(final int slot, final long afterSequence, final long knownTo, final int toShard) {
        chat = slot;
        base = Math.max(afterSequence, lastChange(Math.max(
            lastLeaving(members.ofChat().first(slot), afterSequence, toShard),
            lastLeaving(members.formerOf().first(slot), afterSequence, toShard))));
        version = chats.version(slot);
        memberCount = chats.memberCount(slot);
        titleRef = chats.title(slot);
        isWide = chats.isWide(slot);
        asNow = true;
        collect(knownTo, toShard);
        return this;
    }

    private void collect(final long knownTo, final int toShard) {
        first = 0;
        looked = 0;
        messages = messagesUpTo(base);
        if (asNow) {
            lookAbove();
        }
        list.clear();
        final int namedMax = isWide ? CoreLimits.NAMED_OF_WIDE_MAX : Integer.MAX_VALUE;
        final int named = addAll(members.ofChat().first(chat), knownTo, toShard, namedMax);
        addAll(members.formerOf().first(chat), knownTo, toShard, namedMax - named);
    }

    /** The last entry after one by which a user of the shard left; 0: none did. */
    private long lastLeaving(final int from, final long after, final int toShard) {
        long last = 0;
        for (int member = from; member != 0; member = members.ofChat().next(member)) {
            final long left = members.lastLeaving(member);
            if (left > after && left > last && topology.shardOf(ids.partition(members.id(member))) == toShard) {
                last = left;
            }
        }
        return last;
    }

    /**
     * The chat's last change if one is known, or a later entry if that is too far back to be looked for: there is no change
     * behind that either. 0: none is asked for.
     */
    private long lastChange(final long known) {
        final long last = known == 0 ? 0 : chats.lastSequence(chat);
        final long first = Math.max(known, last - CoreLimits.LINK_CHANGE_STEPS_MAX);
        long sequence = last;
        while (sequence > first && !isChange(entries.find(chats.id(chat), sequence))) {
            sequence--;
        }
        return sequence;
    }

    /** One that left memory may have been one. */
    private boolean isChange(final int entry) {
        return entry == 0 || entries.kind(entry) == Content.CHANGE;
    }

    /** Shows the next of its members; false when all were shown. */
    boolean next() {
        if (isLast()) {
            return false;
        }
        first += CoreLimits.LINK_MEMBERS_MAX;
        return true;
    }

    /** Adds members and former ones; how many that are only named. */
    private int addAll(final int from, final long knownTo, final int toShard, final int namedMax) {
        int named = 0;
        for (int member = from; member != 0; member = members.ofChat().next(member)) {
            looked++;
            final boolean there = topology.shardOf(ids.partition(members.id(member))) == toShard;
            final boolean shown = there && addTimes(member, knownTo);
            if (!shown && named < namedMax && (asNow ? members.isPresent(member) : wasThere(member))) {
                list.add(members.id(member), members.role(member), 0, 0, 0);
                named++;
            }
        }
        return named;
    }

    /** Whether one was a member after the entry. */
    private boolean wasThere(final int member) {
        int interval = members.oldestInterval(member);
        while (interval != 0) {
            final long from = members.intervalFrom(member, interval);
            final long to = members.intervalTo(interval, 0);
            if (hasBegun(member, from) && (to == 0 || to > base)) {
                return true;
            }
            interval = members.newerInterval(interval);
        }
        return false;
    }

    /** The first members are there before the first entry. */
    private boolean hasBegun(final int member, final long from) {
        return from <= base || from == 1 && !members.beganWith(member, 1);
    }

    /** A member's times that began by the entry, but for those that the shard knows to be over; whether there were any. */
    private boolean addTimes(final int member, final long knownTo) {
        boolean any = false;
        int interval = members.oldestInterval(member);
        while (interval != 0) {
            final long from = members.intervalFrom(member, interval);
            final long to = members.intervalTo(interval, 0);
            if (hasBegun(member, from) && (to == 0 || to > knownTo)) {
                list.add(members.id(member), members.role(member), from, to > base ? 0 : to,
                    asNow ? messagesOf(member) : 0);
                any = true;
            }
            interval = members.newerInterval(interval);
        }
        return any;
    }

    /** Never more than there are; 0 where it is not known, then what follows tells. */
    private long messagesUpTo(final long sequence) {
        if (sequence == chats.lastSequence(chat)) {
            return chats.messages(chat);
        }
        final int next = entries.find(chats.id(chat), sequence + 1);
        if (next == 0) {
            return 0;
        }
        return entries.messageOrdinal(next) - (entries.kind(next) == Content.CHANGE ? 0 : 1);
    }

    /** How many messages of a member are not above the entry; 0 where those above left memory, then what follows tells. */
    private long messagesOf(final int member) {
        if (!isInMemory) {
            return 0;
        }
        final Long ordinal = firstOrdinals.get(members.id(member));
        return ordinal == null ? members.messages(member) : ordinal - 1;
    }

    /** Of who wrote above the entry, which of their messages the first one there is; once for all members. */
    private void lookAbove() {
        final long last = chats.lastSequence(chat);
        isInMemory = base >= last || entries.find(chats.id(chat), base + 1) != 0;
        firstOrdinals.clear();
        for (long sequence = base + 1; isInMemory && sequence <= last; sequence++) {
            final int entry = entries.find(chats.id(chat), sequence);
            if (entry != 0 && entries.kind(entry) != Content.CHANGE) {
                firstOrdinals.putIfAbsent(entries.sender(entry), entries.ordinal(entry));
            }
            looked++;
        }
    }

    /** How many members and entries were looked at to show the chat. */
    int looked() {
        return looked;
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
    public boolean isWide() {
        return isWide;
    }

    @Override
    public long sequence() {
        return base;
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public boolean isLast() {
        return first + CoreLimits.LINK_MEMBERS_MAX >= list.count();
    }

    @Override
    public int memberCount() {
        return memberCount;
    }

    @Override
    public int creatorPartition() {
        return ids.partition(chats.creator(chat));
    }

    @Override
    public DirectBuffer createdBy() {
        return ids.wrap(chats.creator(chat), createdBy);
    }

    @Override
    public DirectBuffer deviceId() {
        return deviceId;
    }

    @Override
    public DirectBuffer clientChatId() {
        return names.wrap(chats.clientChatId(chat), clientChatId);
    }

    @Override
    public DirectBuffer title() {
        return names.wrap(titleRef, title);
    }

    @Override
    public int count() {
        return Math.min(CoreLimits.LINK_MEMBERS_MAX, list.count() - first);
    }

    @Override
    public DirectBuffer userId(final int index) {
        return ids.wrap(list.id(first + index), userId);
    }

    @Override
    public int partition(final int index) {
        return ids.partition(list.id(first + index));
    }

    @Override
    public int role(final int index) {
        return list.role(first + index) == ChatView.ADMIN ? ChatView.ADMIN : ChatView.MEMBER;
    }

    @Override
    public long fromSequence(final int index) {
        return list.fromSequence(first + index);
    }

    @Override
    public long toSequence(final int index) {
        return list.toSequence(first + index);
    }

    @Override
    public long messages(final int index) {
        return list.messages(first + index);
    }
}
