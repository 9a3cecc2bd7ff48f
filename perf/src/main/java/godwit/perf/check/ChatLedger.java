package godwit.perf.check;

/**
 * One direct chat: what each side sent, where the server put it, what the other side got. Not thread-safe.
 */
public final class ChatLedger {
    private static final long MISSING = LongTable.MISSING;

    private final Bodies bodies;
    private final int chat;
    private final LongTable messageBySequence = new LongTable();
    private final Side[] sides = {new Side(), new Side()};
    private final Counts counts;

    /**
     * An empty ledger.
     *
     * @param chat   index of the chat.
     * @param bodies what the bodies must be.
     * @param counts where violations are counted.
     */
    public ChatLedger(final int chat, final Bodies bodies, final Counts counts) {
        this.chat = chat;
        this.bodies = bodies;
        this.counts = counts;
    }

    /**
     * The server answered a send.
     *
     * @param side     who sent it.
     * @param number   its number among that side's.
     * @param sequence the number in the chat that it was given.
     * @return whether this is its first answer.
     */
    public boolean onSent(final int side, final long number, final long sequence) {
        place(side, number, sequence);
        return sides[side].acknowledged.put(number, sequence) == MISSING;
    }

    /**
     * A message came in at the side that did not write it.
     *
     * @param side     who wrote it.
     * @param number   its number among that side's.
     * @param sequence its number in the chat.
     * @param text     its body as it came.
     * @return whether it came for the first time.
     */
    public boolean onReceived(final int side, final long number, final long sequence, final String text) {
        place(side, number, sequence);
        if (!bodies.of(chat, side, number).equals(text)) {
            counts.corrupted++;
        }
        final Side writer = sides[side];
        if (writer.received.put(number, sequence) != MISSING) {
            counts.redelivered++;
            return false;
        }
        if (sequence <= writer.lastReceived) {
            counts.reordered++;
        }
        writer.lastReceived = Math.max(writer.lastReceived, sequence);
        return true;
    }

    /** The run is over: counts what is missing, and sends whose order is not the order of sending. */
    public void close() {
        for (int side = 0; side < 2; side++) {
            close(sides[side]);
        }
        final long last = Math.max(sides[0].highest, sides[1].highest);
        counts.holes += last - messageBySequence.count();
    }

    private void close(final Side side) {
        long previous = 0;
        for (long number = 0; number < side.sent; number++) {
            final long sequence = side.acknowledged.get(number);
            if (sequence == MISSING) {
                continue;
            }
            if (side.received.get(number) == MISSING) {
                counts.lost++;
            }
            if (sequence <= previous) {
                counts.reordered++;
            }
            previous = sequence;
        }
    }

    private void place(final int side, final long number, final long sequence) {
        final long message = (number << 1) | side;
        final long there = messageBySequence.get(sequence);
        if (there == MISSING) {
            messageBySequence.put(sequence, message);
        } else if (there != message) {
            counts.conflicting++;
        }
        final Side writer = sides[side];
        final long sequenceBefore = writer.sequences.get(number);
        if (sequenceBefore == MISSING) {
            writer.sequences.put(number, sequence);
        } else if (sequenceBefore != sequence) {
            counts.duplicated++;
        }
        writer.sent = Math.max(writer.sent, number + 1);
        writer.highest = Math.max(writer.highest, sequence);
    }

    private static final class Side {
        final LongTable sequences = new LongTable();
        final LongTable acknowledged = new LongTable();
        final LongTable received = new LongTable();
        long lastReceived;
        long sent;
        long highest;
    }

    /** What went wrong, over all chats of a run. */
    public static final class Counts {
        /** Acknowledged and never delivered. */
        public long lost;
        /** One send under two numbers. */
        public long duplicated;
        /** Delivered, or numbered, out of order. */
        public long reordered;
        /** Delivered again under the same number, which the protocol allows. */
        public long redelivered;
        /** Another body than was sent. */
        public long corrupted;
        /** Two sends under one number. */
        public long conflicting;
        /** Numbers that no message has. */
        public long holes;
        /** What the server holds at the end and should not: marks of members, states of users. */
        public long wrong;

        /** Whether a rule of the protocol was broken. */
        public boolean broken() {
            return lost + duplicated + reordered + corrupted + conflicting + holes + wrong > 0;
        }
    }
}
