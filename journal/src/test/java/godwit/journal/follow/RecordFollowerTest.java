package godwit.journal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.JournalReceiptEncoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RecordFollowerTest {
    private final List<String> events = new ArrayList<>();
    private final RecordFollower follower = new RecordFollower(4, new FollowListener() {
        @Override
        public void onRecord(final JournalRecord record) {
            events.add("record " + record.outputSequence());
        }

        @Override
        public void onHole(final long expectedSequence, final long actualSequence) {
            events.add("hole expected=" + expectedSequence + " actual=" + actualSequence);
        }
    });

    @Test
    void shouldPassOnRecordsInOrder() {
        feed(5, 6, 7);
        assertThat(events).containsExactly("record 5", "record 6", "record 7");
        assertThat(follower.nextSequence()).isEqualTo(8);
    }

    @Test
    void shouldSkipWhatIsStoredAndWhatComesAgain() {
        feed(3, 4, 5, 5, 4, 6);
        assertThat(events).containsExactly("record 5", "record 6");
        assertThat(follower.repeats()).isEqualTo(4);
    }

    @Test
    void shouldStopAtAHoleUntilSought() {
        feed(5, 7, 6, 8);
        assertThat(events).containsExactly("record 5", "hole expected=6 actual=7");
        assertThat(follower.isStopped()).isTrue();
        assertThat(follower.holes()).isEqualTo(1);

        follower.onSeek();
        feed(5, 6, 7);
        assertThat(events).endsWith("record 6", "record 7");
    }

    @Test
    void shouldRefuseUnknownKindsAndVersions() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final int length = receipt(buffer, 5);
        new MessageHeaderEncoder().wrap(buffer, 0).version(99);
        follower.onBytes(buffer, 0, length);
        assertThat(events).containsExactly("hole expected=5 actual=-1");
        assertThat(follower.unreadable()).isEqualTo(1);

        follower.onSeek();
        new MessageHeaderEncoder().wrap(buffer, 0).version(JournalReceiptEncoder.SCHEMA_VERSION).templateId(1);
        follower.onBytes(buffer, 0, length);
        follower.onSeek();
        follower.onBytes(buffer, 0, 7);
        assertThat(follower.unreadable()).isEqualTo(3);
    }

    private void feed(final long... sequences) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        for (final long sequence : sequences) {
            follower.onBytes(buffer, 0, receipt(buffer, sequence));
        }
    }

    private static int receipt(final UnsafeBuffer buffer, final long sequence) {
        final JournalReceiptEncoder encoder = new JournalReceiptEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).outputSequence(sequence)
            .chatKind(ChatKind.DIRECT).userId("bob");
        return encoder.limit();
    }
}
