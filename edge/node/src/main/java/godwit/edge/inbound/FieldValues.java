package godwit.edge.inbound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What was found in one frame under the names of {@link Field}, before anybody knows its type (which may stand last):
 * kinds are recorded and not judged, so that a field which the type does not use can do no harm. Reused.
 */
final class FieldValues {
    /** Numbers beyond what JSON's readers keep exact are as good as this one: no bound lies above. */
    static final long NUMBER_MAX = 1L << 53;

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** What kind of JSON value a field has. */
    enum Kind { ABSENT, STRING, INTEGER, LIST, OTHER }

    private final Kind[] kinds = new Kind[Field.COUNT];
    private final boolean[] duplicates = new boolean[Field.COUNT];
    private final String[] strings = new String[Field.COUNT];
    private final long[] numbers = new long[Field.COUNT];
    private final Body text;
    private final Body content;
    private final Map<Field, List<String>> lists = new EnumMap<>(Field.class);
    private int mediaCount;

    FieldValues(final int frameBytes) {
        text = new Body(frameBytes);
        content = new Body(frameBytes);
    }

    void clear() {
        Arrays.fill(kinds, null);
        Arrays.fill(duplicates, false);
        Arrays.fill(strings, null);
        lists.clear();
        mediaCount = 0;
    }

    /** Reads the value that the parser is about to give. A null counts as nothing, except that it may not come twice. */
    void read(final Field field, final JsonParser json) {
        final JsonToken token = json.nextToken();
        final int i = field.ordinal();
        duplicates[i] |= kinds[i] != null;
        switch (token) {
            case VALUE_STRING -> string(field, json);
            case VALUE_NUMBER_INT -> number(field, json);
            case START_ARRAY -> list(field, json);
            case VALUE_NULL -> kinds[i] = Kind.ABSENT;
            default -> {
                json.skipChildren();
                kinds[i] = Kind.OTHER;
            }
        }
    }

    Kind kind(final Field field) {
        final Kind kind = kinds[field.ordinal()];
        return kind == null ? Kind.ABSENT : kind;
    }

    boolean isDuplicate(final Field field) {
        return duplicates[field.ordinal()];
    }

    String string(final Field field) {
        return strings[field.ordinal()];
    }

    long number(final Field field) {
        return numbers[field.ordinal()];
    }

    Body text() {
        return text;
    }

    Body content() {
        return content;
    }

    /** The strings of a list of ids. */
    List<String> list(final Field field) {
        return lists.get(field);
    }

    int mediaCount() {
        return mediaCount;
    }

    private void string(final Field field, final JsonParser json) {
        kinds[field.ordinal()] = Kind.STRING;
        switch (field) {
            case TEXT -> text.putText(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
            case CONTENT ->
                content.putBase64(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
            default -> strings[field.ordinal()] = json.getString();
        }
    }

    private void number(final Field field, final JsonParser json) {
        kinds[field.ordinal()] = Kind.INTEGER;
        final long value = switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            default -> json.getBigIntegerValue().compareTo(LONG_MAX) > 0 ? NUMBER_MAX : -NUMBER_MAX;
        };
        numbers[field.ordinal()] = Math.max(-NUMBER_MAX, Math.min(NUMBER_MAX, value));
    }

    private void list(final Field field, final JsonParser json) {
        kinds[field.ordinal()] = Kind.LIST;
        final List<String> elements = field == Field.PARTICIPANT_IDS || field == Field.USER_IDS ? new ArrayList<>() : null;
        boolean allStrings = true;
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            count++;
            allStrings &= token == JsonToken.VALUE_STRING;
            if (elements != null && token == JsonToken.VALUE_STRING) {
                elements.add(json.getString());
            }
            json.skipChildren();
        }
        if (elements != null) {
            lists.put(field, elements);
            kinds[field.ordinal()] = allStrings ? Kind.LIST : Kind.OTHER;
        } else if (field == Field.MEDIA) {
            mediaCount = count;
        }
    }
}
