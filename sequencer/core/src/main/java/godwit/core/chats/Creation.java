package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.CoreLimits;
import godwit.core.Refusal;
import godwit.core.Targets;
import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.link.ChatEntries;
import godwit.core.link.ChatNews;
import godwit.core.link.IdList;
import godwit.core.link.MemberList;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Names;
import org.agrona.DirectBuffer;

/** Creates chats. A direct chat is the one of its pair, a group the one of its creator's key, whoever asks and how often. */
final class Creation {

    private static final int RETRY_AFTER_MS = 1000;

    private final ShardContext shard;
    private final UserIds ids;
    private final Partitions partitions;
    private final Chats chats;
    private final Members members;
    private final ChatRecord record;
    private final Participants participants;
    private final MembersJournal journal;
    private final Targets nobody = new Targets();
    private final IdList created = new IdList();
    private final ChatNews news = new ChatNews();
    private final MemberList list = new MemberList();

    Creation(
        final ShardContext shard, final UserIds ids, final Partitions partitions, final Chats chats,
        final Members members, final ChatRecord record, final Participants participants,
        final MembersJournal journal) {
        this.shard = shard;
        this.ids = ids;
        this.partitions = partitions;
        this.chats = chats;
        this.members = members;
        this.record = record;
        this.participants = participants;
        this.journal = journal;
    }

    void create(final Request request, final ChatEntries users) {
        final int form = formRefusal(request);
        final int known = form == Refusal.Detail.NONE ? find(request) : 0;
        final int detail = form != Refusal.Detail.NONE || known != 0 ? form : refusal(request, users);
        if (detail != Refusal.Detail.NONE) {
            refuse(request, detail);
            return;
        }
        final int chat = known == 0 ? add(request) : known;
        shard.listener().onChatCreated(request.edgeId, request.correlationId, show(request, chat), nobody);
        if (known == 0) {
            tell(request, chat, users);
        }
    }

    private void tell(final Request request, final int chat, final ChatEntries users) {
        news.chatId = chats.id(chat);
        news.kind = chats.kind(chat);
        news.isWide = chats.isWide(chat);
        news.memberCount = chats.memberCount(chat);
        news.creator = chats.creator(chat);
        news.deviceId = request.deviceId;
        news.clientChatId = request.clientChatId;
        news.title = request.title;
        list.clear();
        for (int index = 0; index < created.count(); index++) {
            list.add(created.id(index), members.role(members.find(chat, created.id(index))), 1, 0, 0);
        }
        users.onChat(news, list);
    }

    /** A creator may have left since, and still asks for the same. */
    private ChatRecord show(final Request request, final int chat) {
        final int creator = members.find(chat, ids.find(request.creatorId));
        return creator != 0 && members.isPresent(creator)
            ? record.show(chat, CoreLimits.NAMED_IN_ANSWER_MAX) : record.showBare(chat, creator);
    }

    private boolean isDirect(final Request request) {
        return participants.countWithout(request.creatorId) == 1;
    }

    private int find(final Request request) {
        final int creator = ids.find(request.creatorId);
        if (creator == 0) {
            return 0;
        }
        if (isDirect(request)) {
            final int other = ids.find(participants.id(participants.firstOther(request.creatorId)));
            return other == 0 ? 0 : chats.findDirect(creator, other, members);
        }
        return request.clientChatId.capacity() == 0 ? 0 : chats.findGroup(creator, request.clientChatId);
    }

    private int formRefusal(final Request request) {
        if (participants.hasBad() || !UserIds.isValid(request.creatorId) || !Partitions.isValid(request.partition)
            || request.deviceId.capacity() > CoreLimits.ID_BYTES_MAX
            || request.clientChatId.capacity() > CoreLimits.KEY_BYTES_MAX) {
            return Refusal.Detail.BAD_FIELD;
        }
        if (participants.hasTooMany()) {
            return Refusal.Detail.TOO_MANY_NAMED;
        }
        if (request.title.capacity() > CoreLimits.TITLE_BYTES_MAX) {
            return Refusal.Detail.BODY_TOO_LARGE;
        }
        return participants.countWithout(request.creatorId) == 0 ? Refusal.Detail.ONESELF_ALONE : Refusal.Detail.NONE;
    }

    private int refusal(final Request request, final ChatEntries users) {
        final CoreLimits limits = shard.limits().get();
        if (participants.countWithout(request.creatorId) >= limits.groupMembersMax()) {
            return Refusal.Detail.GROUP_FULL;
        }
        final int creator = ids.find(request.creatorId);
        int added = creator == 0 || !ids.isCounted(creator) ? 1 : 0;
        boolean room = creator == 0 || users.hasRoomForChat(creator);
        for (int index = 0; index < participants.count(); index++) {
            final int id = ids.find(participants.id(index));
            added += id == 0 || id != creator && !ids.isCounted(id) ? 1 : 0;
            room &= id == 0 || users.hasRoomForChat(id);
        }
        if (ids.namedCount() + added > limits.usersMax()) {
            return Refusal.Detail.USERS_FULL;
        }
        if (!members.hasRoom(participants.countWithout(request.creatorId) + 1, limits)) {
            return Refusal.Detail.MEMBERS_FULL;
        }
        return chats.count() < limits.chatsMax() && room ? Refusal.Detail.NONE : Refusal.Detail.CHATS_FULL;
    }

    private void refuse(final Request request, final int detail) {
        int code = Refusal.INVALID;
        int retryAfterMs = 0;
        if (detail == Refusal.Detail.BODY_TOO_LARGE || detail == Refusal.Detail.TOO_MANY_NAMED) {
            code = Refusal.TOO_LARGE;
        } else if (detail == Refusal.Detail.USERS_FULL || detail == Refusal.Detail.MEMBERS_FULL
            || detail == Refusal.Detail.CHATS_FULL && chats.count() >= shard.limits().get().chatsMax()) {
            code = Refusal.UNAVAILABLE;
            retryAfterMs = RETRY_AFTER_MS;
        }
        shard.listener().onRefused(request.edgeId, request.correlationId, 0, code, detail, retryAfterMs);
    }

    private int add(final Request request) {
        final boolean direct = isDirect(request);
        created.clear();
        final int creator = intern(request.partition, request.creatorId);
        created.add(creator);
        for (int index = 0; index < participants.count(); index++) {
            final int id = intern(participants.partition(index), participants.id(index));
            if (id != creator) {
                created.add(id);
            }
        }
        final int chat = direct ? addDirect(request, creator, created.id(1)) : addGroup(request, creator);
        for (int index = 0; index < created.count(); index++) {
            final boolean admin = !direct && index == 0;
            members.join(chat, created.id(index), admin ? ChatView.ADMIN : ChatView.MEMBER, 1);
        }
        chats.isWide(chat, chats.memberCount(chat) > shard.limits().get().fanoutMax());
        journal.onCreated(chat, created);
        return chat;
    }

    private int addDirect(final Request request, final int creator, final int other) {
        final DirectBuffer otherId = participants.id(participants.firstOther(request.creatorId));
        final int smaller = Names.compare(request.creatorId, otherId) < 0 ? creator : other;
        return chats.addDirect(
            partitions.nextChatId(ids.partition(smaller)), creator, other, request.clientChatId, request.title);
    }

    private int addGroup(final Request request, final int creator) {
        return chats.addGroup(
            partitions.nextChatId(ids.partition(creator)), creator, request.clientChatId, request.title);
    }

    private int intern(final int partition, final DirectBuffer id) {
        final int known = ids.find(id);
        final int slot = known == 0 ? ids.add(partition, id) : known;
        ids.onNamed(slot);
        return slot;
    }

    /** What a client asked for; reused. */
    static final class Request {
        long edgeId;
        long correlationId;
        int partition;
        DirectBuffer creatorId;
        DirectBuffer deviceId;
        DirectBuffer clientChatId;
        DirectBuffer title;
    }
}
