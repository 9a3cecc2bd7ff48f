package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Holds every template to the bytes in vectors.txt: a log of yesterday must be read tomorrow. A changed line there is a
 * change of the format and needs a new schema version; only a new message or an added field may add to it.
 */
final class VectorsTest {
    @Test
    void shouldEncodeEveryTemplateAsInTheVectors() throws Exception {
        final List<String> encoded = new ArrayList<>();
        for (final Element message : SampleMessages.messages()) {
            encoded.add(message.getAttribute("name") + " "
                + HexFormat.of().formatHex(new SampleMessages().encode(message)));
        }
        assertThat(encoded).isEqualTo(vectors());
    }

    @Test
    void shouldDecodeWhatItEncoded() throws Exception {
        for (final Element message : SampleMessages.messages()) {
            final SampleMessages samples = new SampleMessages();
            assertThat(samples.differences(message, samples.encode(message))).as(message.getAttribute("name"))
                .isEmpty();
        }
    }

    private static List<String> vectors() throws Exception {
        try (InputStream file = VectorsTest.class.getResourceAsStream("vectors.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }
}
