package godwit.launch.system;

import java.util.List;
import java.util.Map;

/**
 * A frame from the server.
 *
 * @param fields what it says.
 */
record Frame(Map<String, Object> fields) {
    String type() {
        return text("type");
    }

    boolean is(final String type) {
        return type.equals(type());
    }

    boolean has(final String field) {
        return fields.containsKey(field);
    }

    boolean has(final String field, final Object value) {
        return value.equals(fields.get(field));
    }

    String text(final String field) {
        return (String) require(field);
    }

    long number(final String field) {
        return (Long) require(field);
    }

    boolean flag(final String field) {
        return (Boolean) require(field);
    }

    Frame object(final String field) {
        return asFrame(require(field));
    }

    List<Frame> list(final String field) {
        return ((List<?>) require(field)).stream().map(Frame::asFrame).toList();
    }

    List<?> values(final String field) {
        return (List<?>) require(field);
    }

    @SuppressWarnings("unchecked")
    private static Frame asFrame(final Object value) {
        return new Frame((Map<String, Object>) value);
    }

    private Object require(final String field) {
        final Object value = fields.get(field);
        if (value == null) {
            throw new AssertionError("no field " + field + " in " + fields);
        }
        return value;
    }
}
