package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Device;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Truth;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A phone's questions about chats and history, and whether the answers are true. */
public final class Pages {
    private static final int UNREAD_MAX = 1_000;

    private final Phone phone;
    private final String user;
    private final Truth truth;
    private final Histories histories;
    private boolean inspecting;
    private String inspectedRows;

    Pages(final Phone phone, final Device judge, final Evidence evidence) {
        this.phone = phone;
        this.user = phone.user();
        this.truth = evidence.truth();
        this.histories = new Histories(phone, judge, evidence);
    }

    /** Asks for a page of a chat, or of the phone's chats. */
    void look(final Draw draw, final TreeSet<Long> chats) {
        if (chats.isEmpty() || draw.oneIn(4)) {
            askChats(phone.nextReqId());
            return;
        }
        final long chatId = draw.of(List.copyOf(chats));
        if (draw.oneIn(4)) {
            phone.send(JsonText.frame("GET_CHAT").with("req_id", phone.nextReqId())
                .with("chat_id", ChatIds.format(chatId)));
        } else {
            histories.scroll(chatId, draw);
        }
    }

    void onConnected() {
        askChats(phone.nextReqId());
        histories.onConnected();
    }

    private void askChats(final String reqId) {
        phone.send(JsonText.frame("LIST_CHATS").with("req_id", reqId));
    }

    void onHistory(final Frame page) {
        histories.onPage(page);
    }

    void onChats(final Frame page) {
        for (final Frame row : page.frames("chats")) {
            final long chatId = ChatIds.parse(row.text("chat_id"));
            check(row.number("last_seq") <= truth.lastSequence(chatId), "row %s of a chat with %d entries", row,
                truth.lastSequence(chatId));
            check(row.number("read_seq") <= truth.read(chatId, user), "row %s, read to %d", row,
                truth.read(chatId, user));
            if (page.text("req_id").equals(inspectedRows)) {
                inspectRow(chatId, row);
            }
        }
        if (page.text("req_id").equals(inspectedRows)) {
            inspectedRows = null;
        }
    }

    private void inspectRow(final long chatId, final Frame row) {
        final String peer = row.text("peer_id");
        final long unread = truth.chats().get(chatId).stream().filter(entry -> !entry.sender().equals(user)
            && entry.sequence() > truth.read(chatId, user)).count();
        check(row.number("last_seq") == truth.lastSequence(chatId)
            && row.number("delivered_seq") == truth.delivered(chatId, user)
            && row.number("read_seq") == truth.read(chatId, user)
            && row.number("peers_delivered_seq") == truth.delivered(chatId, peer)
            && row.number("peers_read_seq") == truth.read(chatId, peer)
            && row.number("unread") == Math.min(unread, UNREAD_MAX), "row %s, but last=%d delivered=%d read=%d"
            + " peers=%d,%d unread=%d", row, truth.lastSequence(chatId), truth.delivered(chatId, user),
            truth.read(chatId, user), truth.delivered(chatId, peer), truth.read(chatId, peer), unread);
    }

    void onChat(final Frame chat) {
        check(truth.members(ChatIds.parse(chat.text("chat_id"))).contains(user), "is shown %s", chat);
    }

    void onError(final String reqId) {
        histories.onError(reqId);
        if (reqId.equals(inspectedRows)) {
            inspectedRows = phone.nextReqId();
            askChats(inspectedRows);
        }
    }

    static byte[] body(final Frame message) {
        return message.has("content") ? Base64.getDecoder().decode(message.text("content"))
            : message.text("text").getBytes(StandardCharsets.UTF_8);
    }

    // ---- the end

    /** Every chat is read from its beginning, and the rows of all chats. */
    void inspect() {
        inspecting = true;
        histories.readAll();
        inspectedRows = phone.nextReqId();
        askChats(inspectedRows);
    }

    /** Whether all that was asked at the end was answered. */
    public boolean inspectedAll() {
        return inspecting && histories.isDone() && inspectedRows == null;
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(user + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
