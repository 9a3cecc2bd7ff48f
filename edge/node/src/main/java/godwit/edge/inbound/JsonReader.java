package godwit.edge.inbound;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Streams one JSON object into {@link FieldValues}; no tree is ever built, and depth, names and numbers are bounded.
 */
final class JsonReader {
    /** Deeper is no frame of ours, whatever fields later versions add. */
    static final int DEPTH_MAX = 32;
    /** Characters of a field's name. */
    static final int NAME_LENGTH_MAX = 256;
    /** Characters of a number. */
    static final int NUMBER_LENGTH_MAX = 100;

    private final JsonFactory factory;

    JsonReader(final int frameBytes) {
        factory = JsonFactory.builder()
            // Names are whatever clients send: interning them would fill the JVM's table.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            // A text frame is UTF-8; bytes that look like UTF-16 are no JSON.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .recyclerPool(JsonRecyclerPools.newBoundedPool(2))
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxNameLength(NAME_LENGTH_MAX)
                .maxNumberLength(NUMBER_LENGTH_MAX)
                .maxStringLength(frameBytes)
                .maxDocumentLength(frameBytes)
                .build())
            .build();
    }

    /** Reads the whole frame; what was read before a break stays in the values. */
    void read(final byte[] utf8, final int offset, final int length, final FieldValues values) throws RejectedFrame {
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), utf8, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw RejectedFrame.badFrame("the frame has to be one JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                field(json, values);
            }
            if (json.nextToken() != null) {
                throw RejectedFrame.badFrame("something follows the JSON object");
            }
        } catch (final JacksonException | IndexOutOfBoundsException e) {
            // Its message may quote the frame; a client knows what it sent.
            throw RejectedFrame.badFrame("the frame is not JSON, or nested too deep");
        }
    }

    private static void field(final JsonParser json, final FieldValues values) {
        final Field field = Field.of(json.currentName());
        if (field == null) {
            json.nextToken();
            json.skipChildren();
        } else {
            values.read(field, json);
        }
    }
}
