package godwit.edge.downlink;

import godwit.edge.fanout.Link;
import godwit.edge.fanout.Links;
import godwit.edge.fanout.RecentEntries;
import godwit.edge.outbound.FrameEncoder;
import godwit.edge.outbound.MessageFields;
import godwit.edge.request.Request;
import godwit.edge.uplink.PendingRequest;
import godwit.edge.uplink.Uplink;
import godwit.protocol.codecs.ChangedDecoder;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.UnchangedDecoder;
import java.util.ArrayDeque;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Answers to changes of chats. The connection that asked for a change is also pushed it, as an entry: what the shard
 * answers waits a moment for that push, so that one frame is both, be it another shard that pushes. Single-threaded.
 */
final class ChangeAnswers {
    /** How long an answer waits for its push: usually they come together, and a user would not notice. */
    static final long PUSH_WAIT_MS = 100;

    private final Links links;
    private final FrameEncoder encoder;
    private final MessageFields fields = new MessageFields();
    private final Long2ObjectHashMap<Answer> byMsgId = new Long2ObjectHashMap<>();
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private long nowMs;

    private record Answer(
        Link link, Request request, long chatId, long msgId, long sequence, byte[] frame, long deadlineMs) {
    }

    ChangeAnswers(final Links links, final FrameEncoder encoder) {
        this.links = links;
        this.encoder = encoder;
    }

    /** Writes what waited long enough: its push is held up. */
    void onTime(final long now) {
        nowMs = now;
        while (!waiting.isEmpty() && waiting.peek().deadlineMs <= now) {
            final Answer oldest = waiting.remove();
            if (byMsgId.remove(oldest.msgId, oldest)) {
                answer(oldest);
            }
        }
    }

    void onChanged(final ChangedDecoder d, final Uplink uplink) {
        final PendingRequest pending = awaited(uplink.answers().onAnswered(d.correlationId()));
        if (pending == null) {
            return;
        }
        fields.entry(d.chatId(), d.msgId(), d.sequence(), d.timestampMs()).contentKind(ContentKind.CHANGE);
        d.wrapSenderId(fields.senderId());
        d.wrapBody(fields.body());
        final Answer answer = new Answer(pending.link(), pending.request(), d.chatId(), d.msgId(), d.sequence(),
            Frame.copy(encoder.changed(pending.request().reqId(), fields)), nowMs + PUSH_WAIT_MS);
        if (answer.link.pushed().find(answer.msgId) == RecentEntries.NOT_FOUND) {
            final Answer before = byMsgId.put(answer.msgId, answer);
            if (before != null) {
                answer(before);
            }
            waiting.add(answer);
        } else {
            answer(answer);
        }
    }

    void onUnchanged(final UnchangedDecoder d, final Uplink uplink) {
        final PendingRequest pending = awaited(uplink.answers().onAnswered(d.correlationId()));
        if (pending != null) {
            pending.link().connection().onAnswer(pending.request(),
                Frame.copy(encoder.unchanged(pending.request().reqId(), d.chatId(), d.version())));
        }
    }

    /** An answered request whose client waits for a frame, or null; without one, its connection hears that it is done. */
    private static PendingRequest awaited(final PendingRequest answered) {
        if (answered == null || answered.request().reqId() != null) {
            return answered;
        }
        answered.link().connection().onDone(answered.request());
        return null;
    }

    /** Whether any answer waits for the push of an entry. */
    boolean isAwaited(final long msgId) {
        return byMsgId.containsKey(msgId);
    }

    /** Whether an entry that is pushed now is the answer that waits for it, and is written as that. */
    boolean answers(final Link link, final long msgId) {
        final Answer answer = byMsgId.get(msgId);
        if (answer == null || answer.link != link) {
            return false;
        }
        byMsgId.remove(msgId);
        link.connection().onAnsweringEntry(answer.request, answer.frame, msgId);
        return true;
    }

    private void answer(final Answer answer) {
        if (links.ofConnection(answer.link.connectionId()) == answer.link) {
            answer.link.onAnswered(answer.msgId, answer.chatId, answer.sequence);
            answer.link.connection().onAnswer(answer.request, answer.frame);
        }
    }
}
