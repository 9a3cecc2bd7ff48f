package godwit.sequencer.ingress;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.AuditDecoder;
import godwit.protocol.codecs.ChangeChatDecoder;
import godwit.protocol.codecs.ConfigureDecoder;
import godwit.protocol.codecs.CreateChatDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeCloseDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.GetChatDecoder;
import godwit.protocol.codecs.JournalAdvanceDecoder;
import godwit.protocol.codecs.LaggingDecoder;
import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.ListChatsDecoder;
import godwit.protocol.codecs.ListDevicesDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.PresenceSubscribeDecoder;
import godwit.protocol.codecs.PresenceUnsubscribeDecoder;
import godwit.protocol.codecs.ReadHistoryDecoder;
import godwit.protocol.codecs.RemoveDeviceDecoder;
import godwit.protocol.codecs.ResyncDecoder;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SetPrivacyDecoder;
import godwit.protocol.codecs.TopologyDecoder;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes of a log entry in, one call of the core out. An entry of another schema, a newer version, an unknown template or
 * with an end too early is counted and skipped: the bytes alone decide, so every replica skips the same ones. One
 * thread, nothing allocated.
 */
public final class CommandAdapter {
    private final CoreCommands core;
    private final NodeCounters counters;
    private final LongConsumer onAudit;
    private final ChatCommands chats;
    private final PresenceCommands presence;
    private final LinkCommands links;
    private final EntryBounds bounds = EntryBounds.ofEntries();
    private final UnsafeBuffer entry = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text1 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text2 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text3 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text4 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text5 = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EdgeOpenDecoder edgeOpen = new EdgeOpenDecoder();
    private final EdgeKeepAliveDecoder edgeKeepAlive = new EdgeKeepAliveDecoder();
    private final EdgeCloseDecoder edgeClose = new EdgeCloseDecoder();
    private final AttachDecoder attach = new AttachDecoder();
    private final DetachDecoder detach = new DetachDecoder();
    private final ResyncDecoder resync = new ResyncDecoder();
    private final LaggingDecoder lagging = new LaggingDecoder();
    private final SendDecoder send = new SendDecoder();
    private final AcknowledgeDecoder acknowledge = new AcknowledgeDecoder();
    private final ListChatsDecoder listChats = new ListChatsDecoder();
    private final GetChatDecoder getChat = new GetChatDecoder();
    private final ReadHistoryDecoder readHistory = new ReadHistoryDecoder();
    private final ListDevicesDecoder listDevices = new ListDevicesDecoder();
    private final RemoveDeviceDecoder removeDevice = new RemoveDeviceDecoder();
    private final JournalAdvanceDecoder journalAdvance = new JournalAdvanceDecoder();
    private final AuditDecoder audit = new AuditDecoder();
    private final ConfigureDecoder configure = new ConfigureDecoder();

    /**
     * An adapter in front of a core.
     *
     * @param core     gets the calls.
     * @param counters count what was skipped.
     * @param onAudit  gets the id of each audit entry.
     */
    public CommandAdapter(final CoreCommands core, final NodeCounters counters, final LongConsumer onAudit) {
        this.core = core;
        this.counters = counters;
        this.onAudit = onAudit;
        this.chats = new ChatCommands(core);
        this.presence = new PresenceCommands(core);
        this.links = new LinkCommands(core, counters);
    }

    /**
     * One entry of the log.
     *
     * @param timestampMs the entry's time, by the cluster's clock.
     * @param buffer      holds the entry.
     * @param offset      of its message header.
     * @param length      of header and message, in bytes.
     */
    public void onEntry(final long timestampMs, final DirectBuffer buffer, final int offset, final int length) {
        counters.increment(NodeCounter.ENTRIES);
        core.onTime(timestampMs);
        if (length > ProtocolLimits.COMMAND_LENGTH_MAX) {
            counters.increment(NodeCounter.TOO_LONG);
            return;
        }
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            counters.increment(NodeCounter.MALFORMED);
            return;
        }
        entry.wrap(buffer, offset, length);
        header.wrap(entry, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
            || header.version() > MessageHeaderDecoder.SCHEMA_VERSION) {
            counters.increment(NodeCounter.UNKNOWN_SCHEMA);
        } else if (!bounds.holds(entry, header.templateId(), header.blockLength(), header.version())) {
            counters.increment(bounds.known(header.templateId())
                ? NodeCounter.MALFORMED : NodeCounter.UNKNOWN_TEMPLATE);
        } else {
            dispatch(header.templateId(), header.blockLength(), header.version());
        }
    }

    private void dispatch(final int templateId, final int blockLength, final int version) {
        final int offset = MessageHeaderDecoder.ENCODED_LENGTH;
        switch (templateId) {
            case SendDecoder.TEMPLATE_ID -> onSend(send.wrap(entry, offset, blockLength, version));
            case AcknowledgeDecoder.TEMPLATE_ID -> onAcknowledge(acknowledge.wrap(entry, offset, blockLength, version));
            case EdgeKeepAliveDecoder.TEMPLATE_ID ->
                onEdgeKeepAlive(edgeKeepAlive.wrap(entry, offset, blockLength, version));
            case JournalAdvanceDecoder.TEMPLATE_ID ->
                onJournalAdvance(journalAdvance.wrap(entry, offset, blockLength, version));
            case AttachDecoder.TEMPLATE_ID -> onAttach(attach.wrap(entry, offset, blockLength, version));
            case DetachDecoder.TEMPLATE_ID -> onDetach(detach.wrap(entry, offset, blockLength, version));
            case ResyncDecoder.TEMPLATE_ID -> onResync(resync.wrap(entry, offset, blockLength, version));
            case LaggingDecoder.TEMPLATE_ID -> onLagging(lagging.wrap(entry, offset, blockLength, version));
            case CreateChatDecoder.TEMPLATE_ID -> chats.onCreateChat(entry, offset, blockLength, version);
            case ChangeChatDecoder.TEMPLATE_ID -> chats.onChangeChat(entry, offset, blockLength, version);
            case ListChatsDecoder.TEMPLATE_ID -> onListChats(listChats.wrap(entry, offset, blockLength, version));
            case GetChatDecoder.TEMPLATE_ID -> onGetChat(getChat.wrap(entry, offset, blockLength, version));
            case ReadHistoryDecoder.TEMPLATE_ID -> onReadHistory(readHistory.wrap(entry, offset, blockLength, version));
            case ListDevicesDecoder.TEMPLATE_ID -> onListDevices(listDevices.wrap(entry, offset, blockLength, version));
            case RemoveDeviceDecoder.TEMPLATE_ID ->
                onRemoveDevice(removeDevice.wrap(entry, offset, blockLength, version));
            case LinkBatchDecoder.TEMPLATE_ID -> links.onLinkBatch(entry, offset, blockLength, version);
            case PresenceSubscribeDecoder.TEMPLATE_ID ->
                presence.onPresenceSubscribe(entry, offset, blockLength, version);
            case PresenceUnsubscribeDecoder.TEMPLATE_ID ->
                presence.onPresenceUnsubscribe(entry, offset, blockLength, version);
            case SetPrivacyDecoder.TEMPLATE_ID -> presence.onSetPrivacy(entry, offset, blockLength, version);
            case EdgeOpenDecoder.TEMPLATE_ID -> onEdgeOpen(edgeOpen.wrap(entry, offset, blockLength, version));
            case EdgeCloseDecoder.TEMPLATE_ID -> onEdgeClose(edgeClose.wrap(entry, offset, blockLength, version));
            case AuditDecoder.TEMPLATE_ID -> onAudit.accept(audit.wrap(entry, offset, blockLength, version).auditId());
            case TopologyDecoder.TEMPLATE_ID -> links.onTopology(entry, offset, blockLength, version);
            case ConfigureDecoder.TEMPLATE_ID -> onConfigure(configure.wrap(entry, offset, blockLength, version));
            default -> counters.increment(NodeCounter.UNKNOWN_TEMPLATE);
        }
    }

    private void onEdgeOpen(final EdgeOpenDecoder command) {
        command.wrapChannel(text1);
        core.onEdgeOpen(command.edgeId(), command.correlationId(), command.streamId(), text1);
    }

    private void onEdgeKeepAlive(final EdgeKeepAliveDecoder command) {
        core.onEdgeKeepAlive(command.edgeId(), command.epoch());
    }

    private void onEdgeClose(final EdgeCloseDecoder command) {
        core.onEdgeClose(command.edgeId(), command.epoch());
    }

    private void onAttach(final AttachDecoder command) {
        command.wrapUserId(text1);
        command.wrapDeviceId(text2);
        core.onAttach(command.edgeId(), command.epoch(), command.correlationId(), command.connectionId(),
            Math.max(0, command.previousSession()), Math.max(0, command.waitedMs()), command.partition(), text1, text2);
    }

    private void onDetach(final DetachDecoder command) {
        core.onDetach(command.edgeId(), command.epoch(), command.session(), command.away() == 1);
    }

    private void onResync(final ResyncDecoder command) {
        final long edgeId = command.edgeId();
        final long epoch = command.epoch();
        for (final ResyncDecoder.SessionsDecoder session : command.sessions()) {
            core.onResync(edgeId, epoch, session.session(), session.changeSeen());
        }
    }

    private void onLagging(final LaggingDecoder command) {
        final long edgeId = command.edgeId();
        final long epoch = command.epoch();
        for (final LaggingDecoder.SubscriptionsDecoder one : command.subscriptions()) {
            core.onLagging(edgeId, epoch, one.session(), one.chatId(), Math.max(CoreCommands.NULL_VALUE, one.sequence()));
        }
    }

    private void onSend(final SendDecoder command) {
        final int contentKind = command.contentKindRaw();
        command.wrapSenderId(text1);
        command.wrapDeviceId(text2);
        command.wrapClientMsgId(text3);
        command.wrapBody(text4);
        command.wrapAfterClientMsgId(text5);
        core.onSend(command.edgeId(), command.correlationId(), Math.max(0, command.session()), command.chatId(), contentKind,
            text1, text2, text3, text5, text4);
    }

    private void onAcknowledge(final AcknowledgeDecoder command) {
        final long edgeId = command.edgeId();
        final long epoch = command.epoch();
        for (final AcknowledgeDecoder.AcknowledgementsDecoder one : command.acknowledgements()) {
            core.onAcknowledge(edgeId, epoch, one.correlationId(), one.session(), one.chatId(), one.sequence(),
                one.msgId(), Math.max(0, one.messageOrdinal()), one.statusRaw());
        }
    }

    private void onListChats(final ListChatsDecoder command) {
        core.onListChats(command.edgeId(), command.epoch(), command.correlationId(), command.session(),
            command.since(), command.cursor(), command.pageLimit());
    }

    private void onGetChat(final GetChatDecoder command) {
        command.wrapUserId(text1);
        core.onGetChat(command.edgeId(), command.correlationId(), command.chatId(), command.cursor(),
            command.pageLimit(), text1);
    }

    private void onReadHistory(final ReadHistoryDecoder command) {
        command.wrapUserId(text1);
        core.onReadHistory(command.edgeId(), command.correlationId(), command.chatId(), command.beforeSequence(),
            command.afterSequence(), command.pageLimit(), text1);
    }

    private void onListDevices(final ListDevicesDecoder command) {
        core.onListDevices(command.edgeId(), command.epoch(), command.correlationId(), command.session());
    }

    private void onRemoveDevice(final RemoveDeviceDecoder command) {
        command.wrapDeviceId(text1);
        core.onRemoveDevice(command.edgeId(), command.epoch(), command.correlationId(), command.session(), text1);
    }

    private void onJournalAdvance(final JournalAdvanceDecoder command) {
        core.onJournalAdvance(command.incarnation(), command.outputSequence());
    }

    private void onConfigure(final ConfigureDecoder command) {
        final boolean isOlder = command.actingVersion() < ConfigureDecoder.groupMembersMaxSinceVersion();
        final boolean isListing = command.actingVersion() >= ConfigureDecoder.membershipTimesMaxSinceVersion();
        final CoreLimits standard = CoreLimits.DEFAULT;
        core.onConfigure(new CoreLimits(
            command.inFlightMax(), command.unacknowledgedMax(), command.payloadBytesMax(),
            command.unjournaledEntriesMax(), command.unjournaledBytesMax(), command.inboxEntriesMax(),
            command.inboxRetentionMs(), command.leaseMs(), command.redeliverMs(), command.inboxGraceMs(),
            command.bodyBytesMax(), command.usersMax(), command.chatsMax(), command.chatsPerUserMax(),
            command.keysMax(),
            isOlder ? standard.groupMembersMax() : command.groupMembersMax(),
            isOlder ? standard.fanoutMax() : command.fanoutMax(),
            isOlder ? standard.presenceMax() : command.presenceMax())
            .listing(
                isListing ? command.membershipTimesMax() : standard.membershipTimesMax(),
                isListing ? command.ownRunsMax() : standard.ownRunsMax(),
                isListing ? command.linkRecordsMax() : standard.linkRecordsMax(),
                isListing ? command.commandUsersMax() : standard.commandUsersMax()));
    }
}
