package godwit.perf.check;

import java.util.BitSet;

/**
 * One group: where the server put each message, and which of them came to which member. Messages are known by their
 * number among the group's, members by their index. Not thread-safe.
 */
public final class GroupLedger {
    private static final long MISSING = LongTable.MISSING;
    private static final long CHANGE = Long.MAX_VALUE;
    private static final int RECENT = 1024;

    private final int group;
    private final Bodies bodies;
    private final ChatLedger.Counts counts;
    private final LongTable messageBySequence = new LongTable();
    private final LongTable sequences = new LongTable();
    private final LongTable acknowledged = new LongTable();
    private final LongTable senders = new LongTable();
    private final BitSet[] received;
    private final long[] lastReceived;
    private final String[] recentBodies = new String[RECENT];
    private final long[] recentMessages = new long[RECENT];
    private long messages;
    private long highest;

    /**
     * An empty ledger.
     *
     * @param group   index of the group.
     * @param members how many it has.
     * @param bodies  what the bodies must be.
     * @param counts  where violations are counted.
     */
    public GroupLedger(final int group, final int members, final Bodies bodies, final ChatLedger.Counts counts) {
        this.group = group;
        this.bodies = bodies;
        this.counts = counts;
        received = new BitSet[members];
        lastReceived = new long[members];
        for (int member = 0; member < members; member++) {
            received[member] = new BitSet();
        }
    }

    /**
     * The server answered a send.
     *
     * @param member   who sent it.
     * @param message  its number among the group's.
     * @param sequence the number in the chat that it was given.
     * @return whether this is its first answer.
     */
    public boolean onSent(final int member, final long message, final long sequence) {
        place(message, sequence);
        senders.put(message, member);
        return acknowledged.put(message, sequence) == MISSING;
    }

    /**
     * A message came in at a member who did not write it.
     *
     * @param member   whom it came to.
     * @param message  its number among the group's.
     * @param sequence its number in the chat.
     * @param text     its body as it came.
     * @return whether it came to this member for the first time.
     */
    public boolean onReceived(final int member, final long message, final long sequence, final String text) {
        place(message, sequence);
        if (!body(message).equals(text)) {
            counts.corrupted++;
        }
        if (received[member].get((int) sequence)) {
            counts.redelivered++;
            return false;
        }
        received[member].set((int) sequence);
        inOrder(member, sequence);
        return true;
    }

    /** A message came in under the name of somebody who did not write it. */
    public void onForeign() {
        counts.corrupted++;
    }

    /**
     * A change of the group came in at a member: it takes a number in the chat as a message does.
     *
     * @param member   whom it came to.
     * @param sequence its number in the chat.
     */
    public void onChange(final int member, final long sequence) {
        final long there = messageBySequence.put(sequence, CHANGE);
        if (there != MISSING && there != CHANGE) {
            counts.conflicting++;
        }
        highest = Math.max(highest, sequence);
        if (!received[member].get((int) sequence)) {
            received[member].set((int) sequence);
            inOrder(member, sequence);
        }
    }

    /** The run is over: counts what is missing at whom, and sends whose order is not the order of sending. */
    public void close() {
        final long[] previous = new long[received.length];
        for (long message = 0; message < messages; message++) {
            final long sequence = acknowledged.get(message);
            if (sequence == MISSING) {
                continue;
            }
            final int sender = (int) senders.get(message);
            counts.reordered += sequence <= previous[sender] ? 1 : 0;
            previous[sender] = sequence;
            for (int member = 0; member < received.length; member++) {
                counts.lost += member != sender && !received[member].get((int) sequence) ? 1 : 0;
            }
        }
        counts.holes += highest - messageBySequence.count();
    }

    private void inOrder(final int member, final long sequence) {
        if (sequence <= lastReceived[member]) {
            counts.reordered++;
        }
        lastReceived[member] = Math.max(lastReceived[member], sequence);
    }

    private void place(final long message, final long sequence) {
        final long there = messageBySequence.get(sequence);
        if (there == MISSING) {
            messageBySequence.put(sequence, message);
        } else if (there != message) {
            counts.conflicting++;
        }
        final long before = sequences.get(message);
        if (before == MISSING) {
            sequences.put(message, sequence);
        } else if (before != sequence) {
            counts.duplicated++;
        }
        messages = Math.max(messages, message + 1);
        highest = Math.max(highest, sequence);
    }

    /** All members get a message at about the same time: its body is made once. */
    private String body(final long message) {
        final int slot = (int) (message % RECENT);
        if (recentBodies[slot] == null || recentMessages[slot] != message) {
            recentBodies[slot] = bodies.of(group, 0, message);
            recentMessages[slot] = message;
        }
        return recentBodies[slot];
    }
}
