package godwit.sequencer.snapshot;

import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.CoreListener;
import godwit.core.EntryView;
import godwit.core.InboxEntries;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.MemberChanges;
import godwit.core.Targets;
import org.agrona.DirectBuffer;

/** Hears nothing: for a core that only loads or replays, whose outputs went out long ago. */
public final class SilentListener implements CoreListener {
    @Override
    public void onEdgeOpened(
        final long edgeId, final long correlationId, final long epoch, final long incarnation,
        final long leaseMs, final int subscribedMax, final long redeliverMs, final int streamId,
        final DirectBuffer channel) {
    }

    @Override
    public void onEdgeEnded(final long edgeId) {
    }

    @Override
    public void onAttached(
        final long edgeId, final long correlationId, final long connectionId, final long session,
        final boolean resumed, final long change) {
    }

    @Override
    public void onSessionEnded(final long edgeId, final long connectionId, final long session, final int reason) {
    }

    @Override
    public void onRefused(
        final long edgeId, final long correlationId, final long session, final int code, final int detail,
        final int retryAfterMs) {
    }

    @Override
    public void onDone(final long edgeId, final long correlationId) {
    }

    @Override
    public void onSent(
        final long edgeId, final long correlationId, final long chatId, final long msgId, final long sequence,
        final long timestampMs, final boolean duplicate) {
    }

    @Override
    public void onChatCreated(
        final long edgeId, final long correlationId, final ChatView chat, final Targets targets) {
    }

    @Override
    public void onChanged(final long edgeId, final long correlationId, final EntryView entry) {
    }

    @Override
    public void onUnchanged(final long edgeId, final long correlationId, final long chatId, final long version) {
    }

    @Override
    public void onMessage(
        final long edgeId, final EntryView entry, final Targets targets, final boolean subscribed,
        final long passedSession) {
    }

    @Override
    public void onUnsubscribed(final long edgeId, final long session, final long chatId) {
    }

    @Override
    public void onSeenWanted(final long edgeId, final long session) {
    }

    @Override
    public void onStoredEntries(
        final long edgeId, final long session, final long chatId, final long previousSequence,
        final long fromSequence, final long toSequence, final boolean journaled,
        final long fromOutputSequence) {
    }

    @Override
    public void onReceipt(
        final long edgeId, final long chatId, final long msgId, final long sequence, final long timestampMs,
        final long change, final int status, final DirectBuffer userId, final Targets targets) {
    }

    @Override
    public void onChatRow(final long edgeId, final long correlationId, final ChatRowView row) {
    }

    @Override
    public void onChatsPage(
        final long edgeId, final long correlationId, final long asOf, final long next, final int count) {
    }

    @Override
    public void onParticipant(
        final long edgeId, final long correlationId, final DirectBuffer userId, final int role,
        final long deliveredSequence, final long readSequence) {
    }

    @Override
    public void onChatDetail(final long edgeId, final long correlationId, final long next, final int count) {
    }

    @Override
    public void onHistoryEntry(final long edgeId, final long correlationId, final EntryView entry) {
    }

    @Override
    public void onHistoryCursor(
        final long edgeId, final long correlationId, final DirectBuffer userId, final long deliveredSequence,
        final long readSequence) {
    }

    @Override
    public void onHistoryPage(
        final long edgeId, final long correlationId, final long chatId, final long fromSequence,
        final long toSequence, final long spoolAboveSequence, final long fromOutputSequence,
        final boolean more, final boolean newestFirst) {
    }

    @Override
    public void onDevice(
        final long edgeId, final long correlationId, final DirectBuffer deviceId, final boolean connected,
        final long lastSeenMs) {
    }

    @Override
    public void onDevicesPage(final long edgeId, final long correlationId, final int count) {
    }

    @Override
    public void onPresence(
        final long edgeId, final long correlationId, final DirectBuffer userId, final boolean online,
        final long lastSeenMs, final boolean visible) {
    }

    @Override
    public void onTyping(
        final long edgeId, final long chatId, final DirectBuffer userId, final boolean starts, final Targets targets) {
    }

    @Override
    public void onLinkTyping(final int toShard, final long chatId, final DirectBuffer userId, final boolean starts) {
    }

    @Override
    public void onLinkChat(
        final int toShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
    }

    @Override
    public void onLinkEntry(
        final int toShard, final long generation, final long number, final LinkedEntry entry,
        final LinkedMembers members) {
    }

    @Override
    public void onLinkMark(
        final int toShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
    }

    @Override
    public void onLinkPeer(
        final int toShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
    }

    @Override
    public void onLinkAck(final int toShard, final long generation, final long number) {
    }

    @Override
    public void onJournalMessage(
        final long outputSequence, final long writeTimeUs, final EntryView entry,
        final DirectBuffer senderDeviceId) {
    }

    @Override
    public void onJournalChat(
        final long outputSequence, final long writeTimeUs, final ChatView chat, final long timestampMs) {
    }

    @Override
    public void onJournalMembers(
        final long outputSequence, final long writeTimeUs, final long chatId, final long version,
        final long timestampMs, final DirectBuffer title, final MemberChanges changes) {
    }

    @Override
    public void onJournalReceipt(
        final long outputSequence, final long writeTimeUs, final long chatId, final int chatKind,
        final DirectBuffer userId, final long delivered, final long read, final long previousDelivered,
        final long previousRead) {
    }

    @Override
    public void onJournalInboxAdd(
        final long outputSequence, final long writeTimeUs, final long timestampMs, final long chatId,
        final DirectBuffer userId, final DirectBuffer deviceId, final InboxEntries entries) {
    }

    @Override
    public void onJournalInboxRemove(
        final long outputSequence, final long writeTimeUs, final long chatId, final long msgId,
        final long sequence, final DirectBuffer userId, final DirectBuffer deviceId) {
    }
}
