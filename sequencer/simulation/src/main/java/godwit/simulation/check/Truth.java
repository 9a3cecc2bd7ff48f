package godwit.simulation.check;

import godwit.journal.follow.ChatRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MessageRecord;
import godwit.journal.follow.ReceiptRecord;
import godwit.journal.follow.RecordDecoder;
import godwit.protocol.MsgIds;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the shard has decided, read from its journal records: dense sequences, ids that grow, each key once, cursors that
 * grow; and the same again whenever the log is replayed.
 */
public final class Truth {
    private record Key(String sender, long chatId, String key) {
    }

    private record Mark(long chatId, String user) {
    }

    private final Bodies bodies;
    private final RecordDecoder decoder = new RecordDecoder();
    private final List<byte[]> records = new ArrayList<>();
    private final Map<Long, List<Entry>> chats = new TreeMap<>();
    private final Map<Long, List<String>> members = new HashMap<>();
    private final Map<Key, Entry> byKey = new HashMap<>();
    private final Map<Mark, ReceiptRecord> marks = new HashMap<>();
    private long lastMsgId;
    private long lastWriteTimeUs;

    /** A run's, before anything happened. */
    public Truth(final Bodies bodies) {
        this.bodies = bodies;
    }

    /** A record, new or said again. */
    public void onRecord(final long outputSequence, final byte[] bytes) {
        if (outputSequence <= records.size()) {
            if (!Arrays.equals(records.get((int) outputSequence - 1), bytes)) {
                throw new SimulationFailure("record " + outputSequence + " is said again, and it is another one");
            }
            return;
        }
        check(outputSequence == records.size() + 1, "record %d after %d", outputSequence, records.size());
        records.add(bytes);
        final JournalRecord record = decoder.decode(new UnsafeBuffer(bytes), 0);
        check(record.writeTimeUs() > lastWriteTimeUs, "write time %d after %d", record.writeTimeUs(), lastWriteTimeUs);
        lastWriteTimeUs = record.writeTimeUs();
        if (record instanceof MessageRecord message) {
            message(message);
        } else if (record instanceof ChatRecord chat) {
            chat(chat);
        } else if (record instanceof ReceiptRecord receipt) {
            receipt(receipt);
        }
    }

    private void chat(final ChatRecord chat) {
        check(chats.put(chat.chatId(), new ArrayList<>()) == null, "chat %d is created twice", chat.chatId());
        members.put(chat.chatId(), chat.participants().stream().map(ChatRecord.Participant::participantId).toList());
    }

    private void message(final MessageRecord m) {
        final List<Entry> chat = chats.get(m.chatId());
        check(chat != null, "a message in chat %d, which is not there", m.chatId());
        check(m.sequence() == chat.size() + 1, "chat %d has sequence %d after %d", m.chatId(), m.sequence(), chat.size());
        check(m.msgId() > lastMsgId, "msg id %d after %d", m.msgId(), lastMsgId);
        check(MsgIds.timestampMs(m.msgId()) == m.timestampMs(), "time %d of msg id %d", m.timestampMs(), m.msgId());
        check(members.get(m.chatId()).contains(m.senderId()), "%s is no member of %d", m.senderId(), m.chatId());
        check(Arrays.equals(bodies.of(m.senderId(), m.clientMsgId()), m.body()), "body of %s", m.clientMsgId());
        final Entry entry = new Entry(m.chatId(), m.sequence(), m.msgId(), m.timestampMs(), m.senderId(),
            m.senderDevice(), m.clientMsgId());
        final Entry before = byKey.put(new Key(m.senderId(), m.chatId(), m.clientMsgId()), entry);
        check(before == null, "%s of %s has a place twice: %s, %s", m.clientMsgId(), m.senderId(), before, entry);
        lastMsgId = m.msgId();
        chat.add(entry);
    }

    private void receipt(final ReceiptRecord r) {
        final ReceiptRecord before = marks.put(new Mark(r.chatId(), r.userId()), r);
        final long delivered = before == null ? 0 : before.deliveredSequence();
        final long read = before == null ? 0 : before.readSequence();
        check(r.deliveredSequence() >= delivered && r.readSequence() >= read, "marks go back: %s, %s", before, r);
        check(r.previousDeliveredSequence() == delivered && r.previousReadSequence() == read, "%s, %s", before, r);
        check(r.readSequence() <= r.deliveredSequence() && r.deliveredSequence() <= chats.get(r.chatId()).size(),
            "marks beyond the chat or each other: %s", r);
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }

    /** The last record's number. */
    public long lastOutputSequence() {
        return records.size();
    }

    /** The entry of a key, or null. */
    public Entry ofKey(final String sender, final long chatId, final String key) {
        return byKey.get(new Key(sender, chatId, key));
    }

    /** The entry of a chat, or null. */
    public Entry entry(final long chatId, final long sequence) {
        final List<Entry> chat = chats.get(chatId);
        return chat == null || sequence < 1 || sequence > chat.size() ? null : chat.get((int) sequence - 1);
    }

    /** A chat's last sequence. */
    public long lastSequence(final long chatId) {
        final List<Entry> chat = chats.get(chatId);
        return chat == null ? 0 : chat.size();
    }

    /** The entries of each chat. */
    public Map<Long, List<Entry>> chats() {
        return chats;
    }

    /** Who is in a chat. */
    public List<String> members(final long chatId) {
        return members.getOrDefault(chatId, List.of());
    }

    /** Who is to receive a message of a direct chat. */
    public String other(final Entry entry) {
        return members(entry.chatId()).stream().filter(member -> !member.equals(entry.sender())).findFirst()
            .orElseThrow();
    }

    /** What a message of a direct chat came to: 1 sent, 2 delivered, 3 read. */
    public int status(final Entry entry) {
        final String other = other(entry);
        return status(entry, delivered(entry.chatId(), other), read(entry.chatId(), other));
    }

    /** The same, for one who received and read so far. */
    static int status(final Entry entry, final long delivered, final long read) {
        return read >= entry.sequence() ? 3 : delivered >= entry.sequence() ? 2 : 1;
    }

    /** How far a user received a chat. */
    public long delivered(final long chatId, final String user) {
        final ReceiptRecord mark = marks.get(new Mark(chatId, user));
        return mark == null ? 0 : mark.deliveredSequence();
    }

    /** How far a user read a chat. */
    public long read(final long chatId, final String user) {
        final ReceiptRecord mark = marks.get(new Mark(chatId, user));
        return mark == null ? 0 : mark.readSequence();
    }
}
