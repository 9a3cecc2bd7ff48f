package godwit.sequencer.spool;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.JournalMembersEncoder;
import godwit.protocol.codecs.JournalMessageEncoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.SpooledEntryDecoder;
import godwit.sequencer.pipeline.Reread;
import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What an edge gets of a record of the spool, whatever version wrote it. */
class SpooledEntriesTest {
    /**
     * As version 3 wrote it, block 57 bytes: output 1, write time 2, chat 3, message id 4, sequence 5, time 6, sender's
     * ordinal 2, TEXT. Texts: alice, phone, k1, hi.
     */
    private static final String RECORD_3 = "39008000" + "5d120300"
        + "0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000" + "0500000000000000"
        + "0600000000000000" + "0200000000000000" + "01"
        + "0500616c696365" + "050070686f6e65" + "02006b31" + "02006869";

    private final SpooledEntries entries = new SpooledEntries();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldPassTheChatsOrdinalOfAnEntryAndItsKind() {
        final JournalMessageEncoder record = new JournalMessageEncoder().wrapAndApplyHeader(buffer, 0, header)
            .outputSequence(1).writeTimeUs(2).chatId(3).msgId(4).sequence(5).timestampMs(6).senderOrdinal(2)
            .contentKind(ContentKind.CHANGE).messageOrdinal(4);
        record.senderId("alice").senderDeviceId("").clientMsgId("").putBody(new byte[] {1, 2}, 0, 2);
        final SpooledEntryDecoder read = read(buffer);
        assertThat(read.contentKind()).isEqualTo(ContentKind.CHANGE);
        assertThat(read.messageOrdinal()).isEqualTo(4);
        assertThat(read.senderOrdinal()).isEqualTo(2);
        assertThat(read.senderId()).isEqualTo("alice");
        assertThat(read.senderDeviceId()).isEmpty();
        assertThat(read.clientMsgId()).isEmpty();
        assertThat(read.bodyLength()).isEqualTo(2);
    }

    @Test
    void shouldCountByTheSequenceWhereEveryEntryWasAMessage() {
        final SpooledEntryDecoder read = read(new UnsafeBuffer(HexFormat.of().parseHex(RECORD_3)));
        assertThat(read.messageOrdinal()).isEqualTo(5);
        assertThat(read.sequence()).isEqualTo(5);
        assertThat(read.senderOrdinal()).isEqualTo(2);
        assertThat(read.contentKind()).isEqualTo(ContentKind.TEXT);
        assertThat(read.senderId()).isEqualTo("alice");
        assertThat(read.senderDeviceId()).isEqualTo("phone");
        assertThat(read.clientMsgId()).isEqualTo("k1");
        assertThat(read.bodyLength()).isEqualTo(2);
    }

    @Test
    void shouldPassOverRecordsThatAreNoEntries() {
        final JournalMembersEncoder record = new JournalMembersEncoder().wrapAndApplyHeader(buffer, 0, header)
            .outputSequence(1).writeTimeUs(2).chatId(3).version(4).timestampMs(5);
        record.membersCount(0);
        record.title("");
        assertThat(entries.match(reread(), buffer, 0)).isEqualTo(SpooledEntries.Match.OTHER);
    }

    private SpooledEntryDecoder read(final DirectBuffer record) {
        assertThat(entries.match(reread(), record, 0)).isEqualTo(SpooledEntries.Match.LAST);
        final int length = entries.encode(7, reread());
        final SpooledEntryDecoder read = new SpooledEntryDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(entries.buffer(), 0, length), 0, new MessageHeaderDecoder());
        assertThat(read.edgeId()).isEqualTo(7);
        assertThat(read.chatId()).isEqualTo(3);
        assertThat(read.msgId()).isEqualTo(4);
        assertThat(read.timestampMs()).isEqualTo(6);
        return read;
    }

    private static Reread reread() {
        final Reread reread = new Reread();
        reread.chatId = 3;
        reread.fromSequence = 1;
        reread.toSequence = 5;
        return reread;
    }
}
