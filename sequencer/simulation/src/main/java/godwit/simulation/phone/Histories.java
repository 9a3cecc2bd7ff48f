package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Device;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.HistoryQuestion;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Truth;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A phone's questions for history: it scrolls through chats both ways, a page at a time, goes on where it was after a
 * refusal and on the next connection, and at the end reads every chat as a whole.
 */
final class Histories {
    private static final int SCROLLS_MAX = 2;
    private static final int PAGES_MAX = 8;
    private static final int ROWS_MAX = 8;
    private static final int WHOLE_ROWS = 100;
    private static final int READ_EVERY = 40;

    /** A way through a chat, as far as it has come. */
    private static final class Reading {
        private final long chatId;
        private final boolean newestFirst;
        private final boolean whole;
        private final int limit;
        private long bound;
        private int pages;

        private Reading(
            final long chatId, final boolean newestFirst, final boolean whole, final long bound, final int limit,
            final int pages) {
            this.chatId = chatId;
            this.newestFirst = newestFirst;
            this.whole = whole;
            this.bound = bound;
            this.limit = limit;
            this.pages = pages;
        }
    }

    private record Asked(Reading reading, HistoryQuestion question) {
    }

    private final Phone phone;
    private final Device judge;
    private final Evidence evidence;
    private final Truth truth;
    private final Map<String, Asked> asked = new LinkedHashMap<>();
    private final List<Reading> refused = new ArrayList<>();
    private final Set<Reading> later = new HashSet<>();

    Histories(final Phone phone, final Device judge, final Evidence evidence) {
        this.phone = phone;
        this.judge = judge;
        this.evidence = evidence;
        this.truth = evidence.truth();
    }

    /** Goes on with what was refused, or begins to scroll through a chat from somewhere. */
    void scroll(final long chatId, final Draw draw) {
        if (!refused.isEmpty()) {
            ask(refused.remove(0));
        } else if (asked.size() < SCROLLS_MAX) {
            final boolean newestFirst = draw.oneIn(2);
            final long last = evidence.told().last(chatId);
            final long near = Math.max(0, last - draw.below(2 * ROWS_MAX));
            final long bound = draw.oneIn(2) ? near : draw.between(0, last + 2);
            ask(new Reading(chatId, newestFirst, false, newestFirst && draw.oneIn(2) ? HistoryQuestion.NO_BOUND : bound,
                1 + draw.below(ROWS_MAX), 1 + draw.below(PAGES_MAX)));
        }
    }

    /** Every chat is read from its beginning to its end; each entry has to have its last status. */
    void readAll() {
        later.clear();
        truth.chatsOf(phone.user()).forEach(
            chatId -> askLater(new Reading(chatId, false, true, 0, WHOLE_ROWS, Integer.MAX_VALUE)));
    }

    private void askLater(final Reading reading) {
        later.add(reading);
        phone.later(() -> {
            if (later.remove(reading)) {
                ask(reading);
            }
        });
    }

    private void ask(final Reading reading) {
        final String reqId = phone.nextReqId();
        asked.put(reqId, new Asked(reading,
            new HistoryQuestion(evidence, phone.user(), reading.chatId, reading.newestFirst, reading.bound, reading.limit)));
        final JsonText frame = JsonText.frame("HISTORY").with("req_id", reqId)
            .with("chat_id", ChatIds.format(reading.chatId)).with("limit", reading.limit);
        if (reading.bound != HistoryQuestion.NO_BOUND) {
            frame.with(reading.newestFirst ? "before_seq" : "after_seq", reading.bound);
        }
        phone.send(frame);
    }

    /** A new connection: what was asked on the last one is asked again, but not what reads whole chats. */
    void onConnected() {
        final List<Asked> before = List.copyOf(asked.values());
        asked.clear();
        before.stream().filter(one -> !one.reading.whole).forEach(one -> ask(one.reading));
    }

    /** A refusal; {@code forbidden}: for good. */
    void onError(final String reqId, final boolean forbidden) {
        final Asked one = asked.remove(reqId);
        if (one != null && forbidden) {
            check(one.question.mayBeForbidden(), "may not read chat %d, but was a member", one.reading.chatId);
            evidence.sights().saw(Sight.PAGE_FORBIDDEN);
        } else if (one != null && one.reading.whole) {
            askLater(one.reading);
        } else if (one != null) {
            refused.add(one.reading);
        }
    }

    /** The device is forgotten. */
    void forget() {
        asked.clear();
        refused.clear();
    }

    void onPage(final Frame page) {
        final Asked one = asked.remove(page.text("req_id"));
        check(one != null, "is answered what it did not ask: %s", page);
        final Reading reading = one.reading;
        check(ChatIds.parse(page.text("chat_id")) == reading.chatId, "is answered about another chat: %s", page);
        for (final Frame message : page.frames("messages")) {
            onRow(one, message);
        }
        one.question.onEnd(page.flag("more"));
        if (page.flag("more") && --reading.pages > 0) {
            ask(reading);
        }
    }

    private void onRow(final Asked one, final Frame message) {
        final Reading reading = one.reading;
        final long sequence = message.number("seq");
        check(message.chatId() == reading.chatId, "is answered about another chat: %s", message);
        judge.verify(message.shown());
        one.question.onRow(sequence, message.number("status"));
        reading.bound = sequence;
        readElsewhere(message);
        if (reading.whole && message.has("text")) {
            final Entry entry = truth.entry(reading.chatId, sequence);
            final int status = truth.status(entry);
            check(message.number("status") <= status && message.number("status") >= truth.statusAtLeast(entry),
                "sees %s, its status is %d", message, status);
        }
    }

    /** Who reads what came by history says so, now and then; only the user's marks move by that. */
    private void readElsewhere(final Frame message) {
        if (!phone.inspects() && phone.draw().oneIn(READ_EVERY)) {
            phone.read(message.chatId(), message.number("seq"), message.id("msg_id"));
        }
    }

    /** Whether nothing is asked that has no answer. */
    boolean isDone() {
        return asked.isEmpty() && later.isEmpty();
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(phone.user() + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
