package godwit.sequencer.pipeline;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Elements of a group that come one call at a time, kept until their count is known. Reused. */
final class Gathered {
    private static final int NUMBERS = 3;

    private final ExpandableArrayBuffer texts = new ExpandableArrayBuffer(1024);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long[] numbers = new long[NUMBERS * 16];
    private int[] ends = new int[16];
    private int count;

    void add(final DirectBuffer text, final long a, final long b, final long c) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
        }
        final int start = start(count);
        texts.putBytes(start, text, 0, text.capacity());
        ends[count] = start + text.capacity();
        numbers[count * NUMBERS] = a;
        numbers[count * NUMBERS + 1] = b;
        numbers[count * NUMBERS + 2] = c;
        count++;
    }

    int count() {
        return count;
    }

    DirectBuffer text(final int index) {
        view.wrap(texts, start(index), ends[index] - start(index));
        return view;
    }

    long a(final int index) {
        return numbers[index * NUMBERS];
    }

    long b(final int index) {
        return numbers[index * NUMBERS + 1];
    }

    long c(final int index) {
        return numbers[index * NUMBERS + 2];
    }

    void clear() {
        count = 0;
    }

    private int start(final int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
