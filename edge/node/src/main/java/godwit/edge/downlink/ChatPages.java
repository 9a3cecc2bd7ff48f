package godwit.edge.downlink;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.counters.EdgeCounters;
import godwit.edge.outbound.ChatEncoder;
import godwit.edge.outbound.ChatFields;
import godwit.edge.outbound.ChatsEncoder;
import godwit.edge.outbound.MessageFields;
import godwit.edge.uplink.PendingRequest;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.ChatDetailDecoder;
import godwit.protocol.codecs.ChatRowDecoder;
import godwit.protocol.codecs.ChatsPageDecoder;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes whole CHATS and CHAT frames of what comes from the shard and from the store. While the store is away last messages
 * are left out: the list matters more. With too much being read the page is refused, to be asked for again. A question that was
 * offered twice has two answers, of which the first counts: the second tells of another moment. Single-threaded.
 */
final class ChatPages {
    private static final long PARTICIPANT_BYTES = 160;

    private final Uplink uplink;
    private final EntryStore store;
    private final Executor onThisThread;
    private final EdgeCounters counters;
    private final ChatsEncoder chats = new ChatsEncoder();
    private final ChatEncoder chat = new ChatEncoder();

    ChatPages(final Uplink uplink, final EntryStore store, final Executor onThisThread, final EdgeCounters counters) {
        this.uplink = uplink;
        this.store = store;
        this.onThisThread = onThisThread;
        this.counters = counters;
    }

    void onRow(final ChatRowDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending == null) {
            return;
        }
        final boolean missing = d.lastInMemory() == 0 && d.lastSequence() > 0 && d.member() != 0;
        if (!(pending.page() instanceof ChatsGathering)) {
            pending.page(new ChatsGathering());
        }
        final ChatsGathering page = (ChatsGathering) pending.page();
        if (page.ended()) {
            return;
        }
        final ChatFields row = Copies.of(d);
        if (uplink.answers().holds(pending, row.heldBytes())) {
            page.add(d.chatId(), row, missing ? d.lastSequence() : 0);
        }
    }

    void onPage(final ChatsPageDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending == null) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
            return;
        }
        final ChatsGathering page = pending.page() instanceof ChatsGathering known ? known : new ChatsGathering();
        pending.page(page);
        if (page.ended()) {
            return;
        }
        if (page.rows().size() != d.count()) {
            uplink.answers().onRefused(pending.correlationId(), 0, RefusalCode.UNAVAILABLE, 0, 0);
            return;
        }
        page.end(d.asOf(), d.next());
        readOn(pending, page, () -> sendPage(pending, page));
    }

    void onDetail(final ChatDetailDecoder d) {
        final PendingRequest pending = uplink.answers().pending(d.correlationId());
        if (pending == null || !(pending.page() instanceof ChatsGathering page) || page.rows().isEmpty()) {
            counters.increment(EdgeCounter.ANSWERS_UNKNOWN);
            return;
        }
        if (page.ended()) {
            return;
        }
        page.end(0, d.next());
        final ParticipantList participants = ParticipantList.of(d);
        if (!uplink.answers().holds(pending, participants.participants.size() * PARTICIPANT_BYTES)) {
            return;
        }
        readOn(pending, page, () -> sendDetail(pending, page, participants));
    }

    private void readOn(final PendingRequest pending, final ChatsGathering page, final Runnable whenComplete) {
        for (Map.Entry<Long, Long> next = page.nextToRead(); next != null; next = page.nextToRead()) {
            read(pending, page, next.getKey(), next.getValue(), whenComplete);
        }
        if (page.complete()) {
            whenComplete.run();
        }
    }

    private void read(
        final PendingRequest pending, final ChatsGathering page, final long chatId, final long sequence,
        final Runnable whenComplete) {
        counters.increment(EdgeCounter.STORE_READS);
        store.read(pending.link().connectionId(), chatId, sequence, sequence).whenCompleteAsync(uplink.faults().guarded((entries, failure) -> {
            if (uplink.answers().pending(pending.correlationId()) == pending && pending.page() == page) {
                onRead(pending, page, chatId, entries, failure, whenComplete);
            }
        }), onThisThread);
    }

    private void onRead(
        final PendingRequest pending, final ChatsGathering page, final long chatId, final List<StoredEntry> entries,
        final Throwable failure, final Runnable whenComplete) {
        page.readOver();
        if (failure != null) {
            counters.increment(EdgeCounter.STORE_FAILURES);
            page.readNoMore();
            if (isTooMuch(failure)) {
                uplink.answers().onRefused(pending.correlationId(), 0, RefusalCode.UNAVAILABLE, 0, 0);
                return;
            }
        } else if (!entries.isEmpty()) {
            final MessageFields lastMessage = Copies.fields(entries.get(0));
            if (!uplink.answers().holds(pending, lastMessage.heldBytes())) {
                page.readNoMore();
                return;
            }
            page.rows().get(chatId).lastMessage(lastMessage);
        }
        readOn(pending, page, whenComplete);
    }

    private static boolean isTooMuch(final Throwable failure) {
        return failure instanceof RejectedExecutionException
            || failure instanceof CompletionException && failure.getCause() instanceof RejectedExecutionException;
    }

    private void sendPage(final PendingRequest pending, final ChatsGathering page) {
        if (uplink.answers().onAnswered(pending.correlationId()) == null) {
            return;
        }
        chats.begin(pending.request().reqId(), page.rows().values());
        page.rows().values().forEach(chats::add);
        pending.link().connection().onAnswer(pending.request(), Frame.copy(chats.end(page.asOf(), page.next())));
    }

    private void sendDetail(final PendingRequest pending, final ChatsGathering page, final ParticipantList list) {
        if (uplink.answers().onAnswered(pending.correlationId()) == null) {
            return;
        }
        final ChatFields head = page.rows().values().iterator().next();
        chat.begin(pending.request().reqId(), head);
        list.forEach(chat);
        pending.link().connection().onAnswer(pending.request(), Frame.copy(chat.end(page.next())));
    }

    /** Participants taken out of the stream's buffer. */
    private record ParticipantList(List<Participant> participants) {
        static ParticipantList of(final ChatDetailDecoder d) {
            final List<Participant> list = new java.util.ArrayList<>();
            for (final ChatDetailDecoder.ParticipantsDecoder p : d.participants()) {
                final Role role = p.role();
                final long delivered = p.deliveredSequence();
                final long read = p.readSequence();
                list.add(new Participant(p.userId(), role, delivered, read));
            }
            return new ParticipantList(list);
        }

        void forEach(final ChatEncoder encoder) {
            participants.forEach(p -> encoder.add(p.userId, p.role, p.delivered, p.read));
        }
    }

    private record Participant(String userId, Role role, long delivered, long read) {
    }
}
