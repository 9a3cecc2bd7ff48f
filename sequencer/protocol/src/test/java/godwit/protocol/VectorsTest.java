package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Holds every template to the bytes in vectors.txt: a log of yesterday must be read tomorrow. A changed line there is a
 * change of the format and needs a new schema version; only a new message or an added field may add to it. The bytes of
 * an older version stay as they were, in a file of their own.
 */
final class VectorsTest {
    @Test
    void shouldEncodeEveryTemplateAsInTheVectors() throws Exception {
        final List<String> encoded = new ArrayList<>();
        for (final Element message : SampleMessages.messages()) {
            encoded.add(message.getAttribute("name") + " "
                + HexFormat.of().formatHex(new SampleMessages().encode(message)));
        }
        assertThat(encoded).isEqualTo(vectors("vectors.txt"));
    }

    @Test
    void shouldDecodeWhatItEncoded() throws Exception {
        for (final Element message : SampleMessages.messages()) {
            final SampleMessages samples = new SampleMessages();
            assertThat(samples.differences(message, samples.encode(message))).as(message.getAttribute("name"))
                .isEmpty();
        }
    }

    @Test
    void shouldDecodeWhatOlderVersionsEncoded() throws Exception {
        assertThat(decoded(3)).isEqualTo(40);
        assertThat(decoded(4)).isEqualTo(57);
        assertThat(decoded(5)).isEqualTo(59);
        assertThat(decoded(6)).isEqualTo(60);
    }

    private static int decoded(final int version) throws Exception {
        final Map<String, Element> messages = new HashMap<>();
        for (final Element message : SampleMessages.messages()) {
            messages.put(message.getAttribute("name"), message);
        }
        final List<String> vectors = vectors("vectors-" + version + ".txt");
        for (final String vector : vectors) {
            final String name = vector.substring(0, vector.indexOf(' '));
            final byte[] bytes = HexFormat.of().parseHex(vector.substring(name.length() + 1));
            assertThat(new SampleMessages(version).differences(messages.get(name), bytes)).as(name).isEmpty();
        }
        return vectors.size();
    }

    private static List<String> vectors(final String name) throws Exception {
        try (InputStream file = VectorsTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
