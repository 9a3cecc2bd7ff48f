package godwit.settings;

/**
 * A number of a unit, within a range.
 *
 * @param unit how it is written.
 * @param min  lowest allowed.
 * @param max  highest allowed.
 */
record NumberType(Unit unit, long min, long max) implements ValueType<Long> {
    @Override
    public Long parse(final String text) {
        final long value = unit.parse(text);
        return value == Unit.NULL_VALUE || value < min || value > max ? null : value;
    }

    @Override
    public String format(final Long value) {
        return unit.format(value);
    }

    @Override
    public String expected() {
        return unit.format(min) + ".." + unit.format(max);
    }

    @Override
    public Class<Long> valueClass() {
        return Long.class;
    }
}
