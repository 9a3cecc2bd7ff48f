package godwit.edge.downlink;

import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A client behind its socket, which checks what it is shown: the next entry of a chat, or one that it was shown before. */
final class SimulatedClient implements Connection {
    private static final long NOT = -1;

    final long connectionId;
    /** As the shard numbers it; 0: none. */
    long session;
    private final long[] received;
    private final long[] acknowledged;
    private final long[] ends;
    private final List<Set<Long>> own;
    private long pushedCount;
    private long droppedFrom = NOT;
    private String wrong;
    private boolean isAway = true;

    SimulatedClient(final long connectionId, final int chats) {
        this.connectionId = connectionId;
        received = new long[chats];
        acknowledged = new long[chats];
        ends = new long[chats];
        Arrays.fill(ends, Long.MAX_VALUE);
        own = Stream.<Set<Long>>generate(HashSet::new).limit(chats).toList();
    }

    /** Fails if it was shown anything that it should not have been. */
    void check() {
        if (wrong != null) {
            throw new AssertionError(wrong);
        }
    }

    void own(final int chat, final long sequence) {
        own.get(chat).add(sequence);
    }

    boolean isOwn(final int chat, final long sequence) {
        return own.get(chat).contains(sequence);
    }

    /** The user was removed with that entry. */
    void end(final int chat, final long sequence) {
        ends[chat] = sequence;
    }

    /** Whether it has no connection; it has one now. */
    boolean connects() {
        final boolean was = isAway;
        isAway = false;
        pushedCount = was ? 0 : pushedCount;
        droppedFrom = was ? NOT : droppedFrom;
        return was;
    }

    boolean dropping() {
        return droppedFrom != NOT;
    }

    long droppedFrom() {
        return droppedFrom;
    }

    /** The socket takes nothing more. */
    void drop() {
        droppedFrom = pushedCount;
    }

    @Override
    public void onRestarted() {
        droppedFrom = NOT;
    }

    @Override
    public void onEntry(final byte[] frame, final long msgId) {
        pushedCount++;
        if (dropping()) {
            return;
        }
        final int chat = FramesUnderWay.chatOf(msgId);
        final long sequence = FramesUnderWay.sequenceOf(msgId);
        long next = received[chat] + 1;
        while (isOwn(chat, next)) {
            next++;
        }
        if (sequence > next || sequence > ends[chat] || isOwn(chat, sequence)) {
            wrong = "client=" + connectionId + " chat=" + chat + " was shown=" + sequence + ", expected at most=" + next
                + " and end=" + ends[chat] + " own=" + isOwn(chat, sequence);
        }
        received[chat] = Math.max(received[chat], sequence);
    }

    void acknowledge(final FollowedEdge edge, final Random random) {
        final int chat = random.nextInt(received.length);
        if (received[chat] > acknowledged[chat]) {
            acknowledge(edge, chat, acknowledged[chat] + 1 + random.nextInt((int) (received[chat] - acknowledged[chat])));
        }
    }

    void acknowledgeAll(final FollowedEdge edge) {
        for (int chat = 0; chat < received.length; chat++) {
            if (received[chat] > 0) {
                acknowledge(edge, chat, received[chat]);
            }
        }
    }

    private void acknowledge(final FollowedEdge edge, final int chat, final long sequence) {
        if (!isOwn(chat, sequence)) {
            acknowledged[chat] = sequence;
            edge.acknowledge(this, chat, sequence, dropping() ? droppedFrom : pushedCount);
        }
    }

    @Override
    public void onAttached(final Request.Attach request, final long number, final boolean resumed) {
    }

    @Override
    public void onSent(
        final Request.Send request, final long msgId, final long sequence, final long timestampMs,
        final boolean duplicate) {
    }

    @Override
    public void onDone(final Request request) {
    }

    /** Its attach was not answered in time: it comes again. */
    @Override
    public void onRefused(final Request request, final RefusalCode code, final int detail, final long retryAfterMs) {
        isAway |= request instanceof Request.Attach;
    }

    @Override
    public void onAnswer(final Request request, final byte[] frame) {
    }

    @Override
    public void onAnsweringEntry(final Request request, final byte[] frame, final long msgId) {
    }

    @Override
    public void onPushedFrame(final byte[] frame) {
    }

    @Override
    public void onFleetingFrame(final byte[] frame) {
    }

    @Override
    public void onSeenWanted() {
    }

    @Override
    public void onMissing() {
        wrong = "client=" + connectionId + " was told that something is missing";
    }

    @Override
    public void onEnded(final SessionEnd reason) {
    }
}
