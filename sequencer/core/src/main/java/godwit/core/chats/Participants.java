package godwit.core.chats;

import godwit.core.directory.Partitions;
import godwit.core.directory.UserIds;
import godwit.core.state.Bytes;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The participants named for a chat that is about to be created; gone with the command. While groups are off, one counts. */
final class Participants {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * UserIds.LENGTH_MAX]);
    private final UnsafeBuffer other = new UnsafeBuffer(0, 0);
    private int partition;
    private int secondPartition;
    private int secondLength;
    private int count;
    private boolean hasBad;

    /** One more, or a repetition. */
    void add(final int ofPartition, final DirectBuffer id) {
        if (!UserIds.isValid(id) || !Partitions.isValid(ofPartition)) {
            hasBad = true;
        } else if (count == 0) {
            buffer.putBytes(0, id, 0, id.capacity());
            other.wrap(buffer, 0, id.capacity());
            partition = ofPartition;
            count = 1;
        } else if (!same(other, id)) {
            second(ofPartition, id);
        }
    }

    /** The creator may stand among them: only others count. */
    void without(final DirectBuffer creatorId) {
        if (count > 0 && same(other, creatorId)) {
            if (count > 1) {
                other.wrap(buffer, UserIds.LENGTH_MAX, secondLength);
                partition = secondPartition;
            }
            count--;
        } else if (count == 2 && hasSecond(creatorId)) {
            count--;
        }
    }

    private void second(final int ofPartition, final DirectBuffer id) {
        if (count == 1) {
            buffer.putBytes(UserIds.LENGTH_MAX, id, 0, id.capacity());
            secondLength = id.capacity();
            secondPartition = ofPartition;
            count = 2;
        } else if (!hasSecond(id)) {
            count = 3;
        }
    }

    private boolean hasSecond(final DirectBuffer id) {
        return id.capacity() == secondLength
            && Bytes.equal(buffer, UserIds.LENGTH_MAX, id, 0, secondLength);
    }

    private static boolean same(final DirectBuffer first, final DirectBuffer second) {
        return first.capacity() == second.capacity() && Bytes.equal(first, 0, second, 0, first.capacity());
    }

    boolean hasBad() {
        return hasBad;
    }

    int count() {
        return count;
    }

    DirectBuffer other() {
        return other;
    }

    int partition() {
        return partition;
    }

    void clear() {
        count = 0;
        hasBad = false;
    }
}
