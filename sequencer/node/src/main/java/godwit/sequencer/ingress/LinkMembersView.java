package godwit.sequencer.ingress;

import godwit.core.LinkedMembers;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Members of a message, their fields copied and their ids found where they stand: they can be asked for in any order. Reused. */
final class LinkMembersView implements LinkedMembers {
    private static final int NUMBERS = 4;
    private static final int WORDS = 3;

    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private int[] numbers = new int[NUMBERS * 32];
    private long[] words = new long[WORDS * 32];
    private DirectBuffer message;
    private int count;

    /** Begins with none, of a message whose bytes these are. */
    void clear(final DirectBuffer bytes) {
        message = bytes;
        count = 0;
    }

    void add(
        final int partition, final int role, final long fromSequence, final long toSequence, final long messages,
        final int idOffset, final int idLength) {
        if ((count + 1) * NUMBERS > numbers.length) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
            words = Arrays.copyOf(words, words.length * 2);
        }
        numbers[count * NUMBERS] = partition;
        numbers[count * NUMBERS + 1] = role;
        numbers[count * NUMBERS + 2] = idOffset;
        numbers[count * NUMBERS + 3] = idLength;
        words[count * WORDS] = fromSequence;
        words[count * WORDS + 1] = toSequence;
        words[count * WORDS + 2] = messages;
        count++;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public DirectBuffer userId(final int index) {
        userId.wrap(message, numbers[index * NUMBERS + 2], numbers[index * NUMBERS + 3]);
        return userId;
    }

    @Override
    public int partition(final int index) {
        return numbers[index * NUMBERS];
    }

    @Override
    public int role(final int index) {
        return numbers[index * NUMBERS + 1];
    }

    @Override
    public long fromSequence(final int index) {
        return words[index * WORDS];
    }

    @Override
    public long toSequence(final int index) {
        return words[index * WORDS + 1];
    }

    @Override
    public long messages(final int index) {
        return words[index * WORDS + 2];
    }
}
