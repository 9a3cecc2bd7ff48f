package godwit.journal.write;

import godwit.journal.follow.ChatRecord;
import godwit.journal.follow.InboxAddRecord;
import godwit.journal.follow.InboxRemoveRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MembersRecord;
import godwit.journal.follow.MessageRecord;
import godwit.journal.follow.ReceiptRecord;
import godwit.protocol.ChatIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows a record comes to. Every write carries the record's write time, so that doing it again changes nothing.
 * Single-threaded.
 */
public final class Planner {
    private static final int TEXT = 1;
    private static final int SENT = 1;
    private static final int DELIVERED = 2;
    private static final int READ = 3;
    private static final String ADMIN = "admin";
    private static final String MEMBER = "member";

    private final RecentMessages recent;
    private final long inboxRetentionMs;

    /**
     * A planner.
     *
     * @param recent           messages whose status may move.
     * @param inboxRetentionMs how long an inbox row lives from its message's time.
     */
    public Planner(final RecentMessages recent, final long inboxRetentionMs) {
        this.recent = recent;
        this.inboxRetentionMs = inboxRetentionMs;
    }

    /**
     * The writes of a record.
     *
     * @param record the next one.
     * @param nowMs  the time, for what is left of an inbox row's life.
     * @return in no particular order; empty: nothing is to be stored.
     */
    public List<Write> plan(final JournalRecord record, final long nowMs) {
        final List<Write> writes = new ArrayList<>(1);
        if (record instanceof MessageRecord message) {
            message(message, writes);
        } else if (record instanceof ChatRecord chat) {
            chat(chat, writes);
        } else if (record instanceof MembersRecord members) {
            members(members, writes);
        } else if (record instanceof ReceiptRecord receipt) {
            receipt(receipt, writes);
        } else if (record instanceof InboxAddRecord added) {
            inboxAdd(added, nowMs, writes);
        } else if (record instanceof InboxRemoveRecord removed) {
            inboxRemove(removed, writes);
        }
        return writes;
    }

    private void message(final MessageRecord message, final List<Write> writes) {
        final String chat = ChatIds.format(message.chatId());
        final long bucket = Buckets.of(message.sequence());
        final boolean text = message.contentKind() == TEXT;
        recent.add(message.chatId(), message.sequence(), message.msgId(), message.senderId());
        writes.add(write(Table.MESSAGE, messages(chat, bucket), message, chat, bucket, message.msgId(),
            message.sequence(), message.senderId(), message.senderDevice(), message.clientMsgId(),
            message.senderOrdinal(), message.contentKind(),
            text ? new String(message.body(), StandardCharsets.UTF_8) : null, text ? null : message.body(),
            message.timestampMs(), SENT,
            message.messageOrdinal() == message.sequence() ? null : message.messageOrdinal()));
    }

    private void chat(final ChatRecord record, final List<Write> writes) {
        final String chat = ChatIds.format(record.chatId());
        writes.add(write(Table.CHAT, "c" + chat, record, chat, record.isDirect() ? "direct" : "group",
            emptyToNull(record.title()), record.createdBy(), emptyToNull(record.clientChatId()), record.version(),
            record.timestampMs()));
        for (final ChatRecord.Participant participant : record.participants()) {
            writes.add(write(Table.PARTICIPANT, "p" + chat, record, chat, participant.participantId(),
                participant.isAdmin() ? ADMIN : MEMBER));
            writes.add(write(Table.CHAT_OF_USER, "u" + participant.participantId(), record,
                participant.participantId(), chat, record.timestampMs()));
        }
    }

    private static void members(final MembersRecord record, final List<Write> writes) {
        final String chat = ChatIds.format(record.chatId());
        writes.add(write(Table.CHAT_CHANGED, "c" + chat, record, emptyToNull(record.title()), record.version(), chat));
        for (final MembersRecord.Member member : record.members()) {
            final String user = member.participantId();
            if (member.standing() == MembersRecord.Standing.GONE) {
                writes.add(write(Table.PARTICIPANT_GONE, "p" + chat, record, chat, user));
                writes.add(write(Table.CHAT_OF_USER_GONE, "u" + user, record, user, chat));
            } else {
                writes.add(write(Table.PARTICIPANT, "p" + chat, record, chat, user,
                    member.standing() == MembersRecord.Standing.ADMIN ? ADMIN : MEMBER));
                writes.add(write(Table.CHAT_OF_USER, "u" + user, record, user, chat, record.timestampMs()));
            }
        }
    }

    private void receipt(final ReceiptRecord record, final List<Write> writes) {
        final String chat = ChatIds.format(record.chatId());
        writes.add(write(Table.CURSORS, "p" + chat, record, record.deliveredSequence(), record.readSequence(), chat,
            record.userId()));
        if (record.isDirect()) {
            for (final MovedRange range : MovedRange.of(record)) {
                for (long sequence = firstRemembered(range); sequence <= range.last(); sequence++) {
                    final RecentMessages.Entry entry = recent.get(range.chatId(), sequence);
                    status(record, sequence, entry.msgId(), entry.senderId(), writes);
                }
            }
        }
    }

    /**
     * The first message of a range that is remembered: those below are to be looked up in the table, see
     * {@link #status}. Messages are remembered and forgotten in order, and none is forgotten before it is stored.
     */
    long firstRemembered(final MovedRange range) {
        long first = range.last() + 1;
        while (first > range.first() && recent.get(range.chatId(), first - 1) != null) {
            first--;
        }
        return first;
    }

    /** The write that moves a message's status by a receipt, if it does. */
    void status(
        final ReceiptRecord record, final long sequence, final long msgId, final String senderId,
        final List<Write> writes) {
        final int status = statusBy(record, sequence);
        if (status != SENT && !senderId.equals(record.userId())) {
            final String chat = ChatIds.format(record.chatId());
            final long bucket = Buckets.of(sequence);
            writes.add(write(Table.STATUS, messages(chat, bucket), record, status, chat, bucket, msgId));
        }
    }

    private static int statusBy(final ReceiptRecord record, final long sequence) {
        if (sequence <= record.readSequence()) {
            return sequence > record.previousReadSequence() ? READ : SENT;
        }
        final boolean isNew = sequence > record.previousDeliveredSequence() && sequence <= record.deliveredSequence();
        return isNew ? DELIVERED : SENT;
    }

    private void inboxAdd(final InboxAddRecord record, final long nowMs, final List<Write> writes) {
        final String client = client(record.userId(), record.deviceId());
        final String chat = ChatIds.format(record.chatId());
        for (final InboxAddRecord.Entry entry : record.entries()) {
            final long leftS = (entry.timestampMs() + inboxRetentionMs - nowMs) / 1000;
            if (leftS > 0) {
                writes.add(write(Table.INBOX, "i" + client, record, client, chat, entry.msgId(), entry.sequence(),
                    (int) Math.min(Integer.MAX_VALUE, leftS)));
            }
        }
    }

    private static void inboxRemove(final InboxRemoveRecord record, final List<Write> writes) {
        final String client = client(record.userId(), record.deviceId());
        if (record.chatId() == InboxRemoveRecord.WHOLE_DEVICE) {
            writes.add(write(Table.INBOX_FORGOTTEN, "i" + client, record, client));
        } else {
            writes.add(write(Table.INBOX_ACKNOWLEDGED, "i" + client, record, client,
                ChatIds.format(record.chatId()), record.msgId()));
        }
    }

    private static Write write(
        final Table table, final String partition, final JournalRecord record, final Object... values) {
        return new Write(table, partition, record.writeTimeUs(), Arrays.asList(values));
    }

    private static String messages(final String chat, final long bucket) {
        return "m" + chat + bucket;
    }

    private static String client(final String userId, final String deviceId) {
        return userId + "/" + deviceId;
    }

    private static String emptyToNull(final String text) {
        return text.isEmpty() ? null : text;
    }
}
