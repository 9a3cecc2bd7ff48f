package godwit.edge.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.errors.ErrorCode;
import godwit.edge.errors.FrameEcho;
import godwit.protocol.codecs.ContentKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever text goes in comes back from another reader, and what comes out is always valid JSON in valid UTF-8. */
final class EncodedTextTest {
    private static final long SEED = Long.getLong("godwit.test.seed", System.nanoTime());
    private static final int ROUNDS = 20_000;

    private final FrameEncoder encoder = new FrameEncoder(ConnectionLimits.DEFAULT);
    private final Random random = new Random(SEED);

    @Test
    void shouldGiveBackEveryCharacter() {
        final StringBuilder text = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
            if (text.length() >= 4_000 || c == Character.MAX_CODE_POINT) {
                assertThat(roundTrip(text.toString())).isEqualTo(text.toString());
                assertThat(roundTripOfUtf8(text.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(text.toString());
                text.setLength(0);
            }
        }
    }

    @Test
    void shouldGiveBackRandomTexts() {
        for (int i = 0; i < ROUNDS; i++) {
            final String text = randomText();
            assertThat(roundTrip(text)).as("-Dgodwit.test.seed=%d", SEED).isEqualTo(text);
            assertThat(roundTripOfUtf8(text.getBytes(StandardCharsets.UTF_8))).as("-Dgodwit.test.seed=%d", SEED)
                .isEqualTo(text);
        }
    }

    @Test
    void shouldReplaceWhatIsNoText() {
        assertThat(roundTrip("a\ud800b\udc00")).isEqualTo("a\ufffdb\ufffd");
        assertThat(roundTrip("\ude00\ud83d")).isEqualTo("\ufffd\ufffd");
        assertThat(roundTripOfUtf8(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3})).isEqualTo("a\ufffdb\ufffd");
        assertThat(roundTripOfUtf8(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})).isEqualTo("\ufffd\ufffd\ufffd");
        assertThat(roundTripOfUtf8(new byte[] {(byte) 0xC0, (byte) 0x80})).isEqualTo("\ufffd\ufffd");
        assertThat(roundTripOfUtf8(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80})).hasSize(4);
    }

    @Test
    void shouldStayValidWhateverTheBytesAre() {
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            roundTripOfUtf8(bytes);
        }
    }

    @Test
    void shouldGiveBackRandomContent() {
        final MessageFields message = FrameEncoderTest.message("").contentKind(ContentKind.OPAQUE);
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            message.body().wrap(bytes);
            final Object content = Json.read(encoder.entry(message)).get("content");
            assertThat(content).isEqualTo(Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Test
    void shouldEscapeWhatEndsALineInAScript() {
        assertThat(Json.text(encoder.ok("\u2028\u2029"))).isEqualTo("{\"type\":\"OK\",\"req_id\":\"\\u2028\\u2029\"}");
    }

    private String roundTrip(final String text) {
        return (String) Json.read(encoder.error(ErrorCode.INVALID, text, FrameEcho.NONE, -1)).get("message");
    }

    private String roundTripOfUtf8(final byte[] utf8) {
        final MessageFields message = FrameEncoderTest.message("");
        message.body().wrap(utf8);
        return (String) Json.read(encoder.entry(message)).get("text");
    }

    private String randomText() {
        final StringBuilder text = new StringBuilder();
        final int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            final int bits = 1 + random.nextInt(21);
            final int c = random.nextInt(1 << bits) % (Character.MAX_CODE_POINT + 1);
            text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '"' : c);
        }
        return text.toString();
    }
}
