package godwit.simulation.check;

import godwit.core.CoreLimits;
import godwit.simulation.world.SimulationFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * What one device was told, judged as it comes: every answer is the one answer to its key, every entry is the one of its
 * place, none is missing before it, none comes that was acknowledged for good, marks only grow. Kept over crashes.
 */
public final class Device {
    /** What a device has of a chat. */
    private static final class Inbox {
        private final TreeSet<Long> received = new TreeSet<>();
        private final Map<Long, String> own = new HashMap<>();
        /** What it was pushed, and when. */
        private final TreeMap<Long, Long> unacknowledged = new TreeMap<>();
        private long base;
        /** So far it may have lost what it was sent, since it had acknowledged that before it came. */
        private long excused;
        /** What was there before the device: it may have left memory before it waited. */
        private long older;
        private long high;
        private long pushed;
        private long confirmed;
        private long confirmedAtConnect;
        private long complete;
        /** So far it was told that something may have been given up. */
        private long toldLost;
        private boolean acknowledged;
        private boolean announced;
    }

    private record Mark(long chatId, String user, String status) {
    }

    private final String user;
    private final String device;
    private final boolean crowded;
    private final Truth truth;
    private final Bodies bodies;
    private final Told told;
    private final Said said;
    private final Sights sights;
    private final LongUnaryOperator term;
    private final int fanoutMax;
    private final long inboxMax;
    private final long retentionMs;
    private final Window window = new Window();
    private final SendOrder order = new SendOrder();
    private final Map<Long, Inbox> inboxes = new TreeMap<>();
    private final Map<Mark, Long> marks = new HashMap<>();
    private final MarkTimes markTimes;
    /** The version of the chat when a key was said first. */
    private final Map<String, Long> versions = new HashMap<>();
    /** The term of the chat's shard when a key was said first. */
    private final Map<String, Long> terms = new HashMap<>();
    private final Set<String> givenUp = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    /** What was sent again though it had its answer. */
    private final Set<String> repeated = new HashSet<>();
    private int removals;
    private boolean mayBeForgotten;
    private boolean connectedBefore;
    /** The shard answered a question of it: it need not tell it again that something may be missing. */
    private boolean heardOf;
    private boolean quiet;
    private final Set<Long> onceInQuiet = new HashSet<>();
    private long windowMax;
    private boolean wasResumed;
    /** Something was given up on the present connection, or since the last one. */
    private boolean lost;
    private boolean mayHaveOverflowed;
    /** When it was last connected, by its shard's log. */
    private long connectedLogMs;
    private long entries;

    /** A device that was never connected; {@code crowded}: its user has more than may be. */
    public Device(final String user, final String device, final boolean crowded, final Evidence evidence) {
        this.user = user;
        this.crowded = crowded;
        this.mayBeForgotten = crowded;
        this.device = device;
        this.truth = evidence.truth();
        this.bodies = evidence.bodies();
        this.told = evidence.told();
        this.said = evidence.said();
        this.sights = evidence.sights();
        this.term = evidence.term();
        this.inboxMax = evidence.limits().inboxEntriesMax();
        this.retentionMs = evidence.limits().inboxRetentionMs();
        this.fanoutMax = evidence.limits().fanoutMax();
        this.markTimes = new MarkTimes(user, truth, said, fanoutMax);
    }

    private Inbox inbox(final long chatId) {
        return inboxes.computeIfAbsent(chatId, id -> new Inbox());
    }

    /**
     * The shard has a session for it.
     *
     * @param resumed   as told.
     * @param attempts  of connecting, so far.
     * @param unacked   how much may be in flight, as told.
     */
    public void onConnected(final boolean resumed, final int attempts, final long unacked) {
        if (!resumed && mayBeForgotten) {
            look();
            // If only something was given up, it knows the chats of which it acknowledged anything, and the marks it was told.
            final List<Long> known = mayHaveOverflowed
                ? inboxes.keySet().stream().filter(chatId -> inbox(chatId).acknowledged).toList() : List.of();
            final Map<Mark, Long> heard = mayHaveOverflowed ? Map.copyOf(marks) : Map.of();
            forget();
            marks.putAll(heard);
            known.forEach(chatId -> inbox(chatId).acknowledged = true);
            sights.saw(crowded ? Sight.DEVICE_EVICTED : Sight.DEVICE_BEGAN_ANEW);
        }
        if (!connectedBefore && (!resumed || attempts > 1)) {
            // A further device begins at the present: where that was, it learns from what is pushed first.
            truth.chatsOf(user).forEach(chatId -> inbox(chatId).base = truth.chat(chatId).last());
        } else {
            look();
            check(resumed || !heardOf || mayHaveOverflowed, "is not resumed");
            check(!resumed || !lost, "is resumed, but what waited was given up");
        }
        if (!connectedBefore) {
            // Nor does a first one hear of what expired before it came.
            truth.chatsOf(user).forEach(chatId -> inbox(chatId).toldLost = truth.expiredTo(user, chatId));
            truth.chatsOf(user).forEach(chatId -> inbox(chatId).older = truth.chat(chatId).last());
        }
        if (!resumed) {
            truth.chatsOf(user).forEach(chatId -> inbox(chatId).toldLost = truth.mayBeGivenUpTo(user, chatId));
            said.lost(client());
        }
        connectedLogMs = truth.homeLogMs(user);
        lost = false;
        mayHaveOverflowed = false;
        wasResumed = resumed;
        mayBeForgotten = crowded || removals > 0;
        connectedBefore = true;
        windowMax = unacked;
        if (drains()) {
            sights.saw(Sight.DRAIN_BEGAN);
        }
        window.clear();
        order.onConnected();
        inboxes.values().forEach(inbox -> {
            inbox.pushed = 0;
            inbox.announced = false;
            inbox.confirmedAtConnect = inbox.confirmed;
        });
    }

    /** Nothing goes wrong from now on, and all is acknowledged in time: what is pushed comes once. Or it may again. */
    public void quiet(final boolean nothingGoesWrong) {
        quiet = nothingGoesWrong;
        onceInQuiet.clear();
    }

    /** An entry is pushed once more before it was shown. */
    public void onRepeated(final long msgId) {
        check(!quiet, "is pushed msg_id=%d twice, and nothing is lost", msgId);
    }

    /** Whether it has not had all of a chat that is meant for it. */
    public boolean isBehind(final long chatId) {
        return truth.entry(chatId, nextMissing(chatId)) != null;
    }

    /** Whether it misses more than it may have in flight. */
    public boolean drains() {
        return missing() > windowMax;
    }

    /** An answer to a question that a session asks. */
    public void onAnswered() {
        heardOf = true;
    }

    /** Another device asks to have this one forgotten; {@code done}: it was, or it is not known whether. */
    public void onRemoving(final boolean done) {
        mayBeForgotten = true;
        removals += done ? -1 : 1;
    }

    /** It is forgotten: it begins as a new one. */
    public void forget() {
        inboxes.clear();
        said.forget(client());
        marks.clear();
        window.clear();
        connectedBefore = false;
        heardOf = false;
        lost = false;
    }

    /** It sends a message. */
    public void onSaid(final long chatId, final String key, final long nowMs) {
        order.onSaid(chatId, key, told.last(chatId), nowMs);
        if (answered.contains(key)) {
            repeated.add(key);
        }
        versions.putIfAbsent(key, truth.chat(chatId).version());
        terms.putIfAbsent(key, term.applyAsLong(chatId));
    }

    /**
     * A send was refused for good: its sender was no member. What an edge offered twice may have its place all the same, if
     * the sender came back between the two.
     */
    public void onForbidden(final long chatId, final String key) {
        check(truth.chat(chatId).anySince(versions.get(key), state -> !state.has(user)),
            "%s is forbidden, but the user was a member of %d all the time", key, chatId);
        check(!repeated.contains(key) || truth.mayForgetKeys(), "%s is forbidden, but had its place in %d before", key, chatId);
        givenUp.add(key);
        order.onGivenUp(chatId, key);
        sights.saw(Sight.SEND_FORBIDDEN);
    }

    /** A send was refused for now. */
    public void onRefused(final long chatId, final String key, final long nowMs) {
        final Entry entry = truth.firstOfKey(user, chatId, key);
        order.onRefused(chatId, key, entry == null ? 0 : entry.sequence(), nowMs);
        sights.saw(Sight.SEND_REFUSED);
    }

    /** An answer to a send, in order with those of its connection. */
    public void onSentInOrder(
        final long chatId, final String key, final long sequence, final boolean duplicate, final long nowMs) {
        final boolean anew = truth.isPlacedAgain(user, chatId, key);
        order.onSent(chatId, key, anew ? truth.firstOfKey(user, chatId, key).sequence() : sequence, duplicate || anew, nowMs);
        answered.add(key);
        if (repeated.remove(key)) {
            check(duplicate || truth.mayForgetKeys(), "%s had its answer, and has it again as if it were new", key);
            sights.saw(Sight.SEND_AGAIN_ANSWERED);
        }
        if (duplicate) {
            sights.saw(Sight.SEND_AGAIN_KNOWN);
            if (terms.get(key) != term.applyAsLong(chatId)) {
                sights.saw(Sight.SEND_AGAIN_IN_ANOTHER_TERM);
            }
        }
    }

    /** An answer to a send. */
    public void onSent(final long chatId, final String key, final long msgId, final long sequence, final long timeMs) {
        final Entry entry = truth.ofKey(user, chatId, key, sequence);
        check(entry != null && entry.msgId() == msgId && entry.timestampMs() == timeMs,
            "%s is answered as sequence=%d msg_id=%d, its place is %s", key, sequence, msgId,
            truth.ofKey(user, chatId, key));
        inbox(chatId).own.put(sequence, key);
        told.of(chatId, sequence);
    }

    /** A chat was announced: it is what it was at one of its versions. */
    public void onAnnounced(final long chatId) {
        inbox(chatId).announced = true;
    }

    /**
     * An entry is pushed.
     *
     * @param answers it answers the device itself, too: or it is an answer only, and the push follows.
     * @param nowMs   the time.
     */
    public void onEntry(final Shown shown, final boolean answers, final long nowMs) {
        entries++;
        look();
        verify(shown);
        final Inbox inbox = inbox(shown.chatId());
        final Entry entry = truth.entry(shown.chatId(), shown.sequence());
        inbox.received.add(shown.sequence());
        told.of(shown.chatId(), shown.sequence());
        see(entry);
        if (answers) {
            inbox.own.put(shown.sequence(), "");
            return;
        }
        verifyPlace(inbox, entry);
        check(!quiet || onceInQuiet.add(entry.msgId()), "gets %s twice, and nothing is lost", entry);
        inbox.pushed = Math.max(inbox.pushed, entry.sequence());
        window.onShown(entry.chatId(), entry.sequence());
        if (entry.sequence() > said.acknowledging(client(), entry.chatId())) {
            inbox.unacknowledged.putIfAbsent(entry.sequence(), nowMs);
        }
        verifyWindow(entry);
    }

    private void see(final Entry entry) {
        final Change change = entry.change();
        final Chat chat = truth.chat(entry.chatId());
        if (change != null && change.kind().equals(Change.ROLE) && !chat.state(change.version()).has(entry.sender())) {
            sights.saw(Sight.SUCCESSION);
        }
        if (change != null && change.userIds().contains(user) && change.kind().equals(Change.ADDED)
            && chat.cameBack(user)) {
            sights.saw(Sight.JOINED_AGAIN);
        }
    }

    private void verifyPlace(final Inbox inbox, final Entry entry) {
        final long sequence = entry.sequence();
        check(!isOwn(entry), "gets its own %s", entry);
        check(inbox.announced || inbox.acknowledged, "gets %s before its chat", entry);
        check(sequence > inbox.confirmedAtConnect, "gets %s again, acknowledged up to %d", entry,
            inbox.confirmedAtConnect);
        if (sequence > inbox.high) {
            if (inbox.high == 0 && sequence <= inbox.base) {
                inbox.base = sequence - 1;
                inbox.complete = 0;
            }
            final long from = Math.max(inbox.high, inbox.base);
            for (long missing = from + 1; missing < sequence; missing++) {
                check(mayBeSkipped(inbox, entry.chatId(), missing), "gets %s, but %d before it is missing", entry, missing);
            }
            inbox.high = sequence;
        }
    }

    /** Own sends are not pushed, nor what is not meant for the user; and what was answered may be the answer only. */
    private boolean mayBeSkipped(final Inbox inbox, final long chatId, final long sequence) {
        if (!truth.chat(chatId).isKeptFor(user, sequence)) {
            sights.saw(Sight.AWAY_TIME_SKIPPED);
            return true;
        }
        if (isOwn(truth.entry(chatId, sequence)) || inbox.own.containsKey(sequence) || sequence <= inbox.excused) {
            return true;
        }
        if (isGivenUp(chatId, sequence)) {
            sights.saw(sequence <= truth.expiredTo(user, chatId) ? Sight.LIMIT_INBOX_RETENTION : Sight.LIMIT_INBOX_ENTRIES);
            lost |= wasResumed && sequence > inbox.toldLost;
            return true;
        }
        return false;
    }

    private void verifyWindow(final Entry entry) {
        // Of what is forgotten or expired nothing comes again, so it counts no more.
        if (window.count() > windowMax) {
            truth.chatsOf(user).forEach(chatId -> window.onAcknowledging(
                chatId, Math.max(truth.chat(chatId).keptFrom(user) - 1, truth.expiredTo(user, chatId))));
        }
        check(window.count() <= windowMax, "gets %s, with it %d are in flight of %d", entry, window.count(), windowMax);
        if (window.count() == windowMax) {
            sights.saw(Sight.WINDOW_FULL);
            sights.saw(Sight.WINDOW_FULL_OF_BOTH, window.isOfBoth(this::isWide) ? 1 : 0);
            if (windowMax == CoreLimits.DEFAULT.unacknowledgedMax()) {
                sights.saw(Sight.DEFAULT_WINDOW_FULL);
            }
        }
    }

    private boolean isWide(final long chatId) {
        return truth.chat(chatId).state().members().size() > fanoutMax;
    }

    /** It acknowledges an entry of a chat that it was pushed, and with it all before. */
    public void onAcknowledging(final long chatId, final long sequence, final boolean read) {
        look();
        onAcknowledged(chatId, sequence, read);
        said.ofPushed(client(), chatId, sequence);
    }

    /** It acknowledges an entry that answered it, and may have been no push: then its inbox stays as it is. */
    public void onAnswerAcknowledging(final long chatId, final long sequence) {
        look();
        onAcknowledged(chatId, sequence, false);
    }

    /** It says that it read what it was not pushed; it may be pushed by the time that this is heard. */
    public void onReadElsewhere(final long chatId, final long sequence) {
        onAcknowledged(chatId, sequence, true);
    }

    /** It acknowledged what the edge had written to it and it had not heard: if that is lost now, it is lost. */
    public void onWritten(final long chatId, final long sequence, final boolean read) {
        onAcknowledging(chatId, sequence, read);
        inbox(chatId).excused = Math.max(inbox(chatId).excused, sequence);
    }

    private void onAcknowledged(final long chatId, final long sequence, final boolean read) {
        window.onAcknowledging(chatId, sequence);
        inbox(chatId).acknowledged = true;
        said.of(chatId, user, sequence, read);
        said.ofDevice(client(), chatId, sequence);
        inbox(chatId).unacknowledged.headMap(sequence, true).clear();
    }

    private String client() {
        return user + "/" + device;
    }

    /**
     * What it was shown and left unacknowledged for longer than the grace has a row in the inbox table, or will have, if its
     * shard had the entry in memory since it waited for the device, and it is of no time in the chat that is forgotten since.
     *
     * @param shownBeforeMs it was shown before.
     * @param placedBeforeMs it has its place since before, by the log's clock.
     * @param inSum whether its shard may have been told what came of an entry only.
     * @return how many had to have a row.
     */
    public int verifyWaiting(final long shownBeforeMs, final long placedBeforeMs, final Predicate<Entry> inSum) {
        int wanted = 0;
        for (final Map.Entry<Long, Inbox> inbox : inboxes.entrySet()) {
            for (final Map.Entry<Long, Long> shown : inbox.getValue().unacknowledged.entrySet()) {
                final Entry entry = truth.entry(inbox.getKey(), shown.getKey());
                if (shown.getValue() < shownBeforeMs && entry.timestampMs() < placedBeforeMs && isOnlyNamed(entry)
                    && truth.chat(entry.chatId()).isKeptFor(user, entry.sequence())
                    && entry.sequence() > truth.expiredTo(user, entry.chatId()) && !inSum.test(entry) && !(bodies.areLarge() && shown.getKey() <= inbox.getValue().older)) {
                    check(truth.waiting().ever(client(), entry.chatId(), entry.msgId()), "has no row of inbox of %s", entry);
                    wanted++;
                }
            }
        }
        return wanted;
    }

    /** Whether its user is in the chat, and that was never delivered by subscription: then its edge has a say in it. */
    private boolean isOnlyNamed(final Entry entry) {
        final Chat chat = truth.chat(entry.chatId());
        // Where little may wait the table may have no room for more.
        return inboxMax == CoreLimits.DEFAULT.inboxEntriesMax() && chat.state().has(user) && !chat.anySince(0, state -> state.members().size() > fanoutMax);
    }

    private boolean isOwn(final Entry entry) {
        return entry.sender().equals(user) && entry.device().equals(device);
    }

    /** An entry, however it came, is the one of its place, and meant for this user. */
    public void verify(final Shown shown) {
        final Entry entry = truth.entry(shown.chatId(), shown.sequence());
        check(entry != null, "gets sequence %d of chat %d, which is not there", shown.sequence(), shown.chatId());
        check(truth.chat(shown.chatId()).isFor(user, shown.sequence()), "gets %s, but was no member then", entry);
        check(entry.msgId() == shown.msgId() && entry.sender().equals(shown.sender())
            && entry.timestampMs() == shown.timeMs(), "gets %s as %s", entry, shown);
        if (entry.change() == null) {
            check(shown.change() == null && entry.key().equals(shown.key()), "gets %s as %s", entry, shown);
            check(Arrays.equals(bodies.of(shown.sender(), shown.key()), shown.body()), "gets another body of %s", entry);
        } else {
            check(entry.change().equals(shown.change()), "gets %s as %s", entry, shown);
        }
    }

    /** A receipt or read mark. */
    public void onMark(
        final long chatId, final String who, final String status, final long sequence, final long msgId,
        final long timeMs) {
        final Long before = marks.put(new Mark(chatId, who, status), sequence);
        check(before == null || before <= sequence, "%s of %s goes back from %d to %d", status, who, before, sequence);
        final boolean read = status.equals("READ");
        final long max = read ? truth.readMax(chatId, who) : truth.deliveredMax(chatId, who);
        check(sequence <= max, "%s of %s is %d, but they came to %d only", status, who, sequence, max);
        final Entry entry = truth.entry(chatId, sequence);
        check(entry != null && entry.msgId() == msgId, "%s of %s is %d by msg_id=%d", status, who, sequence, msgId);
        check(truth.chat(chatId).isFor(who, sequence), "%s of %s is %d, they were no member", status, who, sequence);
        check(truth.chat(chatId).everHad(user), "is told a mark of %d, but was never a member", chatId);
        markTimes.onMark(chatId, who, read, sequence, timeMs);
    }

    /** Whether it was told that somebody received a chat so far; who read so far did. */
    public boolean knowsDelivered(final long chatId, final String who, final long sequence) {
        return marks.getOrDefault(new Mark(chatId, who, "DELIVERED"), 0L) >= sequence || knowsRead(chatId, who, sequence);
    }

    /** Whether it was told of any such mark of somebody's. */
    public boolean wasTold(final long chatId, final String who, final String status) {
        return marks.containsKey(new Mark(chatId, who, status));
    }

    /** Whether it was told that somebody read a chat so far. */
    public boolean knowsRead(final long chatId, final String who, final long sequence) {
        return marks.getOrDefault(new Mark(chatId, who, "READ"), 0L) >= sequence;
    }

    /** An acknowledgement was answered: what it covers does not come again. */
    public void onConfirmed(final long chatId, final long sequence) {
        final Inbox inbox = inbox(chatId);
        inbox.confirmed = Math.max(inbox.confirmed, sequence);
        said.confirmed(client(), chatId, sequence);
        if (retentionMs < CoreLimits.DEFAULT.inboxRetentionMs()) {
            // At the end of the run all may have expired.
            truth.waiting().verifyGone(client(), truth.entry(chatId, sequence), truth);
        }
    }

    /** The highest entry of a chat that was pushed on this connection; 0: none. */
    public long pushed(final long chatId) {
        return inbox(chatId).pushed;
    }

    /** The highest entry of a chat of which it has an answer that it acknowledged it; 0: none. */
    public long confirmed(final long chatId) {
        return inbox(chatId).confirmed;
    }

    /** Whether it was never pushed anything of a chat. */
    public boolean hasNothingOf(final long chatId) {
        return inbox(chatId).high == 0;
    }

    /** How much it must have and does not have. */
    public long missing() {
        long missing = 0;
        for (final long chatId : truth.chatsOf(user)) {
            final Inbox inbox = inbox(chatId);
            final List<Entry> all = truth.chat(chatId).entries();
            for (long sequence = nextMissing(chatId); sequence <= all.size(); sequence++) {
                missing += has(inbox, all.get((int) sequence - 1)) ? 0 : 1;
            }
        }
        return missing;
    }

    /** The first of these in one of the chats; null: it has all. */
    public Entry firstMissing() {
        for (final long chatId : truth.chatsOf(user)) {
            final Entry entry = truth.entry(chatId, nextMissing(chatId));
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** What it had once it has for good. */
    private long nextMissing(final long chatId) {
        final Inbox inbox = inbox(chatId);
        final List<Entry> all = truth.chat(chatId).entries();
        while (inbox.complete < all.size() && has(inbox, all.get((int) inbox.complete))) {
            inbox.complete++;
        }
        return inbox.complete + 1;
    }

    private boolean has(final Inbox inbox, final Entry entry) {
        final long sequence = entry.sequence();
        return isOwn(entry) && (inbox.own.containsKey(sequence) || givenUp.contains(entry.key())
            || truth.mayForgetKeys() && answered.contains(entry.key())) || !isOwn(entry)
            && (sequence <= Math.max(inbox.base, inbox.excused) || inbox.received.contains(sequence))
            || !truth.chat(entry.chatId()).isKeptFor(user, sequence)
            || isGivenUp(entry.chatId(), sequence);
    }

    /** What waits in a chat beyond its bound, or too long, is given up, the oldest first; the device is told that it is not resumed. */
    private boolean isGivenUp(final long chatId, final long sequence) {
        return sequence <= truth.mayBeGivenUpTo(user, chatId);
    }

    /**
     * Remembers whether so much waits that some may be given up, or that the table of inboxes has no room for it; or whether some
     * of it waits for so long, or the device may have been away for so long.
     */
    private void look() {
        if (retentionMs < CoreLimits.DEFAULT.inboxRetentionMs()) {
            mayHaveOverflowed |= truth.homeLogMs(user) - connectedLogMs >= retentionMs || truth.chatsOf(user).stream()
                .anyMatch(chatId -> truth.expiredTo(user, chatId) > inbox(chatId).confirmed);
        }
        if (inboxMax < CoreLimits.DEFAULT.inboxEntriesMax()) {
            mayHaveOverflowed |= truth.chatsOf(user).stream()
                .mapToLong(chatId -> Math.max(0, truth.chat(chatId).last() - inbox(chatId).confirmed)).sum() >= inboxMax;
        }
    }

    /** Whether some time of its user in a chat is not remembered any more. */
    public boolean hasForgotten(final long chatId) {
        return truth.chat(chatId) != null && truth.chat(chatId).hasForgotten(user);
    }

    /** Whether an entry came before all times of its user in the chat that are remembered, if some are not any more. */
    public boolean isOfForgottenTime(final long chatId, final long sequence) {
        return truth.chat(chatId) != null && sequence < truth.chat(chatId).keptFrom(user);
    }

    /** How far it came with all its chats: also with what is given up, and comes all the same before the rest. */
    public long acknowledged() {
        return inboxes.keySet().stream().mapToLong(chatId -> said.acknowledging(client(), chatId)).sum();
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
