package godwit.core.chats;

import godwit.core.CoreCommands;
import godwit.core.Refusal;
import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.link.ChatEntries;
import godwit.core.link.MarkMove;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Invariants;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The owner of chats: takes the commands that name a chat, and what its members' owners send. */
public final class ChatOwner implements UserCursors {
    private final ShardContext shard;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final SendKeys keys;
    private final ChatRecord record;
    private final Participants participants;
    private final Creation creation;
    private final Creation.Request request = new Creation.Request();
    private final Changing changing;
    private final Changing.Request wanted = new Changing.Request();
    private final Sending sending;
    private final Sending.Message message = new Sending.Message();
    private final History history;
    private final MemberRow row;
    private final MemberPages pages;
    private final UnsafeBuffer userView = new UnsafeBuffer(0, 0);
    private final MarkMove linked = new MarkMove();
    private ChatEntries users;

    /** Puts the parts together. */
    public ChatOwner(
        final ShardContext shard, final UserIds ids, final Partitions partitions, final ChatTables tables,
        final Entries entries) {
        this.shard = shard;
        this.ids = ids;
        this.chats = tables.chats();
        this.members = tables.members();
        this.keys = tables.keys();
        participants = new Participants(shard.limits());
        record = new ChatRecord(chats, members, ids, shard.names());
        final MembersJournal journal = new MembersJournal(shard, ids, chats, members, record);
        creation = new Creation(shard, ids, partitions, chats, members, record, participants, journal);
        changing = new Changing(shard, ids, chats, members, keys, entries, participants, journal);
        sending = new Sending(shard, ids, chats, members, keys, entries);
        history = new History(shard, ids, chats, members, entries);
        pages = new MemberPages(shard.listener(), ids, chats, members);
        row = new MemberRow(chats, members, ids, entries, new ChatRecord(chats, members, ids, shard.names()));
    }

    /** Says where the owners of users are; once, while the parts are put together. */
    public void users(final ChatEntries owner) {
        users = owner;
    }

    /** Some time passed. */
    public void onTick() {
        keys.onTick();
    }

    /** See {@link CoreCommands#onParticipant}. */
    public void onParticipant(final int partition, final DirectBuffer participantId) {
        participants.add(partition, participantId);
    }

    /** A new log entry begins: what was collected for the one before is forgotten. */
    public void forgetParticipants() {
        participants.clear();
    }

    /** See {@link CoreCommands#onChangeChat}. */
    public void onChangeChat(
        final long edgeId, final long correlationId, final long chatId, final int kind, final int role,
        final DirectBuffer userId, final DirectBuffer title) {
        wanted.edgeId = edgeId;
        wanted.correlationId = correlationId;
        wanted.chatId = chatId;
        wanted.kind = kind;
        wanted.role = role;
        wanted.userId = userId;
        wanted.title = title;
        changing.change(wanted, users);
        participants.clear();
    }

    /** See {@link CoreCommands#onCreateChat}. */
    public void onCreateChat(
        final long edgeId, final long correlationId, final int creatorPartition, final DirectBuffer creatorId,
        final DirectBuffer deviceId, final DirectBuffer clientChatId, final DirectBuffer title) {
        request.edgeId = edgeId;
        request.correlationId = correlationId;
        request.partition = creatorPartition;
        request.creatorId = creatorId;
        request.deviceId = deviceId;
        request.clientChatId = clientChatId;
        request.title = title;
        creation.create(request, users);
        participants.clear();
    }

    /** See {@link CoreCommands#onSend}. */
    public void onSend(
        final long edgeId, final long correlationId, final long session, final long chatId, final int contentKind,
        final DirectBuffer senderId, final DirectBuffer deviceId, final DirectBuffer clientMsgId,
        final DirectBuffer afterClientMsgId, final DirectBuffer body) {
        message.edgeId = edgeId;
        message.correlationId = correlationId;
        message.session = session;
        message.chatId = chatId;
        message.contentKind = contentKind;
        message.senderId = senderId;
        message.deviceId = deviceId;
        message.key = clientMsgId;
        message.afterKey = afterClientMsgId;
        message.body = body;
        sending.send(message, users);
    }

    /** See {@link CoreCommands#onGetChat}. */
    public void onGetChat(
        final long edgeId, final long correlationId, final long chatId, final long cursor, final int pageLimit,
        final DirectBuffer userId) {
        final int chat = chats.find(chatId);
        final int member = member(chat, userId);
        if (member == 0 || !members.isPresent(member)) {
            refuse(edgeId, correlationId, Refusal.FORBIDDEN, Refusal.Detail.NOT_A_MEMBER);
        } else if (cursor < CoreCommands.NULL_VALUE) {
            refuse(edgeId, correlationId, Refusal.INVALID, Refusal.Detail.BAD_CURSOR);
        } else {
            shard.listener().onChatRow(edgeId, correlationId, row.show(chat, member));
            pages.send(edgeId, correlationId, chat, cursor, pageLimit);
        }
    }

    /** See {@link CoreCommands#onReadHistory}. */
    public void onReadHistory(
        final long edgeId, final long correlationId, final long chatId, final long beforeSequence,
        final long afterSequence, final int pageLimit, final DirectBuffer userId) {
        final int chat = chats.find(chatId);
        final int member = member(chat, userId);
        if (member == 0) {
            refuse(edgeId, correlationId, Refusal.FORBIDDEN, Refusal.Detail.NOT_A_MEMBER);
        } else if (beforeSequence < CoreCommands.NULL_VALUE || afterSequence < CoreCommands.NULL_VALUE
            || beforeSequence >= 0 && afterSequence >= 0) {
            refuse(edgeId, correlationId, Refusal.INVALID, Refusal.Detail.BAD_CURSOR);
        } else {
            history.read(edgeId, correlationId, chat, member, beforeSequence, afterSequence, pageLimit);
        }
    }

    /** A cursor of another shard's user; of no member: ignored. */
    public void onLinkedCursor(
        final long chatId, final int member, final long deliveredSequence, final long readSequence,
        final long readOthers, final long msgId, final int status) {
        final int chat = member == 0 ? 0 : chats.find(chatId);
        if (chat != 0 && members.find(chat, member) != 0) {
            linked.delivered = deliveredSequence;
            linked.read = readSequence;
            linked.readOthers = readOthers;
            linked.msgId = msgId;
            linked.status = status;
            onCursor(chatId, member, 0, linked);
        }
    }

    @Override
    public void onCursor(final long chatId, final int member, final int membership, final MarkMove move) {
        final int chat = chats.find(chatId);
        Invariants.present("chat", chat);
        final int slot = members.find(chat, member);
        if (slot == 0) {
            // One who left so long ago that only the user's own row of the chat is kept: no client may end the shard by that.
            Invariants.holds(!move.isWritten, "mark of a member stands nowhere: expected it in the member's record");
            return;
        }
        final long delivered = move.isWritten ? move.deliveredBefore : members.delivered(slot);
        final long read = move.isWritten ? move.readBefore : members.read(slot);
        if (move.delivered <= delivered && move.read <= read) {
            return;
        }
        members.marks(slot, Math.max(delivered, move.delivered), Math.max(read, move.read),
            move.read > read ? move.readOthers : members.readOthers(slot));
        if (!members.isPresent(slot)) {
            return;
        }
        shard.listener().onJournalReceipt(
            shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(), chatId, chats.kind(chat),
            ids.wrap(member, userView), members.delivered(slot), members.read(slot), delivered, read);
        if (!chats.isWide(chat)) {
            users.onMemberCursor(
                chatId, member, members.delivered(slot), members.read(slot), delivered, read, move.msgId,
                move.status);
        }
    }

    @Override
    public void onDeviceGone(final int userId, final DirectBuffer deviceId) {
        keys.removeDevice(userId, deviceId);
    }

    private int member(final int chat, final DirectBuffer userId) {
        final int id = chat == 0 || !UserIds.isValid(userId) ? 0 : ids.find(userId);
        return id == 0 ? 0 : members.find(chat, id);
    }

    private void refuse(final long edgeId, final long correlationId, final int code, final int detail) {
        shard.listener().onRefused(edgeId, correlationId, 0, code, detail, 0);
    }
}
