package godwit.settings;

/**
 * A power of two within a range: ring sizes, segment lengths.
 *
 * @param unit how it is written.
 * @param min  lowest allowed.
 * @param max  highest allowed.
 */
record PowerOfTwoType(Unit unit, long min, long max) implements ValueType<Long> {
    @Override
    public Long parse(final String text) {
        final long value = unit.parse(text);
        return value < min || value > max || Long.bitCount(value) != 1 ? null : value;
    }

    @Override
    public String format(final Long value) {
        return unit.format(value);
    }

    @Override
    public String expected() {
        return "a power of two in " + unit.format(min) + ".." + unit.format(max);
    }

    @Override
    public Class<Long> valueClass() {
        return Long.class;
    }
}
