package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Device;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Truth;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A phone's questions about chats and history, and whether the answers are true. */
public final class Pages {
    private static final int UNREAD_MAX = 1_000;

    private final String user;
    private final Device judge;
    private final Truth truth;
    private final Map<String, Long> histories = new HashMap<>();
    private final TreeMap<Long, Long> inspected = new TreeMap<>();
    private Phone inspecting;
    private String inspectedRows;

    Pages(final String user, final Device judge, final Truth truth) {
        this.user = user;
        this.judge = judge;
        this.truth = truth;
    }

    JsonText ask(final String reqId, final Draw draw, final TreeSet<Long> chats) {
        if (chats.isEmpty() || draw.oneIn(4)) {
            return askChats(reqId);
        }
        final long chatId = draw.of(List.copyOf(chats));
        final String chat = ChatIds.format(chatId);
        return switch (draw.below(4)) {
            case 0 -> JsonText.frame("GET_CHAT").with("req_id", reqId).with("chat_id", chat);
            case 1 -> history(reqId, chatId).with("after_seq", draw.below(20)).with("limit", 1 + draw.below(9));
            case 2 -> history(reqId, chatId).with("before_seq", 1 + draw.below(40));
            default -> history(reqId, chatId);
        };
    }

    JsonText askChats(final String reqId) {
        return JsonText.frame("LIST_CHATS").with("req_id", reqId);
    }

    private JsonText history(final String reqId, final long chatId) {
        histories.put(reqId, chatId);
        return JsonText.frame("HISTORY").with("req_id", reqId).with("chat_id", ChatIds.format(chatId));
    }

    void onHistory(final Frame page) {
        final long chatId = ChatIds.parse(page.text("chat_id"));
        final List<Frame> messages = page.frames("messages");
        long before = 0;
        for (final Frame message : messages) {
            final long sequence = message.number("seq");
            judge.verify(chatId, sequence, message.id("msg_id"), message.text("sender_id"),
                message.text("client_msg_id"), message.number("ts"), body(message));
            check(before == 0 || Math.abs(sequence - before) == 1, "history jumps from %d to %d", before, sequence);
            before = sequence;
        }
        final Long chat = histories.remove(page.text("req_id"));
        if (chat != null && inspecting != null && inspected.containsKey(chat)) {
            onInspected(chat, page, messages);
        }
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
        final Long chatId = histories.remove(reqId);
        if (chatId != null && inspecting != null && inspected.containsKey(chatId)) {
            askInspected(chatId);
        }
        if (reqId.equals(inspectedRows)) {
            inspectedRows = inspecting.nextReqId();
            inspecting.send(askChats(inspectedRows));
        }
    }

    static byte[] body(final Frame message) {
        return message.has("content") ? Base64.getDecoder().decode(message.text("content"))
            : message.text("text").getBytes(StandardCharsets.UTF_8);
    }

    // ---- the end

    /** Every chat is read from its beginning, and the rows of all chats. */
    void inspect(final Phone phone) {
        inspecting = phone;
        truth.chats().keySet().stream().filter(chatId -> truth.members(chatId).contains(user)).forEach(chatId -> {
            inspected.put(chatId, 0L);
            askInspected(chatId);
        });
        inspectedRows = phone.nextReqId();
        phone.send(askChats(inspectedRows));
    }

    private void askInspected(final long chatId) {
        inspecting.send(history(inspecting.nextReqId(), chatId).with("after_seq", inspected.get(chatId))
            .with("limit", 100));
    }

    private void onInspected(final long chatId, final Frame page, final List<Frame> messages) {
        for (final Frame message : messages) {
            final long sequence = message.number("seq");
            check(sequence == inspected.get(chatId) + 1, "history of %d goes on with %d after %d", chatId, sequence,
                inspected.get(chatId));
            inspected.put(chatId, sequence);
            inspectStatus(truth.entry(chatId, sequence), message.number("status"));
        }
        if (page.flag("more")) {
            check(!messages.isEmpty(), "history of %d has more, but gives nothing", chatId);
            askInspected(chatId);
        } else {
            check(inspected.get(chatId) == truth.lastSequence(chatId), "history of %d ends at %d of %d", chatId,
                inspected.get(chatId), truth.lastSequence(chatId));
            inspected.remove(chatId);
        }
    }

    private void inspectStatus(final Entry entry, final long status) {
        final String other = truth.members(entry.chatId()).stream().filter(m -> !m.equals(entry.sender())).findFirst()
            .orElseThrow();
        final long reached = truth.read(entry.chatId(), other) >= entry.sequence() ? 3
            : truth.delivered(entry.chatId(), other) >= entry.sequence() ? 2 : 1;
        check(status == reached, "status of %s is %d, expected %d", entry, status, reached);
    }

    /** Whether all that was asked at the end was answered. */
    public boolean inspectedAll() {
        return inspecting != null && inspected.isEmpty() && inspectedRows == null;
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(user + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
