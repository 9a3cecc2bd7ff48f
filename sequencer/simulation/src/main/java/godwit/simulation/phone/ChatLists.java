package godwit.simulation.phone;

import godwit.simulation.check.ChatRows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A phone's lists of its chats: one that it keeps by asking for what changed since, as a client does, and whole ones. At
 * the end both have to be the same.
 */
final class ChatLists {
    private static final int SMALL_PAGE = 3;

    /** A list under way; {@code since}: as told by an earlier one, null: all. */
    private static final class Listing {
        private final String since;
        private final boolean keeps;
        private final int limit;
        private final Map<Long, ChatRows.Row> rows = new TreeMap<>();
        private String asOf;
        private String cursor;

        Listing(final String since, final boolean keeps, final int limit) {
            this.since = since;
            this.keeps = keeps;
            this.limit = limit;
        }
    }

    private final Phone phone;
    private final BiFunction<Frame, Frame, ChatRows.Row> judge;
    private final ChatRows rows;
    private final Map<String, Listing> asked = new TreeMap<>();
    private final Map<Long, ChatRows.Row> kept = new TreeMap<>();
    private Map<Long, ChatRows.Row> all;
    private String asOf;
    private boolean inspecting;

    /** Judges rows by {@code judge}, which is given the row and its page. */
    ChatLists(final Phone phone, final BiFunction<Frame, Frame, ChatRows.Row> judge, final ChatRows rows) {
        this.rows = rows;
        this.phone = phone;
        this.judge = judge;
    }

    /** Asks for all chats, or for those that changed. */
    void ask(final boolean whole) {
        begin(new Listing(whole ? null : asOf, !whole && !keeps(), phone.draw().oneIn(2) ? SMALL_PAGE : 100));
    }

    private boolean keeps() {
        return asked.values().stream().anyMatch(listing -> listing.keeps);
    }

    private void begin(final Listing listing) {
        final String reqId = phone.nextReqId();
        asked.put(reqId, listing);
        final JsonText frame = JsonText.frame("LIST_CHATS").with("req_id", reqId).with("limit", listing.limit);
        if (listing.since != null) {
            frame.with("since", listing.since);
        }
        if (listing.cursor != null) {
            frame.with("cursor", listing.cursor);
        }
        phone.send(frame);
    }

    /** As the protocol has it: asked after every CONNECTED. */
    void onConnected() {
        asked.clear();
        ask(false);
    }

    void onPage(final Frame page) {
        final Listing listing = asked.remove(page.text("req_id"));
        if (listing == null) {
            return;
        }
        final List<ChatRows.Row> inOrder = page.frames("chats").stream().map(row -> judge.apply(row, page)).toList();
        if (listing.since == null) {
            rows.onOrder(inOrder);
        }
        for (final ChatRows.Row row : inOrder) {
            if (listing.since == null && !row.member()) {
                throw new IllegalStateException("listed without being asked for: " + row);
            }
            listing.rows.put(row.chatId(), row);
        }
        listing.asOf = listing.asOf == null ? page.text("as_of") : listing.asOf;
        listing.cursor = page.text("next");
        if (listing.cursor != null) {
            begin(listing);
        } else {
            onWhole(listing);
        }
    }

    private void onWhole(final Listing listing) {
        if (listing.keeps) {
            asOf = listing.asOf;
            listing.rows.forEach((chatId, row) -> {
                if (row.member()) {
                    kept.put(chatId, row);
                } else {
                    kept.remove(chatId);
                }
            });
            if (inspecting && all == null) {
                begin(new Listing(null, false, 100));
            }
        } else if (inspecting && listing.since == null && listing.limit == 100) {
            all = listing.rows;
        }
    }

    void onError(final String reqId) {
        final Listing listing = asked.remove(reqId);
        if (listing != null && inspecting) {
            phone.later(() -> begin(new Listing(listing.since, listing.keeps, listing.limit)));
        }
    }

    /** The last questions: what changed, then all. */
    void inspect() {
        inspecting = true;
        all = null;
        asked.clear();
        begin(new Listing(asOf, true, 100));
    }

    boolean isInspected() {
        return all != null;
    }

    /** All chats, at the end. */
    Map<Long, ChatRows.Row> all() {
        return all;
    }

    /** The chats as they are kept. */
    Map<Long, ChatRows.Row> kept() {
        return kept;
    }

    /** The device is forgotten, and what it kept. */
    void forget() {
        kept.clear();
        asked.clear();
        asOf = null;
    }
}
