package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Chat;
import godwit.simulation.check.ChatRows;
import godwit.simulation.check.Device;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Shown;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Truth;
import godwit.simulation.world.Draw;
import godwit.simulation.world.Plan;
import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A phone's questions about chats and history, and whether the answers are true. */
public final class Pages {
    private static final String UNASKED = "";
    /** No frame of the server is longer; less what a page keeps free for its end. */
    private static final int FRAME_LENGTH_MAX = 256 * 1024 - 128;

    /** A question for one chat. */
    private record Question(long chatId, long version, boolean last, Map<String, ChatRows.Row> participants) {
    }

    private final Phone phone;
    private final String user;
    private final Device judge;
    private final Evidence evidence;
    private final Truth truth;
    private final Histories histories;
    private final ChatRows rows;
    private final ChatLists lists;
    private final Map<String, Question> asked = new HashMap<>();
    private final TreeSet<Long> inspectedChats = new TreeSet<>();
    private final boolean leavesMemory;
    private boolean inspecting;

    Pages(final Phone phone, final Device judge, final Evidence evidence) {
        this.phone = phone;
        this.user = phone.user();
        this.judge = judge;
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.histories = new Histories(phone, judge, evidence);
        this.rows = new ChatRows(user, evidence);
        this.leavesMemory = evidence.limits().unjournaledEntriesMax() < Plan.SOME_ENTRIES;
        this.lists = new ChatLists(phone, this::onRow, rows);
    }

    /** Asks for a page of a chat, or of the phone's chats. */
    void look(final Draw draw, final TreeSet<Long> chats) {
        if (chats.isEmpty() || draw.oneIn(4)) {
            lists.ask(draw.oneIn(2));
            return;
        }
        final long chatId = draw.of(List.copyOf(draw.oneIn(20) ? truth.chats().keySet() : chats));
        if (draw.oneIn(4)) {
            ask(chatId, false);
        } else {
            histories.scroll(chatId, draw);
        }
    }

    private void ask(final long chatId, final boolean last) {
        final String reqId = phone.nextReqId();
        asked.put(reqId, new Question(chatId, truth.chat(chatId).version(), last, new TreeMap<>()));
        phone.send(JsonText.frame("GET_CHAT").with("req_id", reqId).with("chat_id", ChatIds.format(chatId)));
    }

    private void askOn(final Question question, final String next) {
        final String reqId = phone.nextReqId();
        asked.put(reqId, question);
        phone.send(JsonText.frame("GET_CHAT").with("req_id", reqId).with("chat_id", ChatIds.format(question.chatId))
            .with("cursor", next));
    }

    void onConnected() {
        asked.clear();
        lists.onConnected();
        histories.onConnected();
    }

    /** The device is forgotten. */
    void forget() {
        asked.clear();
        lists.forget();
        histories.forget();
    }

    void onHistory(final Frame page) {
        histories.onPage(page);
    }

    void onChats(final Frame page) {
        lists.onPage(page);
    }

    private ChatRows.Row row(final Frame row) {
        return new ChatRows.Row(row.chatId(), row.text("kind"), row.text("title"), row.text("peer_id"),
            row.flag("member"), row.text("role"), row.number("version"), row.number("participants_count"),
            row.number("last_seq"), row.number("delivered_seq"), row.number("read_seq"),
            row.number("peers_delivered_seq", ChatRows.NOT_TOLD), row.number("peers_read_seq", ChatRows.NOT_TOLD),
            row.number("unread"));
    }

    /**
     * Whether a last message may have left memory or never came there, and is not in the store or that does not answer; or it
     * is so large that the page has no room: one with room for the longest has it.
     */
    private boolean mayBeLeftOut(final ChatRows.Row row, final Frame page) {
        return page.length() + evidence.bodies().lengthInFrameMax() > FRAME_LENGTH_MAX
            || !inspecting && (leavesMemory || evidence.bodies().areLarge()
                || row.last() <= evidence.summedTo().applyAsLong(user, row.chatId()));
    }

    private ChatRows.Row onRow(final Frame frame, final Frame page) {
        return onRow(frame, page, false);
    }

    private ChatRows.Row onRow(final Frame frame, final Frame page, final boolean byOwner) {
        final ChatRows.Row row = row(frame);
        rows.onRow(row, byOwner);
        if (frame.has("last_message")) {
            final Shown last = frame.frame("last_message").shown();
            check(last.sequence() == row.last(), "row %s with another message", frame);
            judge.verify(last);
        } else {
            check(!row.member() || row.last() == 0 || mayBeLeftOut(row, page), "row %s without its last message", frame);
        }
        return row;
    }

    void onChat(final Frame chat) {
        final Question question = asked.remove(chat.text("req_id"));
        if (question == null) {
            return;
        }
        check(chat.chatId() == question.chatId && chat.flag("member"), "is shown %s", chat);
        final ChatRows.Row row = onRow(chat, chat, true);
        final Map<String, ChatRows.Row> participants = question.participants;
        for (final Frame one : chat.frames("participants")) {
            participants.put(one.text("user_id"), new ChatRows.Row(row.chatId(), null, null, null, true,
                one.text("role"), 0, 0, 0, one.number("delivered_seq"), one.number("read_seq"), 0, 0, 0));
        }
        if (chat.has("next")) {
            // Between the pages members may come and go; at the end they do not.
            if (question.last) {
                askOn(question, chat.text("next"));
            }
            return;
        }
        if (!question.last && participants.size() < row.count()) {
            return;
        }
        rows.onParticipants(row.chatId(), row.version(), participants, question.last);
        if (question.last) {
            rows.onLastRow(row);
            inspectedChats.remove(row.chatId());
        }
    }

    /** A chat is announced, or answered. */
    void onAnnounced(final Frame frame) {
        judge.onAnnounced(frame.chatId());
        rows.onAnnounced(frame.chatId(), frame.text("kind"), frame.number("version"), frame.texts("participants"),
            frame.number("participants_count"), frame.has("title") ? frame.text("title") : UNASKED,
            frame.text("created_by"), frame.text("client_chat_id"), frame.has("req_id") ? ChatRows.ANSWER_LISTED_MAX : 25);
    }

    void onError(final String reqId, final boolean forbidden) {
        histories.onError(reqId, forbidden);
        lists.onError(reqId);
        final Question question = asked.remove(reqId);
        if (question != null && forbidden) {
            final Chat chat = truth.chat(question.chatId);
            check(chat.anySince(question.version, state -> !state.has(user)), "may not see chat %d", question.chatId);
            evidence.sights().saw(Sight.CHAT_FORBIDDEN);
        } else if (question != null && question.last) {
            phone.later(() -> ask(question.chatId, true));
        }
    }

    // ---- the end

    /** Every chat is read from its beginning, and the rows of all chats. */
    void inspect() {
        inspecting = true;
        histories.readAll();
        inspectedChats.clear();
        truth.chatsOf(user).stream().filter(chatId -> truth.chat(chatId).state().has(user)).forEach(chatId -> {
            inspectedChats.add(chatId);
            phone.later(() -> ask(chatId, true));
        });
        lists.inspect();
    }

    /** What has no answer at the end. */
    public String uninspected() {
        return "histories=" + histories.isDone() + " chats=" + inspectedChats + " lists=" + lists.isInspected();
    }

    /** Whether all that was asked at the end was answered. */
    public boolean inspectedAll() {
        if (!inspecting || !histories.isDone() || !inspectedChats.isEmpty() || !lists.isInspected()) {
            return false;
        }
        final Map<Long, ChatRows.Row> all = lists.all();
        all.values().forEach(rows::onLastRow);
        final TreeSet<Long> mine = new TreeSet<>();
        truth.chatsOf(user).stream().filter(chatId -> truth.chat(chatId).state().has(user)).forEach(mine::add);
        check(all.keySet().equals(mine), "lists chats %s, is in %s", all.keySet(), mine);
        check(lists.kept().equals(all), "keeps rows by what changed: %s, there are: %s", lists.kept(), all);
        return true;
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(user + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
