package godwit.core.state;

/** Checks that hold always; a failed one means a bug or damaged state and stops the shard. */
public final class Invariants {
    private Invariants() {
    }

    /** The value must be the expected one. */
    public static void same(final String name, final long actual, final long expected) {
        if (actual != expected) {
            throw new IllegalStateException(name + "=" + actual + " expected " + expected);
        }
    }

    /** The value must be at least the bound. */
    public static void atLeast(final String name, final long actual, final long bound) {
        if (actual < bound) {
            throw new IllegalStateException(name + "=" + actual + " expected at least " + bound);
        }
    }

    /** The value must lie between two bounds, both included. */
    public static void within(final String name, final long actual, final long low, final long high) {
        if (actual < low || actual > high) {
            throw new IllegalStateException(name + "=" + actual + " expected " + low + " to " + high);
        }
    }

    /** The value must not be 0. */
    public static void present(final String name, final long actual) {
        if (actual == 0) {
            throw new IllegalStateException(name + "=0 expected a record");
        }
    }

    /** The condition must hold; the text says what was found. */
    public static void holds(final boolean condition, final String text) {
        if (!condition) {
            throw new IllegalStateException(text);
        }
    }
}
