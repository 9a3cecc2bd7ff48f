package godwit.core.chats;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.CoreLimits;
import godwit.core.Refusal;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.link.ChatChange;
import godwit.core.link.ChatEntries;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Changes groups: checks who asks and for what, then gives the change its place among the chat's entries. */
final class Changing {
    private static final long SEQUENCE_MAX = (1L << 53) - 1;
    private static final int RETRY_AFTER_MS = 1000;
    private static final int NO_ROLE = 0;
    /** More than any detail of a refusal: from here on an outcome says that nothing was to be changed, and in which version. */
    private static final long UNCHANGED = 1 << 8;

    private final ShardContext shard;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final SendKeys keys;
    private final Entries entries;
    private final Participants participants;
    private final MembersJournal journal;
    private final ChangeBodies bodies;
    private final EntryRecord record;
    private final ChatChange change = new ChatChange();
    private final UnsafeBuffer none = new UnsafeBuffer(0, 0);

    Changing(
        final ShardContext shard, final UserIds ids, final Chats chats, final Members members, final SendKeys keys,
        final Entries entries, final Participants participants, final MembersJournal journal) {
        this.shard = shard;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.keys = keys;
        this.entries = entries;
        this.participants = participants;
        this.journal = journal;
        this.bodies = new ChangeBodies(ids);
        this.record = new EntryRecord(entries, ids);
    }

    void change(final Request request, final ChatEntries users) {
        final int chat = chats.find(request.chatId);
        final int asker = chat == 0 || !UserIds.isValid(request.userId) ? 0 : ids.find(request.userId);
        final int member = asker == 0 ? 0 : members.find(chat, asker);
        request.ofKey = SendKeys.hashOf(request.chatId, request.edgeId, request.correlationId);
        final int known = asker == 0 ? 0 : keys.find(asker, request.ofKey);
        if (known != 0) {
            answerAgain(request, chat, member, keys.sequence(known));
        } else if (member == 0) {
            refuse(request, asker, Refusal.Detail.NOT_A_MEMBER);
        } else if (!members.isPresent(member) && request.kind == Changes.LEFT) {
            // What the group is now is not for who is not in it.
            changeNothing(request, asker, members.leftVersion(member));
        } else {
            final int detail = refusal(request, chat, member, users);
            if (detail != Refusal.Detail.NONE) {
                refuse(request, asker, detail);
            } else {
                apply(request, chat, asker, users);
            }
        }
    }

    /** It was judged: other changes may lie between, so that doing it once more, or after all, would undo them. */
    private void answerAgain(final Request request, final int chat, final int member, final long outcome) {
        final int entry = outcome > 0 ? entries.find(request.chatId, outcome) : 0;
        if (outcome <= -UNCHANGED) {
            tellUnchanged(request, -outcome - UNCHANGED);
        } else if (outcome < 0) {
            tellRefusal(request, (int) -outcome);
        } else if (entry != 0 && entries.hasPayload(entry)) {
            shard.listener().onChanged(request.edgeId, request.correlationId, record.show(entry));
        } else {
            final boolean knowsNow = member != 0 && members.isPresent(member);
            tellUnchanged(request, knowsNow ? chats.version(chat) : member == 0 ? 0 : members.leftVersion(member));
        }
    }

    private int refusal(final Request request, final int chat, final int member, final ChatEntries users) {
        if (!members.isPresent(member)) {
            return Refusal.Detail.NOT_A_MEMBER;
        }
        if (chats.kind(chat) == ChatView.DIRECT) {
            return Refusal.Detail.DIRECT_CHAT;
        }
        if (request.kind != Changes.LEFT && members.role(member) != ChatView.ADMIN) {
            return Refusal.Detail.NOT_AN_ADMIN;
        }
        final int form = formRefusal(request, chat);
        if (form != Refusal.Detail.NONE) {
            return form;
        }
        if (entries.isJournalBehind()) {
            return Refusal.Detail.JOURNAL_BEHIND;
        }
        // A second entry may follow: the role of who succeeds the last administrator.
        if (chats.lastSequence(chat) + 1 >= SEQUENCE_MAX) {
            return Refusal.Detail.CHAT_FULL;
        }
        return request.kind == Changes.ADDED ? additionRefusal(chat, users) : Refusal.Detail.NONE;
    }

    private int formRefusal(final Request request, final int chat) {
        final boolean names = request.kind == Changes.ADDED || request.kind == Changes.REMOVED
            || request.kind == Changes.ROLE;
        if (participants.hasBad() || request.kind < Changes.ADDED || request.kind > Changes.TITLE
            || names != participants.count() > 0) {
            return Refusal.Detail.BAD_FIELD;
        }
        if (participants.hasTooMany()) {
            return Refusal.Detail.TOO_MANY_NAMED;
        }
        if (request.kind == Changes.TITLE && request.title.capacity() > CoreLimits.TITLE_BYTES_MAX) {
            return Refusal.Detail.BODY_TOO_LARGE;
        }
        return request.kind == Changes.ROLE ? roleRefusal(request, chat) : Refusal.Detail.NONE;
    }

    private int roleRefusal(final Request request, final int chat) {
        if (participants.count() != 1 || request.role != ChatView.ADMIN && request.role != ChatView.MEMBER) {
            return Refusal.Detail.BAD_FIELD;
        }
        final int id = ids.find(participants.id(0));
        if (id == 0 || !members.isMember(chat, id)) {
            return Refusal.Detail.NOT_IN_GROUP;
        }
        final boolean isLast = members.role(members.find(chat, id)) == ChatView.ADMIN && chats.adminCount(chat) == 1;
        return isLast && request.role == ChatView.MEMBER ? Refusal.Detail.LAST_ADMIN : Refusal.Detail.NONE;
    }

    private int additionRefusal(final int chat, final ChatEntries users) {
        final CoreLimits limits = shard.limits().get();
        int added = 0;
        int unknown = 0;
        int recorded = 0;
        boolean room = true;
        for (int index = 0; index < participants.count(); index++) {
            final int id = ids.find(participants.id(index));
            if (id == 0 || !members.isMember(chat, id)) {
                added++;
                recorded += id != 0 && members.find(chat, id) != 0 ? 1 : 0;
                unknown += id == 0 || !ids.isCounted(id) ? 1 : 0;
                room &= id == 0 || users.hasRoomForChat(id);
            }
        }
        if (chats.memberCount(chat) + added > limits.groupMembersMax()) {
            return Refusal.Detail.GROUP_FULL;
        }
        if (ids.namedCount() + unknown > limits.usersMax()) {
            return Refusal.Detail.USERS_FULL;
        }
        if (!members.hasRoom(added - recorded, limits)) {
            return Refusal.Detail.MEMBERS_FULL;
        }
        return room ? Refusal.Detail.NONE : Refusal.Detail.CHATS_FULL;
    }

    /** The outcome is the entry's sequence, or minus a refusal's detail, or minus the version that stays and {@link #UNCHANGED}. */
    private void remember(
        final Request request, final int asker, final long among, final long msgId, final long outcome) {
        keys.add(keys.findSender(asker, among), asker, among, 0, request.ofKey, msgId, outcome);
    }

    private void changeNothing(final Request request, final int asker, final long version) {
        remember(request, asker, SendKeys.UNDONE, shard.counters().nextMsgId(), -version - UNCHANGED);
        tellUnchanged(request, version);
    }

    private void tellUnchanged(final Request request, final long version) {
        shard.listener().onUnchanged(request.edgeId, request.correlationId, request.chatId, version);
    }

    /** Who is not known here is remembered for nothing. */
    private void refuse(final Request request, final int asker, final int detail) {
        if (asker != 0) {
            remember(request, asker, SendKeys.UNDONE, shard.counters().nextMsgId(), -detail);
        }
        tellRefusal(request, detail);
    }

    private void tellRefusal(final Request request, final int detail) {
        int code = Refusal.INVALID;
        int retryAfterMs = 0;
        switch (detail) {
            case Refusal.Detail.NOT_A_MEMBER, Refusal.Detail.NOT_AN_ADMIN -> code = Refusal.FORBIDDEN;
            case Refusal.Detail.BODY_TOO_LARGE, Refusal.Detail.TOO_MANY_NAMED -> code = Refusal.TOO_LARGE;
            case Refusal.Detail.JOURNAL_BEHIND, Refusal.Detail.USERS_FULL, Refusal.Detail.MEMBERS_FULL -> {
                code = Refusal.UNAVAILABLE;
                retryAfterMs = RETRY_AFTER_MS;
            }
            default -> {
            }
        }
        shard.listener().onRefused(request.edgeId, request.correlationId, 0, code, detail, retryAfterMs);
    }

    private void apply(final Request request, final int chat, final int asker, final ChatEntries users) {
        collect(request, chat, asker);
        final boolean sameTitle = request.kind == Changes.TITLE
            && shard.names().equal(chats.title(chat), request.title);
        if (sameTitle || request.kind != Changes.TITLE && change.ids.count() == 0) {
            changeNothing(request, asker, chats.version(chat));
            return;
        }
        final int entry = append(chat, asker, request.kind == Changes.TITLE ? request.title : none);
        remember(request, asker, SendKeys.CHANGES, entries.msgId(entry), entries.sequence(entry));
        shard.listener().onChanged(request.edgeId, request.correlationId, record.show(entry));
        final boolean wasWide = chats.isWide(chat);
        // Whether it is wide now, the record says from here on.
        users.onChange(request.chatId, entries.sequence(entry), entry, change);
        // Not before: who leaves with this entry may be one too many at once.
        forgetFormers(chat, users);
        tellMarks(chat, wasWide, users);
        if (chats.adminCount(chat) == 0 && chats.memberCount(chat) > 0) {
            succeed(chat, asker, users);
        }
    }

    /** Whom the change is about, without those for whom it changes nothing. */
    private void collect(final Request request, final int chat, final int asker) {
        change.kind = request.kind;
        change.role = request.kind == Changes.ROLE ? request.role : ChatView.MEMBER;
        change.ids.clear();
        if (request.kind == Changes.LEFT) {
            change.ids.add(asker);
        }
        for (int index = 0; index < participants.count(); index++) {
            final int known = ids.find(participants.id(index));
            final boolean isMember = known != 0 && members.isMember(chat, known);
            if (request.kind == Changes.ADDED && !isMember) {
                final int id = known != 0 ? known : ids.add(participants.partition(index), participants.id(index));
                ids.onNamed(id);
                change.ids.add(id);
            } else if (request.kind == Changes.REMOVED && isMember
                || request.kind == Changes.ROLE && members.role(members.find(chat, known)) != request.role) {
                change.ids.add(known);
            }
        }
    }

    /** The longest member becomes administrator when the last one went. */
    private void succeed(final int chat, final int by, final ChatEntries users) {
        change.kind = Changes.ROLE;
        change.role = ChatView.ADMIN;
        change.ids.clear();
        change.ids.add(members.id(members.ofChat().first(chat)));
        final int entry = append(chat, by, none);
        users.onChange(chats.id(chat), entries.sequence(entry), entry, change);
    }

    private int append(final int chat, final int by, final DirectBuffer title) {
        final Counters counters = shard.counters();
        final long sequence = chats.lastSequence(chat) + 1;
        final long msgId = counters.nextMsgId();
        final long outputSequence = counters.nextOutputSequence();
        final int role = change.kind == Changes.ROLE ? change.role : NO_ROLE;
        chats.lastSequence(chat, sequence);
        final int entry = entries.append(chats.id(chat), sequence, msgId, by);
        entries.write(entry, 0, chats.messages(chat), 0, outputSequence, Content.CHANGE, none,
            bodies.write(change, role, chats.nextVersion(chat), title));
        changeMembers(chat, sequence, title);
        shard.listener().onJournalMessage(outputSequence, counters.nextWriteTimeUs(), record.show(entry), none);
        journal.onChanged(chat, change.ids);
        return entry;
    }

    private void changeMembers(final int chat, final long sequence, final DirectBuffer title) {
        if (change.kind == Changes.TITLE) {
            chats.title(chat, title);
        }
        for (int index = 0; index < change.ids.count(); index++) {
            final int id = change.ids.id(index);
            switch (change.kind) {
                case Changes.ADDED -> members.join(chat, id, ChatView.MEMBER, sequence);
                case Changes.ROLE -> members.role(members.find(chat, id), change.role);
                default -> members.leave(members.find(chat, id), sequence);
            }
        }
        change.isWide = chats.memberCount(chat) > shard.limits().get().fanoutMax();
        change.version = chats.version(chat);
        change.memberCount = chats.memberCount(chat);
        change.count = change.ids.count();
        change.title = title;
    }

    /** As many former members are kept as a group may have members: who left longest ago loses the history of that time. */
    private void forgetFormers(final int chat, final ChatEntries users) {
        int count = chats.formerCount(chat);
        for (; count > shard.limits().get().groupMembersMax(); count--) {
            users.onMemberForgotten(members.formerOf().first(chat));
            members.forget(members.formerOf().first(chat));
        }
    }

    /** Members that joined have marks already; and in a chat that is no longer wide nobody's are known to the others. */
    private void tellMarks(final int chat, final boolean wasWide, final ChatEntries users) {
        if (wasWide && !change.isWide) {
            int member = members.ofChat().first(chat);
            while (member != 0) {
                tellMarks(chat, member, users);
                member = members.ofChat().next(member);
            }
        } else if (change.kind == Changes.ADDED && !change.isWide) {
            for (int index = 0; index < change.ids.count(); index++) {
                tellMarks(chat, members.find(chat, change.ids.id(index)), users);
            }
        }
    }

    private void tellMarks(final int chat, final int member, final ChatEntries users) {
        users.onMemberCursor(
            chats.id(chat), members.id(member), members.delivered(member), members.read(member), 0, 0, 0, 0);
    }

    /** What a client asked for; reused. */
    static final class Request {
        long edgeId;
        long correlationId;
        long chatId;
        int kind;
        int role;
        DirectBuffer userId;
        DirectBuffer title;
        long ofKey;
    }
}
