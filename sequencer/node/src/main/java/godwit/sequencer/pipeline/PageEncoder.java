package godwit.sequencer.pipeline;

import godwit.core.ChatRowView;
import godwit.core.EntryView;
import godwit.protocol.codecs.ChatDetailEncoder;
import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ChatRowEncoder;
import godwit.protocol.codecs.ChatsPageEncoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.DevicesPageEncoder;
import godwit.protocol.codecs.HistoryEntryEncoder;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes pages for edges: rows that are a record each, and what ends a page with those rows that go into the same record.
 * Each method that makes a record answers its encoded length. The service's thread.
 */
final class PageEncoder {
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ChatRowEncoder chatRow = new ChatRowEncoder();
    private final HistoryEntryEncoder historyEntry = new HistoryEntryEncoder();
    private final ChatsPageEncoder chatsPage = new ChatsPageEncoder();
    private final ChatDetailEncoder chatDetail = new ChatDetailEncoder();
    private final HistoryPageEncoder historyPage = new HistoryPageEncoder();
    private final DevicesPageEncoder devicesPage = new DevicesPageEncoder();
    private final Gathered gathered = new Gathered();

    PageEncoder(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    int chatRow(final long edgeId, final long correlationId, final ChatRowView row) {
        final EntryView last = row.lastEntry();
        chatRow.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(row.chatId()).version(row.version()).memberCount(row.memberCount())
            .lastSequence(row.lastSequence()).deliveredSequence(row.deliveredSequence())
            .readSequence(row.readSequence()).peersDeliveredSequence(row.peersDeliveredSequence())
            .peersReadSequence(row.peersReadSequence()).unread(row.unread())
            .chatKind(ChatKind.get((short) row.kind())).role(Role.get((short) row.role()))
            .member(OutputEncoder.flag(row.member())).lastInMemory(OutputEncoder.flag(last != null))
            .lastMsgId(last == null ? 0 : last.msgId()).lastTimestampMs(last == null ? 0 : last.timestampMs())
            .lastSenderOrdinal(last == null ? 0 : last.senderOrdinal())
            .lastContentKind(last == null ? ContentKind.NULL_VAL : PushEncoder.contentKind(last))
            .lastMessageOrdinal(last == null ? 0 : last.messageOrdinal());
        chatRow.putPeerId(row.peerId(), 0, row.peerId().capacity());
        chatRow.putTitle(row.title(), 0, row.title().capacity());
        final DirectBuffer senderId = last == null ? EMPTY : last.senderId();
        chatRow.putLastSenderId(senderId, 0, senderId.capacity());
        final DirectBuffer clientMsgId = last == null ? EMPTY : last.clientMsgId();
        chatRow.putLastClientMsgId(clientMsgId, 0, clientMsgId.capacity());
        final DirectBuffer body = last == null ? EMPTY : last.body();
        chatRow.putLastBody(body, 0, body.capacity());
        return chatRow.limit();
    }

    int chatsPage(final long edgeId, final long correlationId, final long asOf, final long next, final int count) {
        return chatsPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).asOf(asOf)
            .next(next).count(count).limit();
    }

    void participant(
        final DirectBuffer userId, final int role, final long deliveredSequence, final long readSequence) {
        gathered.add(userId, deliveredSequence, readSequence, role);
    }

    int chatDetail(final long edgeId, final long correlationId, final long next) {
        chatDetail.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).next(next);
        final ChatDetailEncoder.ParticipantsEncoder group = chatDetail.participantsCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer userId = gathered.text(i);
            group.next().deliveredSequence(gathered.a(i)).readSequence(gathered.b(i))
                .role(Role.get((short) gathered.c(i))).putUserId(userId, 0, userId.capacity());
        }
        gathered.clear();
        return chatDetail.limit();
    }

    int historyEntry(final long edgeId, final long correlationId, final EntryView entry) {
        historyEntry.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId)
            .chatId(entry.chatId()).msgId(entry.msgId()).sequence(entry.sequence()).timestampMs(entry.timestampMs())
            .senderOrdinal(entry.senderOrdinal()).contentKind(PushEncoder.contentKind(entry))
            .messageOrdinal(entry.messageOrdinal());
        historyEntry.putSenderId(entry.senderId(), 0, entry.senderId().capacity());
        historyEntry.putClientMsgId(entry.clientMsgId(), 0, entry.clientMsgId().capacity());
        historyEntry.putBody(entry.body(), 0, entry.body().capacity());
        return historyEntry.limit();
    }

    void historyCursor(final DirectBuffer userId, final long deliveredSequence, final long readSequence) {
        gathered.add(userId, deliveredSequence, readSequence, 0);
    }

    int historyPage(
        final long edgeId, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long spoolAboveSequence, final boolean more, final boolean newestFirst) {
        historyPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId).chatId(chatId)
            .fromSequence(fromSequence).toSequence(toSequence).spoolAboveSequence(spoolAboveSequence)
            .more(OutputEncoder.flag(more)).newestFirst(OutputEncoder.flag(newestFirst));
        final HistoryPageEncoder.CursorsEncoder group = historyPage.cursorsCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer userId = gathered.text(i);
            group.next().deliveredSequence(gathered.a(i)).readSequence(gathered.b(i))
                .putUserId(userId, 0, userId.capacity());
        }
        gathered.clear();
        return historyPage.limit();
    }

    void device(final DirectBuffer deviceId, final boolean connected, final long lastSeenMs) {
        gathered.add(deviceId, lastSeenMs, OutputEncoder.flag(connected), 0);
    }

    int devicesPage(final long edgeId, final long correlationId) {
        devicesPage.wrapAndApplyHeader(buffer, 0, header).edgeId(edgeId).correlationId(correlationId);
        final DevicesPageEncoder.DevicesEncoder group = devicesPage.devicesCount(gathered.count());
        for (int i = 0; i < gathered.count(); i++) {
            final DirectBuffer deviceId = gathered.text(i);
            group.next().lastSeenMs(gathered.a(i)).connected((short) gathered.b(i))
                .putDeviceId(deviceId, 0, deviceId.capacity());
        }
        gathered.clear();
        return devicesPage.limit();
    }
}
