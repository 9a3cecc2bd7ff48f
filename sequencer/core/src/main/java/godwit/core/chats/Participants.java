package godwit.core.chats;

import godwit.core.CoreLimits;
import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.numbers.LimitWords;
import godwit.core.state.Bytes;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The participants named for a chat that is about to be created or changed, each once; gone with the command. */
final class Participants {
    /** How many there is room for. */
    private static final int COUNT_MAX = CoreLimits.COMMAND_USERS_CEILING;

    private static final int PLACES = 4 * 1_024;

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[COUNT_MAX * CoreLimits.ID_BYTES_MAX]);
    private final int[] lengths = new int[COUNT_MAX];
    private final int[] partitions = new int[COUNT_MAX];
    /** Finds one by its hash, so that repetitions count once; holds an index more by 1. */
    private final int[] places = new int[PLACES];
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final LimitWords limits;
    private int count;
    private boolean hasBad;
    private boolean hasTooMany;

    Participants(final LimitWords limits) {
        this.limits = limits;
    }

    /** One more, or a repetition. */
    void add(final int ofPartition, final DirectBuffer id) {
        if (!UserIds.isValid(id) || !Partitions.isValid(ofPartition)) {
            hasBad = true;
            return;
        }
        int place = place(id);
        while (places[place] != 0) {
            if (isAt(places[place] - 1, id)) {
                return;
            }
            place = place + 1 & PLACES - 1;
        }
        if (count >= limits.get().commandUsersMax()) {
            hasTooMany = true;
            return;
        }
        bytes.putBytes(count * CoreLimits.ID_BYTES_MAX, id, 0, id.capacity());
        lengths[count] = id.capacity();
        partitions[count] = ofPartition;
        places[place] = ++count;
    }

    /** Whether one was no id. */
    boolean hasBad() {
        return hasBad;
    }

    /** Whether there were more than one command may name. */
    boolean hasTooMany() {
        return hasTooMany;
    }

    /** How many, without one who is always there. */
    int countWithout(final DirectBuffer id) {
        return count - (contains(id) ? 1 : 0);
    }

    int count() {
        return count;
    }

    /** One's id; good until the next call. */
    DirectBuffer id(final int index) {
        view.wrap(bytes, index * CoreLimits.ID_BYTES_MAX, lengths[index]);
        return view;
    }

    /** One's partition. */
    int partition(final int index) {
        return partitions[index];
    }

    /** The first who is not that one; -1: there is none. */
    int firstOther(final DirectBuffer id) {
        for (int index = 0; index < count; index++) {
            if (!isAt(index, id)) {
                return index;
            }
        }
        return -1;
    }

    boolean isAt(final int index, final DirectBuffer id) {
        return lengths[index] == id.capacity()
            && Bytes.equal(bytes, index * CoreLimits.ID_BYTES_MAX, id, 0, lengths[index]);
    }

    void clear() {
        for (int index = 0; index < count; index++) {
            clearPlaces(place(id(index)));
        }
        count = 0;
        hasBad = false;
        hasTooMany = false;
    }

    private boolean contains(final DirectBuffer id) {
        int place = place(id);
        while (places[place] != 0 && !isAt(places[place] - 1, id)) {
            place = place + 1 & PLACES - 1;
        }
        return places[place] != 0;
    }

    /** From one's place to the next that is free: all of those go, since all participants do. */
    private void clearPlaces(final int from) {
        for (int place = from; places[place] != 0; place = place + 1 & PLACES - 1) {
            places[place] = 0;
        }
    }

    private static int place(final DirectBuffer id) {
        return (int) Bytes.hash(id) & PLACES - 1;
    }
}
