package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToLongBiFunction;

/** Rows of chats, and what is told of a chat when it is announced: all that one says was so at one moment. */
public final class ChatRows {
    /** A peers' cursor that is not told. */
    public static final long NOT_TOLD = -1;

    private static final int UNREAD_MAX = 1_000;
    /** As many members are listed in an answer; fewer in a push. */
    public static final int ANSWER_LISTED_MAX = 100;

    /**
     * A row of CHATS, or the head of CHAT.
     *
     * @param chatId         of which chat.
     * @param kind           direct or group.
     * @param title          its title.
     * @param peerId         of a direct chat the other one, or null.
     * @param member         whether the user is in it.
     * @param role           the user's.
     * @param version        the chat's.
     * @param count          of members.
     * @param last           its last sequence for this user.
     * @param delivered      the user's mark.
     * @param read           the user's mark.
     * @param peersDelivered the least of the others, or {@link #NOT_TOLD}.
     * @param peersRead      the least of the others, or {@link #NOT_TOLD}.
     * @param unread         others' messages.
     */
    public record Row(
        long chatId, String kind, String title, String peerId, boolean member, String role, long version, long count,
        long last, long delivered, long read, long peersDelivered, long peersRead, long unread) {
    }

    /** As many entries without large bodies are surely in a shard's memory. */
    private static final long KEPT_MAX = 4_000;

    private final String user;
    private final Truth truth;
    private final int fanoutMax;
    private final int ownRunsMax;
    private final Sights sights;
    private final BiPredicate<String, Long> linked;
    private final ToLongBiFunction<String, Long> summedTo;
    private final boolean hasLargeBodies;

    /** Those of a user. */
    public ChatRows(final String user, final Evidence evidence) {
        this.user = user;
        this.truth = evidence.truth();
        this.fanoutMax = evidence.limits().fanoutMax();
        this.ownRunsMax = evidence.limits().ownRunsMax();
        this.sights = evidence.sights();
        this.linked = evidence.linked();
        this.summedTo = evidence.summedTo();
        this.hasLargeBodies = evidence.bodies().areLarge();
    }

    /** A row that came at any time; {@code byOwner}: from the chat's owner, not the user's. */
    public void onRow(final Row row, final boolean byOwner) {
        final Chat chat = truth.chat(row.chatId);
        check(chat != null && chat.everHad(user), "row %s of a chat that the user was never in", row);
        check(row.kind.equals(chat.isDirect() ? "direct" : "group"), "row %s", row);
        check(row.read <= row.delivered || row.read <= chat.beginMark(user), "row %s", row);
        final long began = byOwner ? Chat.NONE : beganBefore(chat);
        check(row.delivered <= Math.max(began, truth.deliveredMax(row.chatId, user))
            && row.read <= Math.max(began, truth.readMax(row.chatId, user)), "row %s, devices said %d, %d", row,
            truth.deliveredMax(row.chatId, user), truth.readMax(row.chatId, user));
        if (row.member) {
            onMember(row, chat, !byOwner && linked.test(user, row.chatId));
        } else {
            onFormer(row, chat);
        }
    }

    /**
     * Up to where marks may have begun at the user's shard that was told of the chat when older times in it were forgotten;
     * {@link Chat#NONE}: it knows all of them.
     */
    private long beganBefore(final Chat chat) {
        return chat.hasForgotten(user) && linked.test(user, chat.chatId()) ? chat.keptFrom(user) - 1 : Chat.NONE;
    }

    private boolean isLast(final long mark, final long byOwner, final Chat chat) {
        return mark == byOwner || mark > byOwner && mark <= beganBefore(chat);
    }

    private void onMember(final Row row, final Chat chat, final boolean away) {
        final boolean late = away && isSummed(row.chatId, row.last);
        final ChatState state = chat.state(row.version);
        check(state != null && row.last <= chat.last(), "row %s, chat at version %d, %d", row, chat.version(), chat.last());
        final ChatState next = chat.state(row.version + 1);
        check((late || row.last >= state.sequence()) && (next == null || row.last < next.sequence()),
            "row %s, the version came with %d", row, state.sequence());
        check(state.has(user) && isAs(row, state), "row %s, was %s", row, state);
        if (away) {
            onLinked(row, chat);
            return;
        }
        check(state.members().get(user).equals(row.role), "row %s, was %s", row, state);
        verifyUnread(row, chat);
        final boolean wide = state.members().size() > fanoutMax;
        final boolean untold = wide || state.members().size() == 1;
        check(untold == (row.peersRead == NOT_TOLD) && untold == (row.peersDelivered == NOT_TOLD), "row %s", row);
        for (final String other : state.members().keySet()) {
            if (!wide && !other.equals(user)) {
                check(row.peersDelivered <= truth.deliveredMax(row.chatId, other)
                    && row.peersRead <= truth.readMax(row.chatId, other), "row %s, %s is at %d, %d", row, other,
                    truth.deliveredMax(row.chatId, other), truth.readMax(row.chatId, other));
            }
        }
        check(!chat.isDirect() || state.has(row.peerId) && !row.peerId.equals(user), "row %s", row);
        if (wide) {
            sights.saw(Sight.WIDE_ROW);
        }
    }

    private static boolean isAs(final Row row, final ChatState state) {
        return state.members().size() == row.count && state.title().equals(row.title);
    }

    /** Another shard's chat may be known as it became by entries that come later, but for the role. */
    private void onLinked(final Row row, final Chat chat) {
        final long version = chat.versionAt(row.last);
        check(row.version >= version && chat.anySince(version, state -> row.role.equals(state.members().get(user))),
            "row %s, was %s, is %s", row, chat.state(version), chat.state());
        verifyUnread(row, chat);
    }

    /**
     * Exact, but for one who came back, since what was written meanwhile is told apart by its number only; and for one of
     * another shard than the chat, when that was told of entries by what came of them only. With more runs of own messages than
     * may be, the oldest count as one, and fewer are unread than there are as long as the mark is within these; none of those
     * behind them is missing.
     */
    private void verifyUnread(final Row row, final Chat chat) {
        final long unread = chat.unread(user, row.read, row.last);
        final long most = chat.unreadAtMost(user, row.read, row.last);
        check(row.unread >= 0 && (row.unread <= Math.min(UNREAD_MAX, most)
            || row.unread <= most + chat.version() && isCounted(row)), "row %s, unread are at most %d", row, most);
        check(row.unread == Math.min(UNREAD_MAX, unread) || chat.cameBack(user) || isJoined(row, chat, unread)
            || isCounted(row), "row %s, unread are %d", row, unread);
        if (row.unread != unread) {
            sights.saw(Sight.UNREAD_INEXACT);
        }
    }

    /**
     * Whether entries above the read mark that came to the user's shard as a number may have left its memory before they were
     * read, or never came there. Up to the last one of which it was told at once, and above it, the number is exact.
     */
    private boolean isCounted(final Row row) {
        return linked.test(user, row.chatId)
            && (isSummed(row.chatId, row.read + 1) || hasLargeBodies || truth.entries() > KEPT_MAX);
    }

    /** Whether the user's shard may have been told what came of an entry, and not the entry itself. */
    private boolean isSummed(final long chatId, final long sequence) {
        return sequence <= summedTo.applyAsLong(user, chatId);
    }

    private boolean isJoined(final Row row, final Chat chat, final long unread) {
        final long end = chat.ownRunsEnd(user, row.last, ownRunsMax);
        final boolean joined = row.unread < unread && row.read < end
            && row.unread >= Math.min(UNREAD_MAX, chat.unread(user, end, row.last));
        if (joined) {
            sights.saw(Sight.OWN_RUNS_JOINED);
        }
        return joined;
    }

    private void onFormer(final Row row, final Chat chat) {
        // When a time ended that the chat's owner forgot before it was told, nobody knows.
        check(chat.endedWith(user, row.last) || linked.test(user, row.chatId) && chat.isFor(user, row.last)
            && (chat.hasForgotten(user) || chat.wasForgotten(user)), "row %s, but the user did not leave by that", row);
        final long version = chat.versionAt(row.last);
        check(isToldLate(chat, row.last) ? isKnownToFormer(row, chat, version)
            : row.version == version && isAs(row, chat.state(version)), "row %s, it was %d: %s", row, version, chat.state(version));
        check(row.unread == 0, "row %s", row);
        sights.saw(Sight.FORMER_ROW);
    }

    /** Whether the user's shard may be told of a chat and an entry at once, without those that left memory or were forgotten. */
    private boolean isToldLate(final Chat chat, final long sequence) {
        return linked.test(user, chat.chatId())
            && (isSummed(chat.chatId(), sequence) || chat.hasForgotten(user) || chat.wasForgotten(user));
    }

    /** What a user of another shard than the chat's knew last by the leaving; nothing, if that shard was told all at once. */
    private boolean isKnownToFormer(final Row row, final Chat chat, final long version) {
        final ChatState state = chat.state(row.version);
        return row.version == 0 && row.count == 0 && row.title.isEmpty()
            || state != null && (row.version == version || state.has(user)) && isAs(row, state);
    }

    /**
     * Rows of a page of all chats: the latest activity first. Of chats of the user's own shard that is the order of their last
     * entries; what another shard has is told in time of its own.
     */
    public void onOrder(final List<Row> rows) {
        Entry before = null;
        for (final Row row : rows) {
            final Entry last = linked.test(user, row.chatId) ? null : truth.entry(row.chatId, row.last);
            check(last == null || before == null || last.msgId() < before.msgId(), "%s is listed behind %s", last, before);
            before = last == null ? before : last;
        }
    }

    /** A row that is to be what is true at the end. */
    public void onLastRow(final Row row) {
        final Chat chat = truth.chat(row.chatId);
        final ChatState state = chat.state();
        check(state.has(user), "row %s of no member", row);
        long delivered = Long.MAX_VALUE;
        long read = Long.MAX_VALUE;
        for (final String other : state.members().keySet()) {
            if (!other.equals(user)) {
                delivered = Math.min(delivered, truth.delivered(row.chatId, other));
                read = Math.min(read, truth.read(row.chatId, other));
            }
        }
        check(row.version == chat.version() && row.last == chat.last()
            && isLast(row.delivered, truth.delivered(row.chatId, user), chat)
            && isLast(row.read, truth.read(row.chatId, user), chat), "row %s, but version=%d last=%d delivered=%d read=%d", row,
            chat.version(), chat.last(), truth.delivered(row.chatId, user), truth.read(row.chatId, user));
        check(row.peersRead == NOT_TOLD || state.members().size() == 1
            || row.peersDelivered == delivered && row.peersRead == read, "row %s, but peers are at %d, %d", row,
            delivered, read);
    }

    /** A chat as it is announced. */
    public void onAnnounced(
        final long chatId, final String kind, final long version, final List<String> participants,
        final long count, final String title, final String createdBy, final String clientChatId, final int listedMax) {
        final Chat chat = truth.chat(chatId);
        check(chat != null && chat.everHad(user), "is told of chat %d, but was never a member", chatId);
        if (count == 0) {
            check(listedMax == ANSWER_LISTED_MAX && participants.isEmpty() && title.isEmpty() && chat.createdBy().equals(user)
                && (version == 0 ? chat.wasForgotten(user) : chat.state(version - 1).has(user) && leavesAfter(chat, version - 1))
                && chat.clientChatId().equals(clientChatId),
                "asked for chat %d again, and is told %s of %s at version %d", chatId, participants, title, version);
            return;
        }
        final ChatState state = chat.state(version);
        check(state != null, "is told of chat %d at version %d, it is at %d", chatId, version, chat.version());
        check(kind.equals(chat.isDirect() ? "direct" : "group") && chat.createdBy().equals(createdBy), "is told of %s by %s",
            kind, createdBy);
        final boolean late = listedMax < ANSWER_LISTED_MAX && isToldLate(chat, state.sequence());
        final boolean former = listedMax < ANSWER_LISTED_MAX && participants.equals(List.of(user))
            && (late ? chat.anySince(version, some -> !some.has(user)) : leavesAfter(chat, version));
        if (former) {
            sights.saw(Sight.FORMER_TOLD);
        }
        if (former && late && version == 0 && count == 1 && title.isEmpty()) {
            return;
        }
        check(state.has(user) && state.members().size() == count && state.title().equals(title)
            && participants.stream().allMatch(id -> late ? chat.hadUpTo(version, id) : state.has(id)),
            "is told of chat %d: version=%d %s of %d title=%s by %s, it was %s",
            chatId, version, participants, count, title, createdBy, state);
        check(clientChatId == null || clientChatId.equals(chat.clientChatId()), "is told of %s", clientChatId);
        check(participants.size() == java.util.Set.copyOf(participants).size() && participants.size() <= listedMax,
            "is told of %s", participants);
        // Who is in a group that was large is told anew when it is not any more, and behind that entry.
        check(chat.anySince(0, before -> before.members().size() > fanoutMax)
            || late || former || participants.size() == Math.min(listedMax, count - unlisted(chat, state, participants)),
            "is told of %s", participants);
    }

    /** A shard that was away is told of those who were in the chat then, but for those whose times the owner forgot since. */
    private long unlisted(final Chat chat, final ChatState state, final List<String> participants) {
        return linked.test(user, chat.chatId()) ? state.members().keySet().stream().filter(id -> !participants.contains(id)
            && (chat.wasForgotten(id) || chat.hasForgotten(id) && state.sequence() < chat.keptFrom(id))).count() : 0;
    }

    private boolean leavesAfter(final Chat chat, final long version) {
        final ChatState next = chat.state(version + 1);
        return next != null && !next.has(user);
    }

    /** The participants of a chat, all of them; {@code last}: at the end. */
    public void onParticipants(
        final long chatId, final long version, final Map<String, Row> participants, final boolean last) {
        final Chat chat = truth.chat(chatId);
        final ChatState state = chat.state(version);
        check(state.members().keySet().equals(participants.keySet()), "is told of %s in chat %d, there are %s",
            participants.keySet(), chatId, state.members());
        participants.forEach((id, row) -> {
            check(state.members().get(id).equals(row.role), "is told of %s as %s, expected %s", id, row,
                state.members().get(id));
            check(row.delivered <= truth.delivered(chatId, id) && row.read <= truth.read(chatId, id)
                || chat.anySince(0, before -> !before.has(id)) && row.delivered <= truth.deliveredMax(chatId, id)
                && row.read <= truth.readMax(chatId, id), "is told %s is at %s", id, row);
            check(!last || row.delivered == truth.delivered(chatId, id) && row.read == truth.read(chatId, id),
                "is told %s is at %s, but they are at %d, %d", id, row, truth.delivered(chatId, id),
                truth.read(chatId, id));
        });
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(user + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
