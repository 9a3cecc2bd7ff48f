package godwit.simulation.check;

import godwit.core.CoreLimits;
import godwit.simulation.world.SimulationFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one device was told, judged as it comes: every answer is the one answer to its key, every entry is the one of its
 * place, none is missing before it, none comes that was acknowledged for good, marks only grow. Kept over crashes.
 */
public final class Device {
    /** What a device has of a chat. */
    private static final class Chat {
        private final TreeSet<Long> received = new TreeSet<>();
        private final Map<Long, String> own = new HashMap<>();
        private long base;
        private long high;
        private long pushed;
        private long confirmed;
        private long confirmedAtConnect;
        private long complete;
    }

    private record Mark(long chatId, String user, String status) {
    }

    private final String user;
    private final String device;
    private final Truth truth;
    private final Bodies bodies;
    private final Told told;
    private final Sights sights;
    private final Window window = new Window();
    private final SendOrder order = new SendOrder();
    private final Map<Long, Chat> chats = new TreeMap<>();
    private final Map<Mark, Long> marks = new HashMap<>();
    private boolean connectedBefore;
    /** The shard answered a question of it: it need not tell it again that something may be missing. */
    private boolean heardOf;
    private long windowMax;
    private long entries;

    /** A device that was never connected. */
    public Device(final String user, final String device, final Evidence evidence) {
        this.user = user;
        this.device = device;
        this.truth = evidence.truth();
        this.bodies = evidence.bodies();
        this.told = evidence.told();
        this.sights = evidence.sights();
    }

    private Chat chat(final long chatId) {
        return chats.computeIfAbsent(chatId, id -> new Chat());
    }

    /**
     * The shard has a session for it.
     *
     * @param resumed   as told.
     * @param attempts  of connecting, so far.
     * @param unacked   how much may be in flight, as told.
     */
    public void onConnected(final boolean resumed, final int attempts, final long unacked) {
        if (!connectedBefore && (!resumed || attempts > 1)) {
            // A further device begins at the present: where that was, it learns from what is pushed first.
            truth.chats().forEach((chatId, list) -> chat(chatId).base = list.size());
        } else {
            check(resumed || !heardOf, "is not resumed");
        }
        connectedBefore = true;
        windowMax = unacked;
        window.clear();
        order.onConnected();
        chats.values().forEach(chat -> {
            chat.pushed = 0;
            chat.confirmedAtConnect = chat.confirmed;
        });
    }

    /** An answer to a question that a session asks. */
    public void onAnswered() {
        heardOf = true;
    }

    /** It sends a message. */
    public void onSaid(final long chatId, final String key, final long nowMs) {
        order.onSaid(chatId, key, nowMs);
    }

    /** A send was refused for now. */
    public void onRefused(final long chatId, final String key) {
        order.onRefused(chatId, key);
        sights.saw(Sight.SEND_REFUSED);
    }

    /** An answer to a send, in order with those of its connection. */
    public void onSentInOrder(
        final long chatId, final String key, final long sequence, final boolean duplicate, final long nowMs) {
        order.onSent(chatId, key, sequence, duplicate, nowMs);
    }

    /** An answer to a send. */
    public void onSent(final long chatId, final String key, final long msgId, final long sequence, final long timeMs) {
        final Entry entry = truth.ofKey(user, chatId, key);
        check(entry != null, "%s is answered, but has no place", key);
        check(entry.sequence() == sequence && entry.msgId() == msgId && entry.timestampMs() == timeMs,
            "%s is answered as sequence=%d msg_id=%d, its place is %s", key, sequence, msgId, entry);
        chat(chatId).own.put(sequence, key);
        told.of(chatId, sequence);
    }

    /** An entry is pushed. */
    public void onEntry(
        final long chatId, final long sequence, final long msgId, final String sender, final String key,
        final long timeMs, final byte[] body) {
        entries++;
        verify(chatId, sequence, msgId, sender, key, timeMs, body);
        final Chat chat = chat(chatId);
        final Entry entry = truth.entry(chatId, sequence);
        check(!entry.sender().equals(user) || !entry.device().equals(device), "gets its own %s", entry);
        check(sequence > chat.confirmedAtConnect, "gets %s again, acknowledged up to %d", entry, chat.confirmedAtConnect);
        if (sequence > chat.high) {
            if (chat.received.isEmpty() && sequence <= chat.base) {
                chat.base = sequence - 1;
                chat.complete = 0;
            }
            final long from = Math.max(chat.high, chat.base);
            for (long missing = from + 1; missing < sequence; missing++) {
                check(isOwn(chatId, missing), "gets %s, but %d before it is missing", entry, missing);
            }
            chat.high = sequence;
        }
        chat.received.add(sequence);
        told.of(chatId, sequence);
        chat.pushed = Math.max(chat.pushed, sequence);
        window.onShown(chatId, sequence);
        verifyWindow(entry);
    }

    private void verifyWindow(final Entry entry) {
        check(window.count() <= windowMax, "gets %s, with it %d are in flight of %d", entry, window.count(), windowMax);
        if (window.count() == windowMax) {
            sights.saw(Sight.WINDOW_FULL);
            if (windowMax == CoreLimits.DEFAULT.unacknowledgedMax()) {
                sights.saw(Sight.DEFAULT_WINDOW_FULL);
            }
        }
    }

    /** It acknowledges an entry of a chat, and with it all before. */
    public void onAcknowledging(final long chatId, final long sequence) {
        window.onAcknowledging(chatId, sequence);
    }

    private boolean isOwn(final long chatId, final long sequence) {
        final Entry entry = truth.entry(chatId, sequence);
        return entry != null && entry.sender().equals(user) && entry.device().equals(device);
    }

    /** An entry, however it came, is the one of its place. */
    public void verify(
        final long chatId, final long sequence, final long msgId, final String sender, final String key,
        final long timeMs, final byte[] body) {
        final Entry entry = truth.entry(chatId, sequence);
        check(entry != null, "gets sequence %d of chat %d, which is not there", sequence, chatId);
        check(truth.members(chatId).contains(user), "gets %s, but is no member", entry);
        check(entry.msgId() == msgId && entry.sender().equals(sender) && entry.key().equals(key)
            && entry.timestampMs() == timeMs, "gets msg_id=%d of %s key=%s as %s", msgId, sender, key, entry);
        check(Arrays.equals(bodies.of(sender, key), body), "gets another body of %s", entry);
    }

    /** A receipt or read mark. */
    public void onMark(final long chatId, final String who, final String status, final long sequence) {
        final Long before = marks.put(new Mark(chatId, who, status), sequence);
        check(before == null || before <= sequence, "%s of %s goes back from %d to %d", status, who, before, sequence);
        final long reached = status.equals("READ") ? truth.read(chatId, who) : truth.delivered(chatId, who);
        check(sequence <= reached, "%s of %s is %d, but they came to %d only", status, who, sequence, reached);
    }

    /** An acknowledgement was answered: what it covers does not come again. */
    public void onConfirmed(final long chatId, final long sequence) {
        final Chat chat = chat(chatId);
        chat.confirmed = Math.max(chat.confirmed, sequence);
    }

    /** The highest entry of a chat that was pushed on this connection; 0: none. */
    public long pushed(final long chatId) {
        return chat(chatId).pushed;
    }

    /** How much it must have and does not have. */
    public long missing() {
        long missing = 0;
        for (final long chatId : truth.chats().keySet()) {
            final long last = truth.members(chatId).contains(user) ? truth.lastSequence(chatId) : 0;
            for (long sequence = nextMissing(chatId); sequence <= last; sequence++) {
                missing += has(chat(chatId), truth.entry(chatId, sequence)) ? 0 : 1;
            }
        }
        return missing;
    }

    /** The first of these in one of the chats; null: it has all. */
    public Entry firstMissing() {
        return truth.chats().keySet().stream().filter(chatId -> truth.members(chatId).contains(user))
            .map(chatId -> truth.entry(chatId, nextMissing(chatId))).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** What it had once it has for good. */
    private long nextMissing(final long chatId) {
        final Chat chat = chat(chatId);
        while (chat.complete < truth.lastSequence(chatId) && has(chat, truth.entry(chatId, chat.complete + 1))) {
            chat.complete++;
        }
        return chat.complete + 1;
    }

    private boolean has(final Chat chat, final Entry entry) {
        return isOwn(entry.chatId(), entry.sequence()) ? chat.own.containsKey(entry.sequence())
            : entry.sequence() <= chat.base || chat.received.contains(entry.sequence());
    }

    /** How many entries were pushed, repetitions included. */
    public long entries() {
        return entries;
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(user + "/" + device + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
