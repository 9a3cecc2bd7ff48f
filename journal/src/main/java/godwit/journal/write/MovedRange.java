package godwit.journal.write;

import godwit.journal.follow.ReceiptRecord;
import java.util.List;

/**
 * Messages whose status a receipt moves: those newly read, and those newly delivered above. What lies between, delivered
 * before and still unread, does not move and is not walked through, for it may be nearly all of a long chat.
 *
 * @param chatId of the chat.
 * @param first  the first one's sequence.
 * @param last   the last one's sequence.
 */
record MovedRange(long chatId, long first, long last) {
    static List<MovedRange> of(final ReceiptRecord record) {
        final long firstRead = record.previousReadSequence() + 1;
        final long read = record.readSequence();
        final long firstDelivered = Math.max(record.previousDeliveredSequence(), read) + 1;
        final long delivered = record.deliveredSequence();
        if (read < firstRead) {
            return range(record.chatId(), firstDelivered, delivered);
        }
        if (delivered < firstDelivered) {
            return range(record.chatId(), firstRead, read);
        }
        return firstDelivered == read + 1 ? range(record.chatId(), firstRead, delivered)
            : List.of(new MovedRange(record.chatId(), firstRead, read),
            new MovedRange(record.chatId(), firstDelivered, delivered));
    }

    private static List<MovedRange> range(final long chatId, final long first, final long last) {
        return first > last ? List.of() : List.of(new MovedRange(chatId, first, last));
    }
}
