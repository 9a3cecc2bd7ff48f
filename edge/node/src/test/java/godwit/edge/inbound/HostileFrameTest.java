package godwit.edge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.errors.ErrorCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no honest client sends: always one call, never a throw. */
final class HostileFrameTest {
    private static final long SEED = Long.getLong("godwit.test.seed", System.nanoTime());
    private static final int MUTATIONS = 100_000;
    private static final String[] GOOD = {
        "{\"type\":\"CONNECT\",\"token\":\"a.b.c\",\"device_id\":\"phone-1\",\"req_id\":\"r\"}",
        "{\"type\":\"CREATE_CHAT\",\"participant_ids\":[\"u1\",\"u2\"],\"title\":\"T\\u00e9\",\"client_chat_id\":\"k\"}",
        "{\"type\":\"ADD_PARTICIPANTS\",\"chat_id\":\"0000000000001\",\"user_ids\":[\"u1\",\"u2\"],\"participant_ids\":[\"u\"]}",
        "{\"type\":\"SET_ROLE\",\"chat_id\":\"0000000000001\",\"user_id\":\"u\",\"role\":\"admin\"}",
        "{\"type\":\"LIST_CHATS\",\"since\":\"17\",\"cursor\":\"3\",\"limit\":50}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000001\",\"msg_id\":\"m\",\"text\":\"h\u00e9 \uD83D\uDE00 \\ud83d\\ude00\"}",
        "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000001\",\"msg_id\":\"m\",\"content\":\"AAECAwQF\",\"media\":[{}]}",
        "{\"type\":\"MESSAGE_ACK\",\"chat_id\":\"0000000000001\",\"msg_id\":\"123456\",\"status\":\"READ\"}",
        "{\"type\":\"HISTORY\",\"chat_id\":\"0000000000001\",\"before_seq\":100,\"after_seq\":null,\"limit\":7.5e3}",
        "{\"type\":\"HEARTBEAT\",\"x\":[[[{\"y\":[true,false,null]}]]],\"user_id\":\"u\",\"status\":\"ONLINE\"}",
    };

    private final FrameParser parser = new FrameParser(FrameLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {33, 1_000, 30_000})
    void shouldRefuseNestedBombs(final int depth) {
        final String arrays = "{\"type\":\"HEARTBEAT\",\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        final String objects = "{\"a\":".repeat(Math.min(depth, 10_000)) + "1" + "}".repeat(Math.min(depth, 10_000));
        final String ids = "{\"type\":\"CREATE_CHAT\",\"participant_ids\":" + "[".repeat(depth);
        for (final String bomb : new String[] {arrays, objects, ids}) {
            assertThat(parse(bomb.getBytes(StandardCharsets.UTF_8)).code).isEqualTo(ErrorCode.BAD_FRAME);
        }
    }

    @Test
    void shouldRefuseAFrameOfFourMebibytesWithoutReadingIt() {
        final byte[] frame = new byte[4 << 20];
        Arrays.fill(frame, (byte) '[');
        assertThat(parse(frame).code).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void shouldRefuseLongNamesAndNumbers() {
        assertThat(parse(("{\"" + "n".repeat(1_000) + "\":1}").getBytes(StandardCharsets.UTF_8)).code)
            .isEqualTo(ErrorCode.BAD_FRAME);
        assertThat(parse(("{\"type\":\"LIST_CHATS\",\"limit\":" + "9".repeat(60_000) + "}")
            .getBytes(StandardCharsets.UTF_8)).code).isEqualTo(ErrorCode.BAD_FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void shouldReadNothingButUtf8(final String charset) {
        assertThat(parse("{\"type\":\"HEARTBEAT\"}".getBytes(Charset.forName(charset))).code)
            .isEqualTo(ErrorCode.BAD_FRAME);
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8() {
        final byte[][] bad = {
            {(byte) 0xFF}, {(byte) 0xC3}, {(byte) 0x80}, {(byte) 0xE2, (byte) 0x82}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80}, {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
        };
        for (final byte[] bytes : bad) {
            final byte[] head = "{\"type\":\"SEND_MESSAGE\",\"chat_id\":\"0000000000001\",\"msg_id\":\"m\",\"text\":\"a"
                .getBytes(StandardCharsets.UTF_8);
            final byte[] frame = Arrays.copyOf(head, head.length + bytes.length + 2);
            System.arraycopy(bytes, 0, frame, head.length, bytes.length);
            frame[frame.length - 2] = '"';
            frame[frame.length - 1] = '}';
            assertThat(parse(frame).code).isEqualTo(ErrorCode.BAD_FRAME);
        }
    }

    @Test
    void shouldCallExactlyOnceWhateverIsChanged() {
        final Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            final byte[] frame = mutated(GOOD[random.nextInt(GOOD.length)].getBytes(StandardCharsets.UTF_8), random);
            try {
                parse(frame);
            } catch (final RuntimeException e) {
                throw new AssertionError("-Dgodwit.test.seed=" + SEED + " frame=" + Arrays.toString(frame), e);
            }
        }
    }

    private static byte[] mutated(final byte[] good, final Random random) {
        byte[] bytes = good.clone();
        final int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bytes[at] = (byte) "{}[]\",:\\0-e".charAt(random.nextInt(11));
                default -> {
                    final int length = Math.min(random.nextInt(20), bytes.length - at);
                    System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return bytes;
    }

    private RecordedCalls parse(final byte[] frame) {
        return FrameParserTest.parse(parser, frame);
    }
}
