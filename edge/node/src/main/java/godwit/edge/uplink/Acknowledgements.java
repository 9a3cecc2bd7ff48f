package godwit.edge.uplink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Collects acknowledgements for a short while: of one session, chat and status only the highest is kept.
 * Those that want an answer go their own way. What was read is offered again after a loss, until the shard is known to have
 * heard it, and later, if it was too early: nothing else would bring it again. What can't be kept for that is refused.
 * Single-threaded.
 */
final class Acknowledgements {
    private record Key(long connectionId, long chatId, ReceiptStatus status) {
    }

    private final Map<Key, Acknowledgement> waiting = new LinkedHashMap<>();
    private final Map<Key, Acknowledgement> taken = new HashMap<>();
    /** Of those waiting, some that are not about reading; others may have left meanwhile. */
    private final ArrayDeque<Key> dispensable = new ArrayDeque<>();
    private final OfferedReads offered = new OfferedReads();
    private final LaterReads later = new LaterReads(UplinkConfiguration.ACKNOWLEDGEMENTS_WAITING_MAX);
    private final LongSupplier correlationIds;
    private final CommandOffers commands;
    private final Refusals refusals;
    private final EdgeCounters counters;
    private final long coalesceMs;
    private long oldestMs;
    private boolean urgent;
    private boolean onlyReads = true;

    Acknowledgements(
        final long coalesceMs, final CommandOffers commands, final LongSupplier correlationIds,
        final Refusals refusals, final EdgeCounters counters) {
        this.correlationIds = correlationIds;
        this.coalesceMs = coalesceMs;
        this.commands = commands;
        this.refusals = refusals;
        this.counters = counters;
    }

    void add(
        final Link link, final ReceiptStatus status, final long msgId, final long chatId, final long sequence,
        final long messageOrdinal, final long nowMs) {
        if (coveredByRead(link, status, chatId, sequence)) {
            counters.increment(EdgeCounter.ACKNOWLEDGEMENTS_COALESCED);
            return;
        }
        final Key key = new Key(link.connectionId(), chatId, status);
        final Acknowledgement known = waiting.get(key);
        if (known != null) {
            counters.increment(EdgeCounter.ACKNOWLEDGEMENTS_COALESCED);
            if (known.sequence < sequence) {
                known.upTo(sequence, msgId, messageOrdinal);
            }
        } else {
            if (waiting.isEmpty()) {
                oldestMs = nowMs;
            }
            enter(key, new Acknowledgement(link, chatId, status, 0).upTo(sequence, msgId, messageOrdinal));
        }
    }

    /** Lets one wait, if there is room, or another that can go for it. */
    private void enter(final Key key, final Acknowledgement acknowledgement) {
        if (waiting.size() >= UplinkConfiguration.ACKNOWLEDGEMENTS_WAITING_MAX
            && !(acknowledgement.reads() && dropDispensable())) {
            drop(acknowledgement);
        } else {
            onlyReads &= acknowledgement.reads();
            waiting.put(key, acknowledgement);
        }
    }

    /** Drops one of those waiting whose entries come again; false: there is none. */
    private boolean dropDispensable() {
        Acknowledgement dropped = pollDispensable();
        if (dropped == null && !onlyReads) {
            waiting.forEach((key, known) -> {
                if (!known.reads()) {
                    dispensable.add(key);
                }
            });
            dropped = pollDispensable();
            onlyReads = dropped == null;
        }
        if (dropped != null) {
            drop(dropped);
        }
        return dropped != null;
    }

    private Acknowledgement pollDispensable() {
        Acknowledgement known = null;
        while (known == null && !dispensable.isEmpty()) {
            known = waiting.remove(dispensable.remove());
        }
        return known;
    }

    /** Gives one up: what was read, or may have been heard of as read, is to be said again by its client. */
    private void drop(final Acknowledgement acknowledgement) {
        counters.increment(EdgeCounter.ACKNOWLEDGEMENTS_DROPPED);
        if (acknowledgement.reads() && !acknowledgement.link.isGone()) {
            refusals.refuse(acknowledgement.read(), acknowledgement.link, RefusalCode.UNAVAILABLE, 0, 0);
        }
    }

    /** What was collected is to leave with the next opportunity: something follows that may depend on it. */
    void hurry() {
        urgent = !waiting.isEmpty();
    }

    /** Offers what is due; false: the cluster takes nothing now. */
    boolean offer(final long nowMs) {
        for (Acknowledgement read = later.poll(nowMs); read != null; read = later.poll(nowMs)) {
            putBack(read);
            hurry();
        }
        while (due(nowMs)) {
            final List<Acknowledgement> batch = batch();
            askForAnswers(batch);
            if (!batch.isEmpty() && !commands.offer(commands.encoder().acknowledge(batch, nowMs))) {
                return false;
            }
            sent(nowMs);
            keepReads(batch);
            if (batch.size() < UplinkConfiguration.ACKNOWLEDGEMENTS_MAX) {
                return true;
            }
        }
        return true;
    }

    private boolean due(final long nowMs) {
        return !waiting.isEmpty() && (urgent || nowMs - oldestMs >= coalesceMs
            || waiting.size() >= UplinkConfiguration.ACKNOWLEDGEMENTS_MAX);
    }

    /** The next batch, of those whose link has a session; they stay until {@link #sent}. */
    private List<Acknowledgement> batch() {
        final List<Acknowledgement> batch = new ArrayList<>();
        taken.clear();
        for (final Map.Entry<Key, Acknowledgement> entry : waiting.entrySet()) {
            if (entry.getValue().link.session() != Link.NO_SESSION) {
                batch.add(entry.getValue());
                taken.put(entry.getKey(), entry.getValue());
                if (batch.size() == UplinkConfiguration.ACKNOWLEDGEMENTS_MAX) {
                    break;
                }
            }
        }
        return batch;
    }

    /** To be answered is the last that is about reading, and each that may be too early. */
    private void askForAnswers(final List<Acknowledgement> batch) {
        int last = batch.size() - 1;
        while (last >= 0 && !batch.get(last).reads()) {
            last--;
        }
        for (int i = 0; i < batch.size(); i++) {
            final Acknowledgement acknowledgement = batch.get(i);
            acknowledgement.correlationId = i == last || acknowledgement.mayBeEarly() ? correlationIds.getAsLong() : 0;
        }
    }

    private void keepReads(final List<Acknowledgement> batch) {
        List<Acknowledgement> reads = new ArrayList<>();
        for (final Acknowledgement acknowledgement : batch) {
            if (acknowledgement.reads()) {
                acknowledgement.sessionOffered = acknowledgement.link.session();
                reads.add(acknowledgement);
            }
            if (acknowledgement.correlationId != 0) {
                offered.add(acknowledgement.correlationId, reads);
                reads = new ArrayList<>();
            }
        }
        while (offered.count() > UplinkConfiguration.ACKNOWLEDGEMENTS_WAITING_MAX) {
            offered.dropOldest().forEach(this::drop);
        }
    }

    /** The shard answered; false: nothing that left from here. */
    boolean answered(final long correlationId) {
        return offered.answered(correlationId);
    }

    /**
     * The shard refused what was read: all before it was heard.
     *
     * @return it; null: that is nothing that left from here, or it was told again since.
     */
    Acknowledgement refused(final long correlationId) {
        final Acknowledgement read = offered.early(correlationId);
        return read == null || read.correlationId != correlationId ? null : read;
    }

    /** Tells again later what the shard does not know yet. */
    void tellLater(final Acknowledgement read, final long nowMs) {
        if (!read.link.isGone() && !later.add(read, nowMs)) {
            drop(read);
        }
    }

    /** Whether the shard is yet to answer to something that left from here. */
    boolean awaits(final long correlationId) {
        return offered.awaits(correlationId);
    }

    /** What is not answered may be lost: what is about reading is told again, unless more was read since. */
    void offerAgain() {
        offered.takeAll().forEach(this::putBack);
        hurry();
    }

    /** A session is over: what was read in it is told again in the link's next one, or in the one that it has by now. */
    void offerInNextSession(final long session) {
        for (final Acknowledgement read : offered.takeOf(session)) {
            if (!read.link.isGone()) {
                putBack(read);
                hurry();
            }
        }
    }

    private void putBack(final Acknowledgement read) {
        final Key key = new Key(read.link.connectionId(), read.chatId, read.status);
        final Acknowledgement known = waiting.get(key);
        if (known != null && known.sequence < read.sequence) {
            known.upTo(read.sequence, read.msgId, read.messageOrdinal);
        } else if (known == null) {
            enter(key, read);
        }
    }

    /** The batch is on its way. */
    private void sent(final long nowMs) {
        waiting.keySet().removeAll(taken.keySet());
        taken.clear();
        dispensable.clear();
        urgent &= !waiting.isEmpty();
        oldestMs = nowMs;
    }

    /** A connection is gone. */
    void forget(final long connectionId) {
        if (!waiting.isEmpty()) {
            waiting.keySet().removeIf(key -> key.connectionId == connectionId);
        }
    }

    /** A connection's session ends: what it would be too early for now is not heard of again. */
    void forgetLater(final long connectionId) {
        later.forget(connectionId);
    }

    private boolean coveredByRead(final Link link, final ReceiptStatus status, final long chatId, final long sequence) {
        if (status != ReceiptStatus.DELIVERED) {
            return false;
        }
        final Acknowledgement read = waiting.get(new Key(link.connectionId(), chatId, ReceiptStatus.READ));
        return read != null && read.sequence >= sequence;
    }
}
