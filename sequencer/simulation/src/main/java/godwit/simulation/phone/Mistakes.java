package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Device;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client acknowledges that is wrong, or old: what it was not sent, what it has long acknowledged, what is of another
 * chat, of a time when its user was not in the chat, or of none. Each wants an answer, and the answer has to be the contract's.
 * What is always wrong is said again until it has an answer that is final: to be put off for ever would tell what is there.
 */
final class Mistakes {
    private static final int NEAR = 20;

    private enum Kind { AHEAD, AHEAD_UNNAMED, BEHIND, FOREIGN, ANOTHER_CHAT, AWAY, UNKNOWN }

    /** A mistake without an answer. */
    private static final class Mistake {
        private final Kind kind;
        private final long chatId;
        private final long msgId;
        private final String status;
        /** Of the named chat when it was said last. */
        private long version;
        /** When the edge's agent took the acknowledgement up, which is when it looks for the message. */
        private boolean wasOffered;
        private boolean wasWritten;

        private Mistake(final Kind kind, final long chatId, final long msgId, final String status) {
            this.kind = kind;
            this.chatId = chatId;
            this.msgId = msgId;
            this.status = status;
        }

        /** Whatever else happens; so it may be said again. */
        private boolean isAlwaysWrong() {
            return kind == Kind.FOREIGN || kind == Kind.ANOTHER_CHAT || kind == Kind.AWAY || kind == Kind.UNKNOWN;
        }
    }

    /** Looks what the edge had written: what it takes for heard is settled when it reads, which chat it is later. */
    private final class Ahead implements Socket.Reader {
        private final Mistake mistake;
        private final Socket socket;
        private final Entry entry;
        private final boolean isRead;

        private Ahead(final Mistake mistake, final Socket socket, final Entry entry, final boolean isRead) {
            this.mistake = mistake;
            this.socket = socket;
            this.entry = entry;
            this.isRead = isRead;
        }

        @Override
        public void onRead() {
            if (socket.wasWritten(entry.msgId())) {
                judge.onWritten(mistake.chatId, entry.sequence(), isRead);
            }
        }

        @Override
        public void onTaken() {
            mistake.wasOffered = socket.wasOffered(entry.msgId());
            mistake.wasWritten = socket.wasWritten(entry.msgId());
        }
    }

    private final Phone phone;
    private final Device judge;
    private final Evidence evidence;
    private final Truth truth;
    private final Map<String, Mistake> made = new HashMap<>();

    Mistakes(final Phone phone, final Device judge, final Evidence evidence) {
        this.phone = phone;
        this.judge = judge;
        this.evidence = evidence;
        this.truth = evidence.truth();
    }

    void onConnected() {
        made.clear();
    }

    /** Makes one, if there is something to be wrong about; {@code chats}: those that the phone knows. */
    void make(final Collection<Long> chats, final Draw draw) {
        if (chats.isEmpty()) {
            return;
        }
        final long chatId = draw.of(List.copyOf(chats));
        switch (draw.below(8)) {
            case 0, 1, 2 -> ahead(chatId, draw);
            case 3, 4 -> behind(chatId, draw);
            case 5 -> foreign(draw);
            case 6 -> anotherChat(chatId, draw);
            default -> send(Kind.UNKNOWN, chatId, draw.between(1, Long.MAX_VALUE - 1), status(draw));
        }
    }

    private static String status(final Draw draw) {
        return draw.oneIn(3) ? "READ" : "DELIVERED";
    }

    /** What the chat has and the connection was not sent, as far as the phone knows. */
    private void ahead(final long chatId, final Draw draw) {
        final Chat chat = truth.chat(chatId);
        final long pushed = judge.pushed(chatId);
        final long sequence = Math.min(chat.last(), pushed + 1 + draw.below(NEAR));
        final Entry entry = truth.entry(chatId, sequence);
        final boolean isOwn = entry != null && entry.sender().equals(phone.user()) && entry.device().equals(phone.device());
        if (sequence <= pushed || isOwn) {
            return;
        }
        if (!chat.isFor(phone.user(), sequence)) {
            send(Kind.AWAY, chatId, entry.msgId(), sequence % 2 == 0 ? "READ" : "DELIVERED");
            return;
        }
        final boolean named = !draw.oneIn(3);
        final String status = status(draw);
        if (status.equals("READ")) {
            judge.onReadElsewhere(chatId, sequence);
        }
        final Mistake mistake = new Mistake(named ? Kind.AHEAD : Kind.AHEAD_UNNAMED, chatId, entry.msgId(), status);
        send(mistake, phone.nextReqId(), new Ahead(mistake, phone.socket(), entry, status.equals("READ")));
    }

    private void behind(final long chatId, final Draw draw) {
        final long confirmed = judge.confirmed(chatId);
        final long sequence = confirmed == 0 ? 0 : Math.max(1, confirmed - draw.below(NEAR));
        if (sequence == 0 || !truth.chat(chatId).isFor(phone.user(), sequence)) {
            return;
        }
        final String status = status(draw);
        if (status.equals("READ")) {
            judge.onReadElsewhere(chatId, sequence);
        }
        send(Kind.BEHIND, chatId, truth.entry(chatId, sequence).msgId(), status);
    }

    private void foreign(final Draw draw) {
        final List<Chat> others =
            truth.chats().values().stream().filter(chat -> chat.last() > 0 && !chat.everHad(phone.user())).toList();
        if (!others.isEmpty()) {
            final Chat chat = draw.of(others);
            send(Kind.FOREIGN, chat.chatId(), draw.of(chat.entries()).msgId(), status(draw));
        }
    }

    private void anotherChat(final long chatId, final Draw draw) {
        final List<Chat> others = truth.chats().values().stream()
            .filter(chat -> chat.last() > 0 && chat.chatId() != chatId).toList();
        if (!others.isEmpty()) {
            send(Kind.ANOTHER_CHAT, chatId, draw.of(draw.of(others).entries()).msgId(), status(draw));
        }
    }

    private void send(final Kind kind, final long chatId, final long msgId, final String status) {
        send(new Mistake(kind, chatId, msgId, status), phone.nextReqId(), null);
    }

    private void send(final Mistake mistake, final String reqId, final Socket.Reader reader) {
        made.put(reqId, mistake);
        mistake.version = truth.chat(mistake.chatId).version();
        final JsonText frame = JsonText.frame("MESSAGE_ACK").with("req_id", reqId)
            .with("msg_id", Long.toString(mistake.msgId)).with("status", mistake.status);
        phone.send(mistake.kind == Kind.AHEAD_UNNAMED ? frame : frame.with("chat_id", ChatIds.format(mistake.chatId)), reader);
    }

    /** Until then it has no answer: so a run does not end before. */
    private void sayAgain(final Mistake mistake) {
        final String reqId = phone.nextReqId();
        made.put(reqId, mistake);
        phone.later(() -> send(mistake, reqId, null));
        evidence.sights().saw(Sight.MISTAKE_SAID_AGAIN);
    }

    void onOk(final String reqId) {
        final Mistake mistake = made.remove(reqId);
        if (mistake != null) {
            onAnswer(mistake, "OK");
        }
    }

    /** Whether that was the answer to a mistake. */
    boolean onError(final String reqId, final String code, final boolean retryable) {
        final Mistake mistake = made.remove(reqId);
        if (mistake != null && !retryable) {
            onAnswer(mistake, code);
        } else if (mistake != null && mistake.isAlwaysWrong()) {
            sayAgain(mistake);
        }
        return mistake != null;
    }

    private void onAnswer(final Mistake mistake, final String answer) {
        final Chat chat = truth.chat(mistake.chatId);
        final boolean wasOut = chat.anySince(mistake.version, state -> !state.has(phone.user()));
        final boolean isForgotten = answer.equals("NOT_FOUND") && chat.hasForgotten(phone.user())
            || answer.equals("FORBIDDEN") && wasOut && chat.wasForgotten(phone.user());
        final boolean right = switch (mistake.kind) {
            case AHEAD -> isForgotten || answer.equals("OK") || answer.equals("FORBIDDEN") && isUntold(mistake.chatId);
            case BEHIND -> isForgotten || answer.equals("OK");
            // What the socket did not take the edge may know of, or not.
            case AHEAD_UNNAMED -> answer.equals(mistake.wasWritten ? "OK" : "NOT_FOUND")
                || answer.equals("OK") && mistake.wasOffered;
            case FOREIGN -> answer.equals("FORBIDDEN") || chat.everHad(phone.user());
            default -> answer.equals("NOT_FOUND") || answer.equals("FORBIDDEN") && wasOut;
        };
        if (!right) {
            throw new SimulationFailure(String.format(Locale.ROOT,
                "%s/%s acknowledges %s of chat %d, which the edge had written=%b, and is answered %s", phone.user(),
                phone.device(), mistake.kind, mistake.chatId, mistake.wasWritten, answer));
        }
        see(mistake);
    }

    /** Another shard's chat, of which the user's shard may not have been told yet. */
    private boolean isUntold(final long chatId) {
        return judge.hasNothingOf(chatId) && evidence.linked().test(phone.user(), chatId);
    }

    private void see(final Mistake mistake) {
        evidence.sights().saw(switch (mistake.kind) {
            case AHEAD, AHEAD_UNNAMED ->
                mistake.wasWritten ? Sight.ACKNOWLEDGED_UNHEARD : Sight.ACKNOWLEDGED_AHEAD;
            case BEHIND -> Sight.ACKNOWLEDGED_BEHIND;
            case FOREIGN -> Sight.ACKNOWLEDGED_FOREIGN;
            case AWAY -> Sight.ACKNOWLEDGED_AWAY;
            default -> Sight.ACKNOWLEDGED_UNKNOWN;
        });
    }

    boolean unfinished() {
        return !made.isEmpty();
    }
}
