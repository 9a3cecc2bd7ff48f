package godwit.launch.up;

import godwit.core.CoreLimits;
import godwit.settings.CoreSettings;
import java.util.List;

/** The settings that the heap may not be large enough for: what is set, and what is in force instead. */
final class HeapBounds {
    /** One of them: its key, the value that is set, and the one in force, which is never higher. */
    record Bound(String setting, long set, long inForce) {
        boolean lowered() {
            return inForce < set;
        }

        @Override
        public String toString() {
            return setting + "=" + set + " is more than the heap can hold: " + inForce + " is in force";
        }
    }

    private HeapBounds() {
    }

    static List<Bound> of(final CoreSettings set, final CoreLimits inForce) {
        return List.of(
            new Bound("sequencer.payload-bytes", set.payloadBytesMax(), inForce.payloadBytesMax()),
            new Bound("sequencer.unjournaled-entries", set.unjournaledEntriesMax(), inForce.unjournaledEntriesMax()),
            new Bound("sequencer.users", set.usersMax(), inForce.usersMax()),
            new Bound("sequencer.chats", set.chatsMax(), inForce.chatsMax()),
            new Bound("sequencer.keys", set.keysMax(), inForce.keysMax()),
            new Bound("sequencer.presence-subscriptions", set.presenceMax(), inForce.presenceMax()));
    }
}
