package godwit.journal.write;

import godwit.journal.follow.ChatRecord;
import godwit.journal.follow.InboxAddRecord;
import godwit.journal.follow.InboxRemoveRecord;
import godwit.journal.follow.MembersRecord;
import godwit.journal.follow.MessageRecord;
import godwit.journal.follow.ReceiptRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Records as tests want them: a direct chat of alice and bob, write time and id made of the numbers. */
public final class Records {
    /** The chat. */
    public static final long CHAT = 5;
    /** A group. */
    public static final long GROUP = 6;
    /** Milliseconds since 1970 that timestamps begin at. */
    public static final long TIME_MS = 1_800_000_000_000L;

    private Records() {
    }

    /** The id of a message of the chat. */
    public static long msgId(final long sequence) {
        return 1_000_000 + sequence * 10;
    }

    /** A text. */
    public static MessageRecord message(
        final long outputSequence, final long sequence, final String senderId, final String text) {
        return new MessageRecord(outputSequence, writeTimeUs(outputSequence), CHAT, msgId(sequence), sequence,
            TIME_MS + sequence, sequence, sequence, 1, senderId, senderId + "-phone", "key-" + sequence,
            text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opaque content. */
    public static MessageRecord opaque(
        final long outputSequence, final long sequence, final String senderId, final byte[] body) {
        return new MessageRecord(outputSequence, writeTimeUs(outputSequence), CHAT, msgId(sequence), sequence,
            TIME_MS + sequence, sequence, sequence, 2, senderId, senderId + "-phone", "key-" + sequence, body);
    }

    /** The chat. */
    public static ChatRecord chat(final long outputSequence) {
        return new ChatRecord(outputSequence, writeTimeUs(outputSequence), CHAT, 0, TIME_MS, true,
            List.of(new ChatRecord.Participant("alice", true), new ChatRecord.Participant("bob", false)),
            "alice", "", "");
    }

    /** A text in the group, its n-th message. */
    public static MessageRecord inGroup(
        final long outputSequence, final long sequence, final long messageOrdinal, final String text) {
        return new MessageRecord(outputSequence, writeTimeUs(outputSequence), GROUP, msgId(sequence), sequence,
            TIME_MS + sequence, 1, messageOrdinal, 1, "alice", "alice-phone", "key-" + sequence,
            text.getBytes(StandardCharsets.UTF_8));
    }

    /** A change of a group, so many messages before it. */
    public static MessageRecord change(
        final long outputSequence, final long sequence, final long messageOrdinal, final byte[] body) {
        return new MessageRecord(outputSequence, writeTimeUs(outputSequence), GROUP, msgId(sequence), sequence,
            TIME_MS + sequence, 0, messageOrdinal, 3, "alice", "", "", body);
    }

    /** A group of alice, who is its administrator, bob and carol. */
    public static ChatRecord group(final long outputSequence) {
        return new ChatRecord(outputSequence, writeTimeUs(outputSequence), GROUP, 0, TIME_MS, false,
            List.of(new ChatRecord.Participant("alice", true), new ChatRecord.Participant("bob", false),
                new ChatRecord.Participant("carol", false)), "alice", "client-key", "first");
    }

    /** Members of the group are from now on something else. */
    public static MembersRecord members(
        final long outputSequence, final String title, final MembersRecord.Standing standing, final String... users) {
        return new MembersRecord(outputSequence, writeTimeUs(outputSequence), GROUP, outputSequence, TIME_MS,
            Stream.of(users).map(user -> new MembersRecord.Member(user, standing)).toList(), title);
    }

    /** A member's cursors in the group. */
    public static ReceiptRecord groupReceipt(
        final long outputSequence, final String userId, final long delivered, final long read) {
        return new ReceiptRecord(outputSequence, writeTimeUs(outputSequence), GROUP, delivered, read, 0, 0, false,
            userId);
    }

    /** A user's cursors, moved from where to where. */
    public static ReceiptRecord receipt(
        final long outputSequence, final String userId, final long previousDelivered, final long delivered,
        final long previousRead, final long read) {
        return new ReceiptRecord(outputSequence, writeTimeUs(outputSequence), CHAT, delivered, read,
            previousDelivered, previousRead, true, userId);
    }

    /** One entry that waits for bob's phone. */
    public static InboxAddRecord inboxAdd(final long outputSequence, final long sequence, final long timestampMs) {
        return new InboxAddRecord(outputSequence, writeTimeUs(outputSequence), CHAT, "bob", "phone",
            List.of(new InboxAddRecord.Entry(msgId(sequence), sequence, timestampMs)));
    }

    /** Bob's phone acknowledged up to an entry. */
    public static InboxRemoveRecord inboxRemove(final long outputSequence, final long chatId, final long sequence) {
        return new InboxRemoveRecord(outputSequence, writeTimeUs(outputSequence), chatId, msgId(sequence), "bob",
            "phone");
    }

    private static long writeTimeUs(final long outputSequence) {
        return TIME_MS * 1000 + outputSequence;
    }
}
