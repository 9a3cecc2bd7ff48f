package godwit.core.entries;

import godwit.core.EntryView;
import godwit.core.directory.UserIds;
import godwit.core.numbers.Counters;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows one entry in memory at a time to the listener. */
public final class EntryRecord implements EntryView {
    private final Entries entries;
    private final UserIds ids;
    private final UnsafeBuffer senderId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private int slot;

    /** A view that shows nothing yet. */
    public EntryRecord(final Entries entries, final UserIds ids) {
        this.entries = entries;
        this.ids = ids;
    }

    /** Shows an entry whose payload is in memory. */
    public EntryRecord show(final int entry) {
        slot = entry;
        ids.wrap(entries.sender(entry), senderId);
        entries.wrapKey(entry, key);
        entries.wrapBody(entry, body);
        return this;
    }

    @Override
    public long chatId() {
        return entries.chatId(slot);
    }

    @Override
    public long msgId() {
        return entries.msgId(slot);
    }

    @Override
    public long sequence() {
        return entries.sequence(slot);
    }

    @Override
    public long timestampMs() {
        return Counters.timestampMs(entries.msgId(slot));
    }

    @Override
    public long senderOrdinal() {
        return entries.ordinal(slot);
    }

    @Override
    public long messageOrdinal() {
        return entries.messageOrdinal(slot);
    }

    @Override
    public int contentKind() {
        return entries.kind(slot);
    }

    @Override
    public DirectBuffer senderId() {
        return senderId;
    }

    @Override
    public DirectBuffer clientMsgId() {
        return key;
    }

    @Override
    public DirectBuffer body() {
        return body;
    }
}
