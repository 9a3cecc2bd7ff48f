package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.outbound.HistoryPageEncoder;
import godwit.edge.request.Request;
import godwit.edge.uplink.PendingRequest;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.HistoryEntryDecoder;
import godwit.protocol.codecs.HistoryPageDecoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SpooledEntryDecoder;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Makes whole HISTORY_PAGEs of what comes from the shard and from the store. Single-threaded.
 */
final class HistoryPages {
    /** Pages that are searched for one acknowledged entry. */
    private static final int SEARCHED_MAX = 16;

    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final EdgeCounters counters;
    private final AcknowledgementResolver resolver;
    private final HistoryPageEncoder encoder = new HistoryPageEncoder();

    HistoryPages(
        final Uplink uplink, final EntryStore store, final Executor onThisThread, final EdgeCounters counters,
        final AcknowledgementResolver resolver) {
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.counters = counters;
        this.resolver = resolver;
    }

    void onEntry(final HistoryEntryDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending != null) {
            gather(pending, Copies.of(d));
        }
    }

    void onSpooled(final SpooledEntryDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending != null && gather(pending, Copies.of(d))) {
            final HistoryGathering page = gathering(pending);
            if (pending.told() instanceof Request.Acknowledge acknowledge) {
                resolve(pending, page, acknowledge);
            } else {
                finishIfComplete(pending, page);
            }
        }
    }

    void onPage(final HistoryPageDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending == null) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
            return;
        }
        if (gathering(pending).lacksOnlyWhatIsRead()) {
            // Asked twice, answered twice: what is being read would not be enough for the bounds of another moment.
            return;
        }
        final HistoryGathering page = gathering(pending).boundedAnew();
        pending.page(page);
        page.bounds(d.fromSequence(), d.toSequence(), d.spoolAboveSequence(), d.more() != 0, d.newestFirst() != 0);
        for (final HistoryPageDecoder.CursorsDecoder cursor : d.cursors()) {
            final long delivered = cursor.deliveredSequence();
            final long read = cursor.readSequence();
            page.cursor(cursor.userId(), delivered, read);
        }
        if (pending.told() instanceof Request.Acknowledge acknowledge) {
            resolve(pending, page, acknowledge);
        } else {
            readMissing(pending, page, d.chatId());
        }
    }

    /** An entry of a page; false: there is no room for it, and the page was refused. */
    private boolean gather(final PendingRequest pending, final StoredEntry entry) {
        if (!uplink.answers().holds(pending, entry.heldBytes())) {
            return false;
        }
        gathering(pending).add(entry);
        return true;
    }

    private static HistoryGathering gathering(final PendingRequest pending) {
        if (!(pending.page() instanceof HistoryGathering)) {
            pending.page(new HistoryGathering());
        }
        return (HistoryGathering) pending.page();
    }

    private void readMissing(final PendingRequest pending, final HistoryGathering page, final long chatId) {
        final long from = page.firstMissing();
        final long to = page.lastMissing();
        if (from > to) {
            finishIfComplete(pending, page);
            return;
        }
        page.reading(true);
        counters.increment(EdgeCounter.STORE_READS);
        store.read(pending.link().connectionId(), chatId, from, to)
            .whenCompleteAsync(uplink.faults().guarded(
                (entries, failure) -> onRead(pending, page, entries, failure)), onThisThread);
    }

    private void onRead(
        final PendingRequest pending, final HistoryGathering page, final List<StoredEntry> entries,
        final Throwable failure) {
        if (uplink.answers().pending(pending.correlationId()) != pending || pending.page() != page) {
            return;
        }
        if (failure != null) {
            counters.increment(EdgeCounter.STORE_FAILURES);
            uplink.answers().onRefused(pending.correlationId(), 0, RefusalCode.UNAVAILABLE, 0, 0);
            return;
        }
        for (final StoredEntry entry : entries) {
            if (!gather(pending, entry)) {
                return;
            }
        }
        page.reading(false);
        finishIfComplete(pending, page);
    }

    private void finishIfComplete(final PendingRequest pending, final HistoryGathering page) {
        if (!page.complete() || refusedForMissing(pending, page)
            || uplink.answers().onAnswered(pending.correlationId()) == null) {
            return;
        }
        final Request.ReadHistory request = (Request.ReadHistory) pending.request();
        encoder.begin(request.reqId(), request.chatId());
        boolean more = page.more() || page.missing() > 0;
        for (final StoredEntry entry : page.entriesUntilMissing()) {
            if (!encoder.add(Copies.fields(entry).status(page.status(entry)))) {
                more = true;
                break;
            }
            pending.link().shown().add(
                entry.msgId(), entry.chatId(), entry.sequence(), entry.messageOrdinal());
        }
        pending.link().connection().onAnswer(request, Frame.copy(encoder.end(more)));
    }

    /**
     * A client takes what a page leaves out for not meant for it. So a page ends before an entry that the table has lost, and
     * is refused where it would begin with that.
     */
    private boolean refusedForMissing(final PendingRequest pending, final HistoryGathering page) {
        final long missing = page.missing();
        counters.add(EdgeCounter.STORE_ENTRIES_MISSING, missing);
        final boolean refused = missing > 0 && page.entriesUntilMissing().isEmpty();
        if (refused) {
            uplink.answers().onRefused(pending.correlationId(), 0, RefusalCode.UNAVAILABLE, 0, 0);
        }
        return refused;
    }

    /**
     * The page was only read to find the entry that is acknowledged. The first one tells that the user may know; then the
     * store is asked; what it does not have is searched in further pages, and what may have gone from them into the store
     * meanwhile there once more.
     */
    private void resolve(
        final PendingRequest pending, final HistoryGathering page, final Request.Acknowledge acknowledge) {
        if (pending.found() != null) {
            verify(pending, page, acknowledge);
            return;
        }
        final StoredEntry entry = page.find(acknowledge.msgId());
        if (entry == null && !page.complete()) {
            return;
        }
        uplink.answers().onAnswered(pending.correlationId());
        if (entry != null) {
            uplink.acknowledgements().acknowledge(acknowledge, pending.link(), entry.chatId(), entry.sequence(),
                entry.messageOrdinal(), false);
        } else if (pending.searched() == 0) {
            resolver.lookUp(acknowledge, pending.link());
        } else if (page.mayBeBelow(acknowledge.msgId())) {
            searchOn(pending, page, acknowledge);
        } else if (pending.storeAway()) {
            refuse(pending, acknowledge, RefusalCode.UNAVAILABLE, 0);
        } else if (page.mayBeStored(acknowledge.msgId())) {
            resolver.lookUpLast(acknowledge, pending.link());
        } else {
            refuse(pending, acknowledge, RefusalCode.NOT_FOUND, AcknowledgementResolver.NO_SUCH_MESSAGE);
        }
    }

    /** The page was only read to see whether it ends with an entry that the store has. */
    private void verify(
        final PendingRequest pending, final HistoryGathering page, final Request.Acknowledge acknowledge) {
        if (page.bounded() && uplink.answers().onAnswered(pending.correlationId()) != null) {
            resolver.onVerified(
                acknowledge, pending.link(), pending.found(), page.toSequence() == pending.found().sequence());
        }
    }

    private void searchOn(
        final PendingRequest pending, final HistoryGathering page, final Request.Acknowledge acknowledge) {
        if (pending.searched() < SEARCHED_MAX) {
            uplink.acknowledgements().searchOn(pending, acknowledge.chatId(), page.fromSequence());
        } else {
            refuse(pending, acknowledge, RefusalCode.UNAVAILABLE, 0);
        }
    }

    private void refuse(
        final PendingRequest pending, final Request.Acknowledge acknowledge, final RefusalCode code,
        final int detail) {
        uplink.answers().refuse(acknowledge, pending.link(), code, detail, 0);
    }
}
