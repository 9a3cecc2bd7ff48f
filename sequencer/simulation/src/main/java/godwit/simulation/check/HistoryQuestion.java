package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.Locale;

/**
 * A question for a page of a chat's history, and what has to be true of its answer: it begins right behind its bound, goes
 * on without a gap or a repetition, comes up to what anybody had been told of when the question was asked, and says truly
 * whether there is more. Of one answer only.
 */
public final class HistoryQuestion {
    /** There is no bound. */
    public static final long NO_BOUND = -1;

    private static final long NOTHING_YET = -1;

    private final Evidence evidence;
    private final Truth truth;
    private final Chat chat;
    private final String user;
    private final long version;
    private final long chatId;
    private final boolean newestFirst;
    private final long bound;
    private final int limit;
    private final long floor;
    private final boolean wasMember;
    private final long keptFrom;
    private final LeastMarks before;
    private long last = NOTHING_YET;
    private int count;
    private boolean stored;
    private boolean unstored;

    /**
     * Is asked now.
     *
     * @param evidence    what it is judged by.
     * @param user        who asks.
     * @param chatId      of which chat.
     * @param newestFirst whether from the bound down, else up.
     * @param bound       the entry that the page begins behind; {@link #NO_BOUND}: from the newest down.
     * @param limit       entries of the page.
     */
    public HistoryQuestion(
        final Evidence evidence, final String user, final long chatId, final boolean newestFirst, final long bound,
        final int limit) {
        this.user = user;
        this.chat = evidence.truth().chat(chatId);
        this.version = chat.version();
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.chatId = chatId;
        this.newestFirst = newestFirst;
        this.bound = bound;
        this.limit = limit;
        this.wasMember = chat.everHad(user);
        this.keptFrom = chat.keptFrom(user);
        this.floor = evidence.told().last(chatId);
        this.before = truth.leastMarks(chat);
    }

    /** The next entry of the answer, which is known to be the one of its place; the status is 1, 2 or 3. */
    public void onRow(final long sequence, final long status) {
        check(keptFrom <= sequence, "shows %d, of a time that is forgotten", sequence);
        if (chat.hasForgotten(user)) {
            // How many times were remembered when it was answered is not known.
            check(last == NOTHING_YET || newestFirst == sequence < last, "%d follows %d", sequence, last);
        } else if (last != NOTHING_YET) {
            check(sequence == last + (newestFirst ? -1 : 1), "%d follows %d", sequence, last);
        } else if (newestFirst) {
            check(sequence >= below(floor) && sequence <= below(chat.last()), "begins with %d", sequence);
        } else {
            check(sequence == chat.firstFor(user, bound + 1), "begins with %d", sequence);
        }
        last = sequence;
        check(++count <= limit, "has %d entries", count);
        onRow(truth.entry(chatId, sequence), status);
    }

    private void onRow(final Entry entry, final long status) {
        if (entry.change() == null && version == chat.version()) {
            verifyStatus(entry, status);
        }
        evidence.told().of(chatId, entry.sequence());
        stored |= evidence.stored().test(entry);
        unstored |= !evidence.stored().test(entry);
    }

    private void verifyStatus(final Entry entry, final long status) {
        final int least = before.status(entry);
        final int most = truth.status(entry);
        check(status >= least && status <= most, "shows status %d of %s, which had %d, and has %d", status,
            entry, least, most);
    }

    /** The answer's end; {@code more}: as told. */
    public void onEnd(final boolean more) {
        if (chat.hasForgotten(user)) {
            check(!more || count > 0, "is empty, more=%b", more);
        } else if (newestFirst) {
            check(count > 0 || below(floor) == Chat.NONE, "is empty");
            check(more == (count > 0 && last > chat.firstFor(user, 1)), "ends with %d, more=%b", last, more);
        } else {
            final long next = chat.firstFor(user, Math.max(last, bound) + 1);
            check(more ? count > 0 : next == Chat.NONE || next > floor, "ends with %d, more=%b", last, more);
            check(!more || next != Chat.NONE, "ends with %d, more=%b", last, more);
        }
        if (unstored) {
            evidence.sights().saw(stored ? Sight.PAGE_OVER_THE_SEAM : Sight.PAGE_NOT_STORED);
        }
    }

    /** Whether it may be refused: whoever asks was no member when it was asked, or is forgotten, since too many left after. */
    public boolean mayBeForbidden() {
        return !wasMember || chat.wasForgotten(user) && chat.anySince(version, state -> !state.has(user));
    }

    /** The newest entry of a page down from the bound if the chat ends there. */
    private long below(final long end) {
        return chat.lastFor(user, bound == NO_BOUND ? end : Math.min(bound - 1, end));
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure("page of chat " + chatId + (newestFirst ? " down" : " up") + " from " + bound
                + " limit=" + limit + ", told of " + floor + " before: " + String.format(Locale.ROOT, what, values));
        }
    }
}
