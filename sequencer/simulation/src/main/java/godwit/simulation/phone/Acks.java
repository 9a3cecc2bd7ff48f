package godwit.simulation.phone;

import godwit.protocol.ChatIds;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Device;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.check.Truth;
import godwit.simulation.edge.Socket;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A phone's acknowledgements: of what it was pushed on this connection, sometimes late, sometimes with an answer. */
final class Acks {
    private static final long LATE_MAX_MS = 8_000;
    private static final long USUAL_MAX_MS = 150;
    /** The chat is only left out for what was pushed just now. */
    private static final long RESOLVED_MAX = 100;
    private static final Set<String> RETRYABLE = Set.of("RATE_LIMITED", "UNAVAILABLE", "INTERNAL");

    private record Mark(long chatId, long sequence, long msgId, long number) {
    }

    /**
     * What it read otherwise may have been written as a push meanwhile, with all before it, and not have arrived: that counts as
     * acknowledged, and who loses the connection finds it by history.
     */
    private final class ElsewhereReader implements Socket.Reader {
        private final Socket socket;
        private final long chatId;
        private final long sequence;
        private final long msgId;

        private ElsewhereReader(final Socket socket, final long chatId, final long sequence, final long msgId) {
            this.socket = socket;
            this.chatId = chatId;
            this.sequence = sequence;
            this.msgId = msgId;
        }

        @Override
        public void onRead() {
            if (socket.wasWritten(msgId)) {
                judge.onWritten(chatId, sequence, true);
            }
        }

        @Override
        public void onTaken() {
            // What the edge had written is settled when it reads.
        }
    }

    private final Phone phone;
    private final Device judge;
    private final Truth truth;
    private final Sights sights;
    private final Clock clock;
    private final Draw draw;
    private final Map<Long, Mark> pushed = new TreeMap<>();
    private final Map<String, Mark> asked = new HashMap<>();
    /** What was said to be read on this connection, which is there still, and was not refused. */
    private final Map<Long, Mark> readHere = new TreeMap<>();
    /** The first entry of each chat that it acknowledged on this connection though that was no push, or may be none. */
    private final Map<Long, Long> unpushed = new HashMap<>();
    private long entries;
    private long silentUntilMs;
    private long silences;
    private boolean prompt;

    Acks(final Phone phone, final Device judge, final Evidence evidence, final Clock clock, final Draw draw) {
        this.truth = evidence.truth();
        this.sights = evidence.sights();
        this.phone = phone;
        this.judge = judge;
        this.clock = clock;
        this.draw = draw;
    }

    void onConnected() {
        pushed.clear();
        asked.clear();
        readHere.clear();
        unpushed.clear();
    }

    /** An entry that answers this device may be no push: it is acknowledged, and that empties the inbox only if it was one. */
    void onAnswer(final long chatId, final long sequence, final long msgId) {
        unpushed.merge(chatId, sequence, Math::min);
        judge.onAnswerAcknowledging(chatId, sequence);
        phone.send(JsonText.frame("MESSAGE_ACK").with("msg_id", Long.toString(msgId)).with("status", "DELIVERED")
            .with("chat_id", ChatIds.format(chatId)));
    }

    /** It read an entry that came by history, or that it knows otherwise. */
    void readElsewhere(final long chatId, final long sequence, final long msgId) {
        unpushed.merge(chatId, sequence, Math::min);
        judge.onReadElsewhere(chatId, sequence);
        phone.send(JsonText.frame("MESSAGE_ACK").with("msg_id", Long.toString(msgId))
            .with("chat_id", ChatIds.format(chatId)).with("status", "READ"),
            new ElsewhereReader(phone.socket(), chatId, sequence, msgId));
    }

    void onEntry(final long chatId, final long sequence, final long msgId) {
        final Mark mark = new Mark(chatId, sequence, msgId, ++entries);
        pushed.merge(chatId, mark, (a, b) -> a.sequence > b.sequence ? a : b);
        final Socket then = phone.socket();
        final long during = silences;
        final long delayMs = draw.between(0, !prompt && draw.oneIn(30) ? LATE_MAX_MS : USUAL_MAX_MS);
        clock.after(Math.max(delayMs, silentUntilMs - clock.nowMs()), () -> {
            if (phone.isOn(then) && during == silences) {
                acknowledge(mark, draw.oneIn(5) ? "READ" : "DELIVERED", draw.oneIn(4));
            }
        });
    }

    /** What comes is acknowledged by and by, but not before so much time has passed. */
    void fallSilent(final long durationMs) {
        silentUntilMs = Math.max(silentUntilMs, clock.nowMs() + durationMs);
    }

    /** It is neither silent nor late any more: what it was pushed is acknowledged at once. */
    void speak() {
        silentUntilMs = clock.nowMs();
        silences++;
        prompt = true;
        if (phone.isConnected()) {
            all();
        }
    }

    void read(final long chatId) {
        final Mark mark = pushed.get(chatId);
        if (mark != null && clock.nowMs() >= silentUntilMs) {
            acknowledge(mark, "READ", draw.oneIn(2));
        }
    }

    /** The last that was acknowledged of a chat is acknowledged twice. */
    void twice(final long chatId) {
        final Mark mark = pushed.get(chatId);
        if (mark != null && clock.nowMs() >= silentUntilMs) {
            acknowledge(mark, "DELIVERED", true);
            acknowledge(mark, "DELIVERED", true);
            sights.saw(Sight.ACKNOWLEDGED_TWICE);
        }
    }

    void all() {
        pushed.values().forEach(mark -> acknowledge(mark, draw.oneIn(2) ? "READ" : "DELIVERED", true));
    }

    private void acknowledge(final Mark mark, final String status, final boolean answered) {
        final JsonText frame = JsonText.frame("MESSAGE_ACK").with("msg_id", Long.toString(mark.msgId))
            .with("status", status);
        if (!draw.oneIn(4) || entries - mark.number >= RESOLVED_MAX) {
            frame.with("chat_id", ChatIds.format(mark.chatId));
        }
        if (answered) {
            final String reqId = phone.nextReqId();
            asked.put(reqId, mark);
            frame.with("req_id", reqId);
        }
        if (status.equals("READ")) {
            readHere.merge(mark.chatId, mark, (a, b) -> a.sequence > b.sequence ? a : b);
        }
        judge.onAcknowledging(mark.chatId, mark.sequence, status.equals("READ"));
        phone.send(frame);
    }

    /** Something was refused that has no name: it may have been any of these, if it was refused for now or is forgotten. */
    void onRefused(final Frame frame, final String code, final boolean forgotten) {
        if (forgotten) {
            readHere.remove(frame.chatId());
            return;
        }
        readHere.clear();
        if (!RETRYABLE.contains(code)) {
            throw new SimulationFailure(phone.user() + "/" + phone.device() + " named nothing that may be answered " + frame);
        }
    }

    /** What its user read on this connection, and the chat's owner does not know; null: nothing. */
    String untold() {
        for (final Mark mark : readHere.values()) {
            final Chat chat = truth.chat(mark.chatId);
            // What moves while the user is away is told to nobody.
            if (chat.state().has(phone.user()) && !chat.cameBack(phone.user())
                && truth.read(mark.chatId, phone.user()) < mark.sequence) {
                return phone.user() + "/" + phone.device() + " read " + mark + ", and it is known up to "
                    + truth.read(mark.chatId, phone.user());
            }
        }
        return null;
    }

    void onOk(final String reqId) {
        final Mark mark = asked.remove(reqId);
        if (mark != null) {
            judge.onConfirmed(mark.chatId, mark.sequence);
        }
    }

    void onError(final String reqId, final String code) {
        final Mark mark = asked.remove(reqId);
        if (mark == null) {
            return;
        }
        readHere.clear();
        if (RETRYABLE.contains(code)) {
            acknowledge(mark, "DELIVERED", true);
        } else if (!isForgotten(mark.chatId, code)) {
            throw new SimulationFailure(phone.user() + "/" + phone.device() + " acknowledges " + mark
                + ", which it was pushed on this connection, and is answered " + code);
        }
    }

    /** Of so long ago that nobody remembers that it was there, or that its user was a member. */
    private boolean isForgotten(final long chatId, final String code) {
        return code.equals("NOT_FOUND") && judge.hasForgotten(chatId)
            || code.equals("FORBIDDEN") && truth.chat(chatId).wasForgotten(phone.user());
    }

    /** Whether it acknowledged on this connection, without being pushed it, what is of a time that is forgotten by now. */
    boolean saidOfForgotten(final long chatId) {
        return unpushed.containsKey(chatId) && judge.isOfForgottenTime(chatId, unpushed.get(chatId));
    }

    boolean unfinished() {
        return !asked.isEmpty();
    }
}
