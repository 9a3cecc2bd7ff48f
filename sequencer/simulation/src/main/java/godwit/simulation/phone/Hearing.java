package godwit.simulation.phone;

import godwit.edge.fanout.Link;
import godwit.protocol.ChatIds;
import godwit.simulation.check.Device;
import godwit.simulation.world.Clock;

/** Tells those of a phone's parts of a frame whom it concerns, and the judge of all that is said of chats. */
final class Hearing {
    private final Phone phone;
    private final Device judge;
    private final Clock clock;
    private final Acks acks;
    private final Mistakes mistakes;
    private final Pages pages;
    private final Groups groups;
    private final Siblings siblings;
    private final Watching watching;

    Hearing(
        final Phone phone, final Device judge, final Clock clock, final Acks acks, final Mistakes mistakes,
        final Pages pages, final Groups groups, final Siblings siblings, final Watching watching) {
        this.phone = phone;
        this.judge = judge;
        this.clock = clock;
        this.acks = acks;
        this.mistakes = mistakes;
        this.pages = pages;
        this.groups = groups;
        this.siblings = siblings;
        this.watching = watching;
    }

    void onFrame(final Frame frame) {
        switch (frame.text("type")) {
            case "CONNECTED" -> phone.onConnected(frame);
            case "MESSAGE_ACK" -> onMessageAck(frame);
            case "RECEIVE_MESSAGE" -> onEntry(frame);
            case "CHAT_UPDATED" -> onChatUpdated(frame);
            case "CHAT_CREATED" -> onChatCreated(frame);
            case "DEVICES" -> siblings.onDevices(frame);
            case "HISTORY_PAGE" -> pages.onHistory(frame);
            case "CHATS" -> {
                judge.onAnswered();
                pages.onChats(frame);
            }
            case "CHAT" -> pages.onChat(frame);
            case "OK" -> {
                acks.onOk(frame.text("req_id"));
                mistakes.onOk(frame.text("req_id"));
                siblings.onOk(frame.text("req_id"));
                watching.onOk(frame.text("req_id"));
            }
            case "ERROR" -> onError(frame);
            case "PRESENCE" -> watching.onPresence(frame);
            case "TYPING" -> watching.onTyping(frame);
            case "HEARTBEAT_ACK", "GOAWAY" -> { }
            default -> throw new IllegalStateException("frame=" + frame);
        }
    }

    private void onMessageAck(final Frame frame) {
        final long chatId = ChatIds.parse(frame.text("chat_id"));
        if (frame.text("status").equals("SENT")) {
            final String key = frame.text("client_msg_id");
            judge.onSent(chatId, key, frame.id("msg_id"), frame.number("seq"), frame.number("ts"));
            judge.onSentInOrder(chatId, key, frame.number("seq"), frame.flag("duplicate"), clock.nowMs());
            phone.onAnswer(key);
        } else {
            judge.onMark(
                chatId, frame.text("user_id"), frame.text("status"), frame.number("seq"), frame.id("msg_id"),
                frame.number("ts"));
        }
    }

    private void onEntry(final Frame frame) {
        phone.onChat(frame.chatId());
        judge.onEntry(frame.shown(), frame.has("req_id"), clock.nowMs());
        if (frame.has("req_id")) {
            acks.onAnswer(frame.chatId(), frame.number("seq"), frame.id("msg_id"));
        } else {
            acks.onEntry(frame.chatId(), frame.number("seq"), frame.id("msg_id"));
        }
    }

    private void onChatUpdated(final Frame frame) {
        if (!frame.text("change").equals("none")) {
            onEntry(frame);
        }
        if (frame.has("req_id")) {
            groups.onChanged(frame);
        }
    }

    private void onChatCreated(final Frame frame) {
        phone.onChat(frame.chatId());
        pages.onAnnounced(frame);
        if (frame.has("req_id")) {
            groups.onCreated(frame);
        }
    }

    /**
     * Of what came so many entries ago its edge does not know that it was pushed, nor of an answer, and what came by history
     * was not: if its time in the chat is forgotten, it is as little there as history shows it. These two are acknowledged
     * without req_id.
     */
    private boolean isForgotten(final Frame frame, final String code) {
        return code.equals("NOT_FOUND") && frame.has("chat_id") && judge.hasForgotten(frame.chatId())
            && (judge.entries() > Link.RECENT_MAX || !frame.has("req_id") && acks.saidOfForgotten(frame.chatId()));
    }

    private void onError(final Frame frame) {
        final String key = frame.text("client_msg_id");
        final String code = frame.text("code");
        final boolean retryable = frame.flag("retryable");
        if (frame.has("req_id") && mistakes.onError(frame.text("req_id"), code, retryable)) {
            return;
        }
        if (!retryable && !code.equals("FORBIDDEN") && !code.equals("INVALID") && !code.equals("TOO_LARGE")
            && !isForgotten(frame, code)) {
            throw new IllegalStateException("error=" + frame + " to " + phone.user() + "/" + phone.device());
        }
        if (key != null && !retryable) {
            judge.onForbidden(frame.chatId(), key);
            phone.onGivenUp(key);
        } else if (key != null) {
            judge.onRefused(frame.chatId(), key, clock.nowMs());
            phone.onRefused(key, frame.number("retry_after_ms"));
        } else if (frame.has("req_id")) {
            final String reqId = frame.text("req_id");
            if (!groups.onError(reqId, code, retryable)) {
                pages.onError(reqId, !retryable);
                acks.onError(reqId, code);
                siblings.onError(reqId);
                watching.onError(reqId, frame.text("message"));
            }
        } else if (phone.isConnected()) {
            acks.onRefused(frame, code, isForgotten(frame, code));
        } else {
            phone.onNotConnected();
        }
    }
}
