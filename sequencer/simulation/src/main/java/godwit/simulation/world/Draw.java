package godwit.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** The chance of a run: everything that is left to it comes from the seed. */
public final class Draw {
    private final SplittableRandom random;

    /** Of a seed. */
    public Draw(final long seed) {
        this(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1));
    }

    private Draw(final SplittableRandom random) {
        this.random = random;
    }

    /** A chance of its own: what one part draws does not shift what another does. */
    public Draw split() {
        return new Draw(random.split());
    }

    /** 0 to bound - 1. */
    public int below(final int bound) {
        return random.nextInt(bound);
    }

    /** From, to, and everything between. */
    public long between(final long from, final long to) {
        return from + random.nextLong(to - from + 1);
    }

    /** True so many times in a thousand. */
    public boolean perMille(final int times) {
        return random.nextInt(1_000) < times;
    }

    /** True once in so many times. */
    public boolean oneIn(final int times) {
        return random.nextInt(times) == 0;
    }

    /** One of them. */
    public <T> T of(final List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Any number. */
    public long any() {
        return random.nextLong();
    }
}
