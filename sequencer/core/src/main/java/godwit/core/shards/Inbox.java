package godwit.core.shards;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.CoreCommands;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.chats.ChatOwner;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatEntries;
import godwit.core.link.ChatNews;
import godwit.core.link.MemberList;
import org.agrona.DirectBuffer;

/** Applies what other shards send: in the order of its link, each record once. */
final class Inbox {
    private static final int COUNT_OFFSET = 4;

    private final UserIds ids;
    private final Entries entries;
    private final Links links;
    private final ToldMembers told;
    private final Outbox outbox;
    private final ChatEntries users;
    private final ChatOwner chats;
    private final ChatNews news = new ChatNews();
    private final ChatChange change = new ChatChange();
    private final MemberList list = new MemberList();

    Inbox(
        final UserIds ids, final Entries entries, final Links links, final ToldMembers told, final Outbox outbox,
        final ChatEntries users, final ChatOwner chats) {
        this.ids = ids;
        this.entries = entries;
        this.links = links;
        this.told = told;
        this.outbox = outbox;
        this.users = users;
        this.chats = chats;
    }

    /** See {@link CoreCommands#onLinkChat}. */
    void onChat(
        final int fromShard, final long generation, final long number, final LinkedChat chat,
        final LinkedMembers members) {
        if (!accept(fromShard, generation, number)) {
            return;
        }
        final int link = links.of(fromShard);
        if (!chat.isLast()) {
            for (int i = 0; i < members.count(); i++) {
                told.add(link, intern(members.partition(i), members.userId(i)), members, i);
            }
            return;
        }
        show(chat);
        told.take(link, list);
        for (int i = 0; i < members.count(); i++) {
            list.add(intern(members.partition(i), members.userId(i)), members.role(i), members.fromSequence(i),
                members.toSequence(i), members.messages(i));
        }
        users.onChat(news, list);
    }

    private void show(final LinkedChat chat) {
        news.chatId = chat.chatId();
        news.kind = chat.kind();
        news.isWide = chat.isWide();
        news.sequence = chat.sequence();
        news.messages = chat.messages();
        news.version = chat.version();
        news.memberCount = chat.memberCount();
        news.creator = intern(chat.creatorPartition(), chat.createdBy());
        news.deviceId = chat.deviceId();
        news.clientChatId = chat.clientChatId();
        news.title = chat.title();
    }

    /** See {@link CoreCommands#onLinkEntry}. */
    void onEntry(
        final int fromShard, final long generation, final long number, final LinkedEntry sent,
        final LinkedMembers members) {
        if (!accept(fromShard, generation, number) || !users.expects(sent.chatId(), sent.sequence())) {
            return;
        }
        final int sender = intern(sent.senderPartition(), sent.senderId());
        final int entry = entries.append(sent.chatId(), sent.sequence(), sent.msgId(), sender);
        entries.writeLinked(entry, sent.senderOrdinal(), sent.messageOrdinal(), sent.deviceHash(), sent.contentKind(),
            sent.clientMsgId(), sent.body());
        if (sent.contentKind() == Content.CHANGE) {
            collect(sent, members);
            users.onChange(sent.chatId(), sent.sequence(), entry, change);
        } else {
            users.onEntry(sent.chatId(), sent.sequence(), entry);
        }
    }

    private void collect(final LinkedEntry sent, final LinkedMembers members) {
        change.kind = sent.changeKind();
        change.role = change.kind == Changes.ROLE ? sent.role() : ChatView.MEMBER;
        change.isWide = sent.isWide();
        change.version = sent.version();
        change.memberCount = sent.memberCount();
        change.count = sent.body().getInt(COUNT_OFFSET, LITTLE_ENDIAN);
        change.title = sent.title();
        change.ids.clear();
        for (int i = 0; i < members.count(); i++) {
            change.ids.add(intern(members.partition(i), members.userId(i)));
            change.written(i, members.messages(i));
        }
    }

    /** See {@link CoreCommands#onLinkMark}. */
    void onMark(
        final int fromShard, final long generation, final long number, final long chatId, final DirectBuffer userId,
        final long deliveredSequence, final long readSequence, final long readOthers, final long msgId,
        final int status) {
        if (accept(fromShard, generation, number)) {
            chats.onLinkedCursor(chatId, ids.find(userId), deliveredSequence, readSequence, readOthers, msgId, status);
        }
    }

    /** See {@link CoreCommands#onLinkPeer}. */
    void onPeer(
        final int fromShard, final long generation, final long number, final long chatId, final int partition,
        final DirectBuffer userId, final long deliveredSequence, final long readSequence, final long msgId,
        final int status) {
        if (accept(fromShard, generation, number)) {
            users.onMemberCursor(
                chatId, intern(partition, userId), deliveredSequence, readSequence, 0, 0, msgId, status);
        }
    }

    /** See {@link CoreCommands#onLinkAck}. */
    void onAck(final int fromShard, final long generation, final long number) {
        outbox.onAcknowledged(links.of(fromShard), generation, number);
    }

    /** With a generation's first record all is told anew, so what was told by halves is forgotten. */
    private boolean accept(final int fromShard, final long generation, final long number) {
        final boolean accepted = links.accept(fromShard, generation, number);
        if (accepted && number == 1) {
            told.take(links.of(fromShard), list);
        }
        return accepted;
    }

    private int intern(final int partition, final DirectBuffer id) {
        final int known = ids.find(id);
        return known == 0 ? ids.add(partition, id) : known;
    }
}
