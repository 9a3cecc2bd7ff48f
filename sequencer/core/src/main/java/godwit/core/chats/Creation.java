package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.CoreLimits;
import godwit.core.Refusal;
import godwit.core.Targets;
import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.link.ChatEntries;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Names;
import org.agrona.DirectBuffer;

/** Creates chats. A direct chat is the one of its pair, whoever asks and how often. */
final class Creation {
    private static final int LISTED_MAX = 100;
    private static final int KEY_LENGTH_MAX = 64;
    private static final int TITLE_LENGTH_MAX = 256;
    private static final int RETRY_AFTER_MS = 1000;

    private final ShardContext shard;
    private final UserIds ids;
    private final Partitions partitions;
    private final Chats chats;
    private final Members members;
    private final ChatRecord record;
    private final Targets nobody = new Targets();
    private final Participants participants = new Participants();

    Creation(
        final ShardContext shard, final UserIds ids, final Partitions partitions, final Chats chats,
        final Members members, final ChatRecord record) {
        this.shard = shard;
        this.ids = ids;
        this.partitions = partitions;
        this.chats = chats;
        this.members = members;
        this.record = record;
    }

    void onParticipant(final int partition, final DirectBuffer participantId) {
        participants.add(partition, participantId);
    }

    void forgetParticipants() {
        participants.clear();
    }

    void create(final Request request, final ChatEntries users) {
        participants.without(request.creatorId);
        final int detail = refusal(request, users);
        if (detail != Refusal.Detail.NONE) {
            refuse(request, detail);
        } else {
            final int known = findDirect(request.creatorId);
            final int chat = known == 0 ? add(request) : known;
            shard.listener().onChatCreated(
                request.edgeId, request.correlationId, record.show(chat, LISTED_MAX), nobody);
            if (known == 0) {
                users.onChat(
                    chats.id(chat), ids.find(request.creatorId), ids.find(participants.other()), request.deviceId);
            }
        }
        participants.clear();
    }

    private int refusal(final Request request, final ChatEntries users) {
        final int form = formRefusal(request);
        if (form != Refusal.Detail.NONE || findDirect(request.creatorId) != 0) {
            return form;
        }
        final CoreLimits limits = shard.limits().get();
        final int creator = ids.find(request.creatorId);
        final int other = ids.find(participants.other());
        final int added = (creator == 0 ? 1 : 0) + (other == 0 ? 1 : 0);
        if (ids.count() + added > limits.usersMax()) {
            return Refusal.Detail.USERS_FULL;
        }
        final boolean room = (creator == 0 || users.hasRoomForChat(creator))
            && (other == 0 || users.hasRoomForChat(other));
        return chats.count() < limits.chatsMax() && room ? Refusal.Detail.NONE : Refusal.Detail.CHATS_FULL;
    }

    private int formRefusal(final Request request) {
        if (participants.hasBad() || !UserIds.isValid(request.creatorId) || !Partitions.isValid(request.partition)
            || request.deviceId.capacity() > UserIds.LENGTH_MAX
            || request.clientChatId.capacity() > KEY_LENGTH_MAX) {
            return Refusal.Detail.BAD_FIELD;
        }
        if (request.title.capacity() > TITLE_LENGTH_MAX) {
            return Refusal.Detail.BODY_TOO_LARGE;
        }
        if (participants.count() == 0) {
            return Refusal.Detail.ONESELF_ALONE;
        }
        return participants.count() == 1 ? Refusal.Detail.NONE : Refusal.Detail.GROUPS_OFF;
    }

    private void refuse(final Request request, final int detail) {
        int code = Refusal.INVALID;
        int retryAfterMs = 0;
        if (detail == Refusal.Detail.BODY_TOO_LARGE) {
            code = Refusal.TOO_LARGE;
        } else if (detail == Refusal.Detail.USERS_FULL
            || detail == Refusal.Detail.CHATS_FULL && chats.count() >= shard.limits().get().chatsMax()) {
            code = Refusal.UNAVAILABLE;
            retryAfterMs = RETRY_AFTER_MS;
        }
        shard.listener().onRefused(request.edgeId, request.correlationId, 0, code, detail, retryAfterMs);
    }

    private int findDirect(final DirectBuffer creatorId) {
        final int creator = ids.find(creatorId);
        final int other = creator == 0 ? 0 : ids.find(participants.other());
        return other == 0 ? 0 : chats.findDirect(creator, other, members);
    }

    private int add(final Request request) {
        final int creator = intern(request.partition, request.creatorId);
        final int other = intern(participants.partition(), participants.other());
        final int smaller = Names.compare(request.creatorId, participants.other()) < 0 ? creator : other;
        final int chat = chats.addDirect(
            partitions.nextChatId(ids.partition(smaller)), creator, other, request.clientChatId, request.title);
        members.add(chat, creator, ChatView.MEMBER);
        members.add(chat, other, ChatView.MEMBER);
        shard.listener().onJournalChat(
            shard.counters().nextOutputSequence(), shard.counters().nextWriteTimeUs(), record.show(chat, LISTED_MAX),
            shard.clocks().idTime());
        return chat;
    }

    private int intern(final int partition, final DirectBuffer id) {
        final int known = ids.find(id);
        return known == 0 ? ids.add(partition, id) : known;
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
