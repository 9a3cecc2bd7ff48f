package godwit.simulation.check;

import godwit.journal.follow.ReceiptRecord;
import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/** How far users received and read chats, from the chats' owners: never back, never more than a device said. */
final class Marks {
    private record Mark(long chatId, String user) {
    }

    /** The least marks of those who are in a chat at a version and were not away before, when there were so many members. */
    private record Least(long version, int members, LeastMarks marks) {
    }

    private final Said said;
    private final Map<Mark, ReceiptRecord> last = new HashMap<>();
    private final Map<Mark, List<Object>> inTable = new HashMap<>();
    /** Those whose marks may have moved while they were away, which is told to nobody. */
    private final Map<Long, Set<String>> wereAway = new HashMap<>();
    private final Map<Long, Least> least = new HashMap<>();

    Marks(final Said said) {
        this.said = said;
    }

    void onReceipt(final ReceiptRecord r, final Chat chat) {
        final Mark mark = new Mark(r.chatId(), r.userId());
        check(chat != null && chat.state().has(r.userId()), "marks of no member: %s", r);
        final long delivered = delivered(chat, r.userId());
        final long read = read(chat, r.userId());
        last.put(mark, r);
        inTable.put(mark, List.of(r.deliveredSequence(), r.readSequence()));
        final boolean wasAway = wereAway(r.chatId()).remove(r.userId());
        if (wasAway || least.containsKey(r.chatId()) && least.get(r.chatId()).marks.restOn(r.userId())) {
            least.remove(r.chatId());
        }
        check(r.deliveredSequence() >= delivered && r.readSequence() >= read, "marks go back: %d, %d, %s", delivered,
            read, r);
        check(wasAway ? r.previousDeliveredSequence() >= delivered && r.previousReadSequence() >= read
            : r.previousDeliveredSequence() == delivered && r.previousReadSequence() == read, "%s after %d, %d", r,
            delivered, read);
        check(r.readSequence() <= r.deliveredSequence() && r.deliveredSequence() <= chat.last(),
            "marks beyond the chat or each other: %s", r);
        check(r.deliveredSequence() <= deliveredMax(chat, r.userId()) && r.readSequence() <= readMax(chat, r.userId()),
            "marks beyond what any device said, %d, %d: %s", deliveredMax(chat, r.userId()), readMax(chat, r.userId()),
            r);
    }

    void onGone(final long chatId, final String user) {
        final Mark mark = new Mark(chatId, user);
        inTable.remove(mark);
        wereAway(chatId).add(user);
        least.remove(chatId);
    }

    private Set<String> wereAway(final long chatId) {
        return wereAway.computeIfAbsent(chatId, id -> new HashSet<>());
    }

    /** How far the members of a chat came at least, if nobody who was away came further meanwhile. */
    LeastMarks atLeast(final Chat chat) {
        return withThoseAway(chat, this::delivered, this::read);
    }

    /** How far the members of a chat came at most, if those who were away came as far as they may have. */
    LeastMarks atMost(final Chat chat) {
        return withThoseAway(chat, this::deliveredMax, this::readMax);
    }

    private LeastMarks withThoseAway(
        final Chat chat, final ToLongBiFunction<Chat, String> delivered, final ToLongBiFunction<Chat, String> read) {
        final LeastMarks others = ofThoseNeverAway(chat);
        final Set<String> away = wereAway(chat.chatId());
        if (away.isEmpty()) {
            return others;
        }
        final LeastMarks all = new LeastMarks();
        all.addAll(others);
        away.stream().filter(chat.state()::has).forEach(user ->
            all.add(user, delivered.applyAsLong(chat, user), read.applyAsLong(chat, user)));
        return all;
    }

    /** Looks at each member only when one came further on whom it rests, or others are members: groups may be large. */
    private LeastMarks ofThoseNeverAway(final Chat chat) {
        final Set<String> members = chat.state().members().keySet();
        final Least before = least.get(chat.chatId());
        if (before != null && before.version == chat.version() && before.members == members.size()) {
            return before.marks;
        }
        final LeastMarks marks = new LeastMarks();
        final Set<String> away = wereAway(chat.chatId());
        members.stream().filter(user -> !away.contains(user)).forEach(user ->
            marks.add(user, delivered(chat, user), read(chat, user)));
        least.put(chat.chatId(), new Least(chat.version(), members.size(), marks));
        return marks;
    }

    long delivered(final Chat chat, final String user) {
        final ReceiptRecord mark = last.get(new Mark(chat.chatId(), user));
        return mark == null ? chat.firstMark(user) : mark.deliveredSequence();
    }

    long read(final Chat chat, final String user) {
        final ReceiptRecord mark = last.get(new Mark(chat.chatId(), user));
        return mark == null ? chat.firstMark(user) : mark.readSequence();
    }

    List<Object> journaled(final long chatId, final String user) {
        return inTable.getOrDefault(new Mark(chatId, user), List.of(0L, 0L));
    }

    long deliveredMax(final Chat chat, final String user) {
        return Math.max(chat.beginMark(user), said.delivered(chat.chatId(), user));
    }

    long readMax(final Chat chat, final String user) {
        return Math.max(chat.beginMark(user), said.read(chat.chatId(), user));
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
