package godwit.simulation.check;

import godwit.core.CoreLimits;
import godwit.journal.follow.ChatRecord;
import godwit.journal.follow.InboxAddRecord;
import godwit.journal.follow.InboxRemoveRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MembersRecord;
import godwit.journal.follow.MessageRecord;
import godwit.journal.follow.ReceiptRecord;
import godwit.journal.follow.RecordDecoder;
import godwit.protocol.MsgIds;
import godwit.protocol.codecs.ContentKind;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the shards have decided, read from their journal records: dense sequences, ids that grow, each key once, changes by
 * those who may, cursors that grow; and the same again whenever a log is replayed.
 */
public final class Truth {
    /** What a shard counts for an entry at most, beside its body. */
    private static final int ENTRY_BYTES = 256;

    /** What one shard said so far. */
    private static final class Shard {
        private final List<byte[]> records = new ArrayList<>();
        private long lastMsgId;
        private long lastWriteTimeUs;
    }

    private final Bodies bodies;
    private final BiConsumer<Chat, Entry> onEntry;
    private final CoreLimits limits;
    private final ToLongFunction<String> homeLogMs;
    private final Keys keys;
    private final RecordDecoder decoder = new RecordDecoder();
    private final Map<Integer, Shard> shards = new TreeMap<>();
    private final Map<Long, Chat> chats = new TreeMap<>();
    private final Map<Long, Integer> shardOf = new HashMap<>();
    private final Map<String, Set<Long>> chatsOf = new HashMap<>();
    private final Map<String, Long> byPair = new HashMap<>();
    private final Map<String, Long> byClientChatId = new HashMap<>();
    private final Set<Long> msgIds = new HashSet<>();
    private final Said said;
    private final Marks marks;
    private final Waiting waiting;
    private final Map<Long, MessageRecord> contents = new HashMap<>();
    private long contentBytes;

    /**
     * A run's, before anything happened.
     *
     * @param bodies    what messages say.
     * @param said      what devices said they received and read.
     * @param limits    of the shards.
     * @param homeLogMs the latest time in the log of a user's shard.
     * @param onEntry   hears of each entry when it is there.
     */
    public Truth(
        final Bodies bodies, final Said said, final CoreLimits limits, final ToLongFunction<String> homeLogMs,
        final BiConsumer<Chat, Entry> onEntry) {
        this.bodies = bodies;
        this.limits = limits;
        this.homeLogMs = homeLogMs;
        this.keys = new Keys(limits.keysMax(), limits.inboxRetentionMs());
        this.onEntry = onEntry;
        this.said = said;
        this.marks = new Marks(said);
        this.waiting = new Waiting(said);
    }

    /** A record, new or said again. */
    public void onRecord(final int number, final long outputSequence, final byte[] bytes) {
        final Shard shard = shards.computeIfAbsent(number, n -> new Shard());
        if (outputSequence <= shard.records.size()) {
            check(Arrays.equals(shard.records.get((int) outputSequence - 1), bytes),
                "record %d of shard %d is said again, and it is another one", outputSequence, number);
            return;
        }
        check(outputSequence == shard.records.size() + 1, "record %d after %d", outputSequence, shard.records.size());
        shard.records.add(bytes);
        final JournalRecord record = decoder.decode(new UnsafeBuffer(bytes), 0);
        check(record.writeTimeUs() > shard.lastWriteTimeUs, "write time %d after %d", record.writeTimeUs(),
            shard.lastWriteTimeUs);
        shard.lastWriteTimeUs = record.writeTimeUs();
        if (record instanceof MessageRecord message) {
            message(number, shard, message);
        } else if (record instanceof ChatRecord chat) {
            chat(chat);
            shardOf.put(chat.chatId(), number);
        } else if (record instanceof MembersRecord members) {
            members(members);
        } else if (record instanceof ReceiptRecord receipt) {
            marks.onReceipt(receipt, chat(receipt.chatId()));
        } else if (record instanceof InboxAddRecord added) {
            waiting.onAdded(number, added, this);
        } else if (record instanceof InboxRemoveRecord removed) {
            waiting.onRemoved(removed, this);
        }
    }

    private void chat(final ChatRecord record) {
        final Map<String, String> members = new LinkedHashMap<>();
        record.participants().forEach(one ->
            members.put(one.participantId(), one.isAdmin() ? Change.ADMIN : Change.MEMBER));
        final Chat chat = new Chat(
            record.chatId(), record.isDirect(), record.createdBy(), record.clientChatId(), members, record.title(),
            limits.membershipTimesMax(), limits.groupMembersMax(), keys.areScarce());
        check(members.containsKey(record.createdBy()) && record.version() == 0, "created as %s", record);
        check(chats.put(record.chatId(), chat) == null, "chat %d is created twice", record.chatId());
        if (record.isDirect()) {
            check(members.size() == 2, "created as %s", record);
            final Long before = byPair.put(new TreeSet<>(members.keySet()).toString(), record.chatId());
            check(before == null, "a second chat of two: %s", record);
        } else {
            check(members.size() > 2 && chat.state().isAdmin(record.createdBy()) && chat.state().admins() == 1,
                "created as %s", record);
            final Long before = record.clientChatId().isEmpty() ? null
                : byClientChatId.put(record.createdBy() + " " + record.clientChatId(), record.chatId());
            check(before == null, "a second group of one client_chat_id: %s", record);
        }
        members.keySet().forEach(member -> chatsOf.computeIfAbsent(member, id -> new TreeSet<>()).add(record.chatId()));
    }

    private void message(final int number, final Shard shard, final MessageRecord m) {
        final Chat chat = chats.get(m.chatId());
        check(chat != null, "a message in chat %d, which is not there", m.chatId());
        check(m.msgId() > shard.lastMsgId && msgIds.add(m.msgId()), "msg id %d after %d", m.msgId(), shard.lastMsgId);
        check(MsgIds.timestampMs(m.msgId()) == m.timestampMs(), "time %d of msg id %d", m.timestampMs(), m.msgId());
        shard.lastMsgId = m.msgId();
        final boolean isChange = m.contentKind() == ContentKind.CHANGE.value();
        final Entry entry = new Entry(m.chatId(), m.sequence(), m.msgId(), m.timestampMs(), m.senderId(),
            m.senderDevice(), m.clientMsgId(), isChange ? Change.of(m.body()) : null);
        if (!isChange) {
            check(Arrays.equals(bodies.of(m.senderId(), m.clientMsgId()), m.body()), "body of %s", m.clientMsgId());
            keys.onPlaced(number, entry);
        }
        contents.put(m.msgId(), m);
        contentBytes += m.body().length + ENTRY_BYTES;
        chat.add(entry);
        if (isChange && entry.change().kind().equals(Change.ADDED)) {
            entry.change().userIds().forEach(id -> chatsOf.computeIfAbsent(id, user -> new TreeSet<>()).add(m.chatId()));
        }
        onEntry.accept(chat, entry);
    }

    /** Somebody asks for a change of a chat. */
    public void onAsked(final String user, final long chatId, final Change change) {
        chat(chatId).onAsked(user, change);
        keys.onAsked(shardOf.get(chatId));
    }

    /** Whether somebody may see another's presence: that one created their direct chat, or wrote in it. */
    public boolean isContact(final String watcher, final String watched) {
        final Chat chat = direct(watcher, watched);
        return chat != null && (chat.createdBy().equals(watched)
            || chat.entries().stream().anyMatch(entry -> entry.sender().equals(watched)));
    }

    /** The chat of two users, or null. */
    public Chat direct(final String one, final String other) {
        final Long chatId = byPair.get(new TreeSet<>(List.of(one, other)).toString());
        return chatId == null ? null : chats.get(chatId);
    }

    private void members(final MembersRecord record) {
        final Chat chat = chat(record.chatId());
        final ChatState state = chat.state();
        check(record.version() == chat.version() && record.title().equals(state.title()), "%s of %s", record, state);
        for (final MembersRecord.Member member : record.members()) {
            final String role = switch (member.standing()) {
                case GONE -> null;
                case MEMBER -> Change.MEMBER;
                default -> Change.ADMIN;
            };
            if (role != null && !state.has(member.participantId()) && chat.addFirst(member.participantId(), role)) {
                chatsOf.computeIfAbsent(member.participantId(), id -> new TreeSet<>()).add(record.chatId());
            }
            check(java.util.Objects.equals(role, state.members().get(member.participantId())), "%s of %s", record, state);
            if (role == null) {
                marks.onGone(record.chatId(), member.participantId());
            }
        }
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }

    /** The number of a shard's last record. */
    public long lastOutputSequence(final int shard) {
        return shards.containsKey(shard) ? shards.get(shard).records.size() : 0;
    }

    /** How many records all shards said. */
    public long records() {
        return shards.values().stream().mapToLong(shard -> shard.records.size()).sum();
    }

    /** How many entries all chats have. */
    public long entries() {
        return chats.values().stream().mapToLong(Chat::last).sum();
    }

    /** The entry of a key, or null; if it was forgotten and came again, the last one. */
    public Entry ofKey(final String sender, final long chatId, final String key) {
        return keys.last(sender, chatId, key);
    }

    /** The entry of a key by which the order of sends is judged, the first one; or null. */
    Entry firstOfKey(final String sender, final long chatId, final String key) {
        return keys.first(sender, chatId, key);
    }

    /** The entry of a key that is the one of a sequence, or null. */
    Entry ofKey(final String sender, final long chatId, final String key, final long sequence) {
        return keys.at(sender, chatId, key, sequence);
    }

    /** Whether a key was forgotten and has more than one place. */
    boolean isPlacedAgain(final String sender, final long chatId, final String key) {
        return keys.isPlacedAgain(sender, chatId, key);
    }

    /** Whether a key may have been forgotten since so many others came. */
    boolean mayForgetKeys() {
        return keys.areScarce();
    }

    /** How often a key was forgotten, and came again as another message. */
    public long keysPlacedAgain() {
        return keys.placedAgain();
    }

    /** Whether an entry does not wait for a user's devices any more: it may be given up, or its time in the chat is forgotten. */
    public boolean mayBeLost(final String user, final long chatId, final long sequence) {
        return sequence <= mayBeGivenUpTo(user, chatId) || !chat(chatId).isKeptFor(user, sequence);
    }

    /** Up to where a chat may be given up that waits for a user's devices: more of it waits than may, or for longer. */
    long mayBeGivenUpTo(final String user, final long chatId) {
        return Math.max(chat(chatId).last() - limits.inboxEntriesMax(), expiredTo(user, chatId));
    }

    /** Up to where a chat is older than an inbox keeps it, by the log of a user's shard; 0: nothing is. */
    long expiredTo(final String user, final long chatId) {
        return limits.inboxRetentionMs() == CoreLimits.DEFAULT.inboxRetentionMs()
            ? 0 : chat(chatId).lastBefore(homeLogMs(user) - limits.inboxRetentionMs());
    }

    /** The latest time in the log of a user's shard. */
    long homeLogMs(final String user) {
        return homeLogMs.applyAsLong(user);
    }

    /**
     * Whether a row of inbox may stay at the end: its time is up, or the time in the chat that it is of is forgotten, or it was
     * given up, and the device acknowledged nothing from it on. That would have taken it along.
     */
    public boolean mayStayInInbox(final String client, final long chatId, final long sequence) {
        final String user = client.substring(0, client.indexOf('/'));
        return sequence <= expiredTo(user, chatId)
            || mayBeLost(user, chatId, sequence) && sequence > said.acknowledgingAnew(client, chatId);
    }

    /** What waits for devices that left it unacknowledged. */
    public Waiting waiting() {
        return waiting;
    }

    /** The record of an entry. */
    public MessageRecord content(final long msgId) {
        return contents.get(msgId);
    }

    /** Whether entries may have left the memory of a shard that keeps so many bytes of them. */
    public boolean isMoreThan(final long bytes) {
        return contentBytes > bytes;
    }

    /** The entry of a chat, or null. */
    public Entry entry(final long chatId, final long sequence) {
        final Chat chat = chats.get(chatId);
        return chat == null || sequence < 1 || sequence > chat.last() ? null : chat.entries().get((int) sequence - 1);
    }

    /** A chat, or null. */
    public Chat chat(final long chatId) {
        return chats.get(chatId);
    }

    /** All chats. */
    public Map<Long, Chat> chats() {
        return chats;
    }

    /** The chats that somebody was ever in. */
    public Set<Long> chatsOf(final String user) {
        return chatsOf.getOrDefault(user, Set.of());
    }

    /** The group of a creator's key, or null. */
    public Long group(final String creator, final String clientChatId) {
        return byClientChatId.get(creator + " " + clientChatId);
    }

    /** What a message came to, by all of the others who are in the chat: 1 sent, 2 delivered, 3 read. */
    public int status(final Entry entry) {
        return marks.atMost(chat(entry.chatId())).status(entry);
    }

    /** The same, if nobody who was away came further meanwhile. */
    public int statusAtLeast(final Entry entry) {
        return leastMarks(chat(entry.chatId())).status(entry);
    }

    /** How far the members of a chat came at least; stays as it is. */
    LeastMarks leastMarks(final Chat chat) {
        return marks.atLeast(chat);
    }

    /** How far a user received a chat, by the chat's owner. */
    public long delivered(final long chatId, final String user) {
        return marks.delivered(chat(chatId), user);
    }

    /** How far a user read a chat, by the chat's owner. */
    public long read(final long chatId, final String user) {
        return marks.read(chat(chatId), user);
    }

    /** Cursors of a member that are to be in the table: zeros when none moved since the user was last away. */
    public List<Object> journaledCursors(final long chatId, final String user) {
        return marks.journaled(chatId, user);
    }

    /** How far a user may have received a chat: so far said a device, or it is from before the user's time. */
    public long deliveredMax(final long chatId, final String user) {
        return marks.deliveredMax(chat(chatId), user);
    }

    /** How far a user may have read a chat. */
    public long readMax(final long chatId, final String user) {
        return marks.readMax(chat(chatId), user);
    }
}
