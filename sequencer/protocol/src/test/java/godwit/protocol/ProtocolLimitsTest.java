package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.LinkChatEncoder;
import org.junit.jupiter.api.Test;

/** Holds the limits to how they must relate. */
final class ProtocolLimitsTest {

    @Test
    void shouldFitTheLongestMessageIntoATerm() {
        assertThat(ProtocolLimits.MESSAGE_LENGTH_MAX).isEqualTo(ProtocolLimits.TERM_LENGTH / 8);
        assertThat(ProtocolLimits.BODY_LENGTH_MAX).isLessThan(ProtocolLimits.MESSAGE_LENGTH_MAX / 2);
    }

    @Test
    void shouldFitTheLongestCreateChatIntoAMessage() {
        final int participant = 4 + 2 + ProtocolLimits.ID_LENGTH_MAX;
        final int rest = 256 + 2 * ProtocolLimits.ID_LENGTH_MAX + ProtocolLimits.KEY_LENGTH_MAX
            + ProtocolLimits.TITLE_LENGTH_MAX;
        assertThat(ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX * participant + rest)
            .isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
    }

    @Test
    void shouldFitTheLongestChangeChatIntoAMessage() {
        final int participant = 4 + 2 + ProtocolLimits.ID_LENGTH_MAX;
        final int rest = 256 + ProtocolLimits.ID_LENGTH_MAX + ProtocolLimits.TITLE_LENGTH_MAX;
        assertThat(ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX * participant + rest)
            .isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
    }

    @Test
    void shouldFitTheLongestPresenceSubscribeIntoAMessage() {
        final int user = 2 + ProtocolLimits.ID_LENGTH_MAX;
        assertThat(ProtocolLimits.GROUP_LENGTH_MAX * user + 256 + ProtocolLimits.ID_LENGTH_MAX)
            .isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
    }

    @Test
    void shouldFitTheLongestMessageOfAShardIntoABatch() {
        final int head = 16 + Integer.BYTES;
        final int members = (1 + ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX)
            * (LinkChatEncoder.MembersEncoder.sbeBlockLength() + 2 + ProtocolLimits.ID_LENGTH_MAX);
        final int rest = 256 + 2 * ProtocolLimits.ID_LENGTH_MAX + ProtocolLimits.KEY_LENGTH_MAX
            + ProtocolLimits.TITLE_LENGTH_MAX;
        assertThat(head + members + rest).isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
        assertThat(head + ProtocolLimits.BODY_LENGTH_MAX + rest).isLessThanOrEqualTo(ProtocolLimits.COMMAND_LENGTH_MAX);
    }

    @Test
    void shouldKeepTheStreamsOfShardsApart() {
        assertThat(StreamIds.spool(StreamIds.INGRESS_BASE - StreamIds.SPOOL_BASE - 1)).isLessThan(StreamIds.ingress(0));
        assertThat(StreamIds.ingress(1023)).isLessThan(StreamIds.CLIENT_EGRESS_BASE);
        assertThat(StreamIds.clientEgress(15, StreamIds.CLIENTS_MAX - 1)).isLessThan(StreamIds.typing(0));
        assertThat(StreamIds.typing(15)).as("archives' answers").isLessThan(9_000);
        assertThat(StreamIds.clientEgress(1, 0)).isGreaterThan(StreamIds.clientEgress(0, StreamIds.CLIENTS_MAX - 1));
        assertThat(StreamIds.delivery(0, 0)).isEqualTo(StreamIds.DELIVERY);
        assertThat(StreamIds.delivery(1, 0)).isGreaterThan(StreamIds.delivery(0, 15));
    }
}
