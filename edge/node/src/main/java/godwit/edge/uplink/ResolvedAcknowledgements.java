package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import godwit.edge.request.Request;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;

/**
 * Sends the user's shard acknowledgements whose entry is known, and looks for that entry at the chat's shard if it is not.
 * Single-threaded.
 */
public final class ResolvedAcknowledgements {
    private final Uplink uplink;
    private final RequestQueue requests;
    private final Acknowledgements coalesced;
    private final Refusals refusals;
    private final CycleTime time;

    ResolvedAcknowledgements(
        final Uplink uplink, final RequestQueue requests, final Acknowledgements coalesced, final Refusals refusals,
        final CycleTime time) {
        this.uplink = uplink;
        this.requests = requests;
        this.coalesced = coalesced;
        this.refusals = refusals;
        this.time = time;
    }

    /**
     * An acknowledgement whose entry is known.
     *
     * @param request        the client's.
     * @param link           who acknowledges.
     * @param chatId         the entry's chat.
     * @param sequence       the entry's sequence.
     * @param messageOrdinal of the entry; 0: not known.
     * @param pushed         whether the connection was pushed it: if not, the inbox stays as it is.
     */
    public void acknowledge(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence,
        final long messageOrdinal, final boolean pushed) {
        uplink.all().ofUser(link).acknowledgements()
            .acknowledgeHere(request, link, chatId, sequence, messageOrdinal, pushed);
    }

    private void acknowledgeHere(
        final Request.Acknowledge request, final Link link, final long chatId, final long sequence,
        final long messageOrdinal, final boolean pushed) {
        final ReceiptStatus status = Acknowledgement.told(request.status(), pushed);
        if (request.reqId() == null) {
            coalesced.add(link, status, request.msgId(), chatId, sequence, messageOrdinal, time.nowMs());
        } else if (!refusals.isFull(request, link)) {
            final PendingRequest pending = requests.create(request, link);
            pending.acknowledges(status, chatId, sequence, messageOrdinal);
            requests.add(pending);
        }
        if (pushed) {
            link.live().onAcknowledged(chatId, sequence, time.nowMs());
            link.unacknowledged().onAcknowledged(chatId, sequence,
                (toSequence, msgId) -> passOver(link, chatId, toSequence, msgId));
        }
    }

    /**
     * The shard refused what was read, and no request waits for the answer.
     *
     * @return false: that is nothing that left from here.
     */
    boolean onReadRefused(final long correlationId, final RefusalCode code, final int detail) {
        if (!coalesced.awaits(correlationId)) {
            return false;
        }
        final Acknowledgement read = coalesced.refused(correlationId);
        if (read == null || read.link.isGone()) {
            return true;
        }
        if (code == RefusalCode.UNAVAILABLE || mayNotKnowYet(read, code)) {
            coalesced.tellLater(read, time.nowMs());
        } else if (code == RefusalCode.NOT_FOUND && read.mayBeEarly()) {
            refusals.refuse(read.read(), read.link, code, detail, 0);
        }
        return true;
    }

    /**
     * Whether the user's shard may not have heard of the chat yet: the chat's shard, which let the entry be seen, is another
     * one. What that one says itself is final.
     */
    private boolean mayNotKnowYet(final Acknowledgement read, final RefusalCode code) {
        return code == RefusalCode.FORBIDDEN && read.mayBeEarly()
            && uplink.all().ofChat(read.chatId) != uplink;
    }

    /**
     * Entries that a device will never be shown, and all that it was shown before them is acknowledged.
     *
     * @param link     of the device.
     * @param chatId   of the entries.
     * @param sequence the last of them.
     * @param msgId    its id; 0: not known.
     */
    public void passOver(final Link link, final long chatId, final long sequence, final long msgId) {
        link.live().onPassedOver(chatId, sequence, time.nowMs());
        coalesced.add(link, ReceiptStatus.SENT, msgId, chatId, sequence, 0, time.nowMs());
    }

    /**
     * Asks the shard whether the user may know of the chat, before anything else tells that an entry is there: for a page
     * of one entry on behalf of the acknowledgement, when it is its turn. The downlink gets the page, the connection hears a
     * refusal.
     *
     * @param behalf the acknowledgement, which names the chat.
     * @param link   who acknowledges.
     */
    public void probe(final Request.Acknowledge behalf, final Link link) {
        uplink.all().ofChat(behalf.chatId()).lookUpTurns().take(behalf, link, false);
    }

    /**
     * A reading of the store for one whose turn it is begins, or is done.
     *
     * @param behalf     the acknowledgement, which names the chat.
     * @param link       who acknowledges.
     * @param difference 1 or -1.
     */
    public void readingStore(final Request.Acknowledge behalf, final Link link, final int difference) {
        uplink.all().ofChat(behalf.chatId()).lookUps().count(link, difference);
    }

    /** It is the turn of one that is to be looked up. */
    void begin(final Request.Acknowledge behalf, final Link link, final boolean storeAway) {
        search(behalf, link, behalf.chatId(), Request.NULL_VALUE, storeAway ? 1 : 0, storeAway);
    }

    /**
     * Asks the shard whether an entry that the store has is of the user's times in its chat: for the page of one entry that
     * would end with it. Nobody may learn what was said while being away.
     *
     * @param behalf the acknowledgement, which names the chat.
     * @param link   who acknowledges.
     * @param found  the entry.
     */
    public void verify(final Request.Acknowledge behalf, final Link link, final PendingRequest.Found found) {
        uplink.all().ofChat(behalf.chatId()).acknowledgements().verifyHere(behalf, link, found);
    }

    private void verifyHere(final Request.Acknowledge behalf, final Link link, final PendingRequest.Found found) {
        if (!refusals.isFull(behalf, link)) {
            final PendingRequest pending = onBehalf(behalf, link, behalf.chatId(), found.sequence() + 1, 1);
            pending.found = found;
            requests.add(pending);
        }
    }

    /**
     * Looks for an entry among the newest of a chat, in the same way.
     *
     * @param behalf the acknowledgement, which names the chat.
     * @param link   who acknowledges.
     */
    public void search(final Request.Acknowledge behalf, final Link link) {
        search(behalf, link, behalf.chatId(), Request.NULL_VALUE, 1, false);
    }

    /**
     * Looks for an entry there that the store may have, and did not tell, when it is its turn.
     *
     * @param behalf the acknowledgement, which names the chat.
     * @param link   who acknowledges.
     */
    public void searchStoreAway(final Request.Acknowledge behalf, final Link link) {
        uplink.all().ofChat(behalf.chatId()).lookUpTurns().take(behalf, link, true);
    }

    /**
     * Goes on with a search that found nothing in its page.
     *
     * @param searched       the page's request.
     * @param chatId         where it looked.
     * @param beforeSequence below which it did not look.
     */
    public void searchOn(final PendingRequest searched, final long chatId, final long beforeSequence) {
        search(searched.told, searched.link, chatId, beforeSequence, searched.searched + 1, searched.storeAway);
    }

    private void search(
        final Request behalf, final Link link, final long chatId, final long beforeSequence, final int searched,
        final boolean storeAway) {
        uplink.all().ofChat(chatId).acknowledgements()
            .searchHere(behalf, link, chatId, beforeSequence, searched, storeAway);
    }

    private void searchHere(
        final Request behalf, final Link link, final long chatId, final long beforeSequence, final int searched,
        final boolean storeAway) {
        if (!refusals.isFull(behalf, link)) {
            final PendingRequest pending = onBehalf(
                behalf, link, chatId, beforeSequence, searched == 0 ? 1 : ProtocolLimits.PAGE_LENGTH_MAX);
            pending.searched = searched;
            pending.storeAway = storeAway;
            requests.add(pending);
        }
    }

    private PendingRequest onBehalf(
        final Request behalf, final Link link, final long chatId, final long beforeSequence, final int pageLimit) {
        final PendingRequest pending = requests.create(new Request.ReadHistory(
            link.connectionId(), null, chatId, beforeSequence, Request.NULL_VALUE, pageLimit), link);
        pending.told = behalf;
        return pending;
    }
}
