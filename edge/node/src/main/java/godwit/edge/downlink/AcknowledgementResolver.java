package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.RecentEntries;
import godwit.edge.request.Request;
import godwit.edge.uplink.PendingRequest;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Turns the msg_id of an acknowledgement into a chat's sequence: from what the connection saw; else, once the shard said
 * that the user may know of the chat, from the store, else from the shard's newest entries. Single-threaded.
 */
final class AcknowledgementResolver {
    /** The core's detail number for a message that is not of that chat. */
    static final int NO_SUCH_MESSAGE = 12;
    /** Look-ups in the store that may be under way. */
    private static final int LOOKUPS_MAX = 1_024;

    private final Links links;
    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final EdgeCounters counters;
    private int lookups;

    AcknowledgementResolver(
        final Links links, final Uplink uplink, final EntryStore store, final Executor onThisThread,
        final EdgeCounters counters) {
        this.links = links;
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.counters = counters;
    }

    void onAcknowledge(final Request.Acknowledge request) {
        counters.increment(EdgeCounter.ACKNOWLEDGEMENTS);
        final Link link = links.ofConnection(request.connectionId());
        if (link == null) {
            return;
        }
        final boolean isOfAnswer = link.isOfAnswer(request.msgId());
        if (seen(request, link, link.pushed(), !isOfAnswer)) {
            return;
        }
        if (request.chatId() == Request.NULL_VALUE) {
            // Forgotten for lack of memory, not because it is not there: it comes again, or the client names its chat.
            refuse(request, link,
                link.pushed().lacksOneOf(Link.RECENT_MAX) ? RefusalCode.UNAVAILABLE : RefusalCode.NOT_FOUND);
        } else if (!seen(request, link, link.shown(), false)) {
            uplink.acknowledgements().probe(request, link);
        }
    }

    private boolean seen(
        final Request.Acknowledge request, final Link link, final RecentEntries recent, final boolean pushed) {
        final int index = recent.find(request.msgId());
        if (index == RecentEntries.NOT_FOUND || !hasChat(request, recent, index)) {
            return false;
        }
        final long chatId = recent.chatId(index);
        if (request.chatId() != Request.NULL_VALUE && request.chatId() != chatId) {
            // Of another chat: whether the asker may know the named one is for the shard to say.
            uplink.acknowledgements().probe(request, link);
        } else if (recent.messageOrdinal(index) == RecentEntries.ORDINAL_UNKNOWN
            && request.status() == ReceiptStatus.READ) {
            readOrdinal(request, link, chatId, recent.sequence(index));
        } else {
            acknowledge(request, link, chatId, recent.sequence(index), Math.max(0, recent.messageOrdinal(index)),
                pushed && recent.isAmongFirst(request.msgId(), request.taken()));
        }
        return true;
    }

    /** Further back the connection has to name the chat, however much is remembered for the sake of copies. */
    private static boolean hasChat(final Request.Acknowledge request, final RecentEntries recent, final int index) {
        return request.chatId() != Request.NULL_VALUE || recent.isAmongLatest(index, Link.RECENT_MAX);
    }

    /**
     * The answer to an own send or change tells no ordinal, without which the shard cannot count what is unread once the
     * entry left its memory. What the store does not have is there still; with the store away, only the shard's pages can
     * tell.
     */
    private void readOrdinal(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence) {
        if (lookups >= LOOKUPS_MAX) {
            refuse(request, link, RefusalCode.UNAVAILABLE);
            return;
        }
        lookups++;
        counters.increment(EdgeCounter.STORE_READS);
        store.read(link.connectionId(), chatId, sequence, sequence).whenCompleteAsync(uplink.faults().guarded(
            request, link, (entries, failure) -> {
                lookups--;
                if (links.ofConnection(link.connectionId()) == link) {
                    onOrdinal(request, link, chatId, sequence, entries, failure);
                }
            }), onThisThread);
    }

    private void onOrdinal(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence,
        final List<StoredEntry> entries, final Throwable failure) {
        if (failure == null) {
            acknowledge(request, link, chatId, sequence,
                entries.isEmpty() ? 0 : entries.get(0).messageOrdinal(), false);
            return;
        }
        counters.increment(EdgeCounter.STORE_FAILURES);
        if (request.chatId() == Request.NULL_VALUE) {
            refuse(request, link, RefusalCode.UNAVAILABLE);
        } else {
            uplink.acknowledgements().searchStoreAway(request, link);
        }
    }

    private void acknowledge(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence,
        final long messageOrdinal, final boolean pushed) {
        uplink.acknowledgements().acknowledge(request, link, chatId, sequence, messageOrdinal, pushed);
    }

    /** The user may know of the chat, and the entry is not its newest. */
    void lookUp(final Request.Acknowledge request, final Link link) {
        lookUp(request, link, false);
    }

    /** The shard does not have it any more: what the store does not have now, nobody has. */
    void lookUpLast(final Request.Acknowledge request, final Link link) {
        lookUp(request, link, true);
    }

    private void lookUp(final Request.Acknowledge request, final Link link, final boolean last) {
        if (lookups >= LOOKUPS_MAX) {
            refuse(request, link, RefusalCode.UNAVAILABLE);
            return;
        }
        lookups++;
        uplink.acknowledgements().readingStore(request, link, 1);
        counters.increment(EdgeCounter.STORE_READS);
        store.find(link.connectionId(), request.chatId(), request.msgId())
            .whenCompleteAsync(uplink.faults().guarded(
                request, link, (entry, failure) -> onFound(request, link, last, entry, failure)), onThisThread);
    }

    private void onFound(
        final Request.Acknowledge request, final Link link, final boolean last, final StoredEntry entry,
        final Throwable failure) {
        lookups--;
        uplink.acknowledgements().readingStore(request, link, -1);
        if (links.ofConnection(link.connectionId()) != link) {
            return;
        }
        if (failure != null) {
            counters.increment(EdgeCounter.STORE_FAILURES);
            refuse(request, link, RefusalCode.UNAVAILABLE);
        } else if (entry == null && last) {
            refuse(request, link, RefusalCode.NOT_FOUND);
        } else if (entry == null) {
            uplink.acknowledgements().search(request, link);
        } else {
            uplink.acknowledgements().verify(
                request, link, new PendingRequest.Found(entry.sequence(), entry.messageOrdinal(), last));
        }
    }

    /**
     * The shard told whether the entry is of the asker's times in the chat. If it is not, all goes on as if the store did not
     * have it: nobody may learn what was said while being away.
     */
    void onVerified(
        final Request.Acknowledge request, final Link link, final PendingRequest.Found found, final boolean mayKnow) {
        if (mayKnow) {
            acknowledge(request, link, request.chatId(), found.sequence(), found.messageOrdinal(), false);
        } else if (found.last()) {
            refuse(request, link, RefusalCode.NOT_FOUND);
        } else {
            uplink.acknowledgements().search(request, link);
        }
    }

    private void refuse(final Request.Acknowledge request, final Link link, final RefusalCode code) {
        uplink.answers().refuse(request, link, code, code == RefusalCode.NOT_FOUND ? NO_SUCH_MESSAGE : 0, 0);
    }
}
