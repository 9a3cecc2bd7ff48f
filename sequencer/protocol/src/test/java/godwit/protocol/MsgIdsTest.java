package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Holds the layout of message ids to the published one. */
final class MsgIdsTest {

    @Test
    void shouldBeginWithTheYear2025() {
        assertThat(Instant.ofEpochMilli(MsgIds.EPOCH_MS)).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(MsgIds.timestampMs(0)).isEqualTo(MsgIds.EPOCH_MS);
    }

    @Test
    void shouldTakeAnIdApart() {
        final long msgId = (123_456_789L << 22) | (1023L << 12) | 4095;
        assertThat(MsgIds.timestampMs(msgId)).isEqualTo(MsgIds.EPOCH_MS + 123_456_789);
        assertThat(MsgIds.timestampMs(msgId + 1)).isEqualTo(MsgIds.EPOCH_MS + 123_456_790);
    }

    @Test
    void shouldLastPastTheYear2090() {
        assertThat(Instant.ofEpochMilli(MsgIds.timestampMs(Long.MAX_VALUE))).isAfter("2090-01-01T00:00:00Z");
    }
}
