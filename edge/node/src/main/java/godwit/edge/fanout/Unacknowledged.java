package godwit.edge.fanout;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Of each chat the last entry that a connection was shown and did not acknowledge, and what is to be passed over once it
 * does: passing over earlier would take what was shown, and perhaps got lost, out of the device's inbox. Single-threaded.
 */
public final class Unacknowledged {
    private static final long NOTHING = 0;

    private final Long2LongHashMap shown = new Long2LongHashMap(NOTHING);
    private final Long2ObjectHashMap<Passing> passings = new Long2ObjectHashMap<>();

    private record Passing(long toSequence, long msgId) {
    }

    /** Hears that entries can be passed over. */
    @FunctionalInterface
    public interface PassOver {
        /**
         * All that was shown before them is acknowledged.
         *
         * @param toSequence the last of the entries.
         * @param msgId      its id; 0: not known.
         */
        void onPassOver(long toSequence, long msgId);
    }

    /** An entry was shown. */
    public void onShown(final long chatId, final long sequence) {
        shown.put(chatId, Math.max(shown.get(chatId), sequence));
        passings.remove(chatId);
    }

    /** Entries are never shown; the listener is called now or when what is before them is acknowledged. */
    public void passOver(final long chatId, final long toSequence, final long msgId, final PassOver listener) {
        if (shown.containsKey(chatId)) {
            passings.put(chatId, new Passing(toSequence, msgId));
        } else {
            listener.onPassOver(toSequence, msgId);
        }
    }

    /** All up to an entry is acknowledged. */
    public void onAcknowledged(final long chatId, final long sequence, final PassOver listener) {
        if (shown.containsKey(chatId) && sequence >= shown.get(chatId)) {
            shown.remove(chatId);
            final Passing passing = passings.remove(chatId);
            if (passing != null && passing.toSequence > sequence) {
                listener.onPassOver(passing.toSequence, passing.msgId);
            }
        }
    }

    /** The shard pushes from the device's cursor: nothing before is unacknowledged. */
    public void onRestart(final long chatId) {
        shown.remove(chatId);
        passings.remove(chatId);
    }

    void clear() {
        shown.clear();
        passings.clear();
    }
}
