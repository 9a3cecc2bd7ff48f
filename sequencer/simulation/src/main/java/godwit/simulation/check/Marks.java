package godwit.simulation.check;

import godwit.journal.follow.ReceiptRecord;
import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How far users received and read chats, from the chats' owners: never back, never more than a device said. */
final class Marks {
    private record Mark(long chatId, String user) {
    }

    private final Said said;
    private final Map<Mark, ReceiptRecord> last = new HashMap<>();
    private final Map<Mark, List<Object>> inTable = new HashMap<>();
    /** Those whose marks may have moved while they were away, which is told to nobody. */
    private final Map<Mark, Boolean> wereAway = new HashMap<>();

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
        final boolean wasAway = wereAway.remove(mark) != null;
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
        wereAway.put(mark, true);
    }

    long delivered(final Chat chat, final String user) {
        final ReceiptRecord mark = last.get(new Mark(chat.chatId(), user));
        return mark == null ? chat.firstMark(user) : mark.deliveredSequence();
    }

    long read(final Chat chat, final String user) {
        final ReceiptRecord mark = last.get(new Mark(chat.chatId(), user));
        return mark == null ? chat.firstMark(user) : mark.readSequence();
    }

    /** The same; of one who was away, whose mark may have moved meanwhile, the most that it may be. */
    long deliveredAtMost(final Chat chat, final String user) {
        return wereAway.containsKey(new Mark(chat.chatId(), user)) ? deliveredMax(chat, user) : delivered(chat, user);
    }

    long readAtMost(final Chat chat, final String user) {
        return wereAway.containsKey(new Mark(chat.chatId(), user)) ? readMax(chat, user) : read(chat, user);
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
