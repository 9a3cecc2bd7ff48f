package godwit.edge.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.protocol.codecs.ChatKind;
import godwit.protocol.codecs.ContentKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of chats has all its rows, and as many last messages as it has room for. */
final class ChatsEncoderTest {
    /** Of a page whose rows are as long as they may be, so much is kept free for what ends it. */
    private static final int END_LENGTH_MAX = 128;

    private final ChatsEncoder chats = new ChatsEncoder();

    @Test
    void shouldKeepAHundredLongestRowsWithinAFrame() {
        final List<ChatFields> rows = rows(100, "\u0001".repeat(100));
        rows.forEach(row -> row.names("\u0001".repeat(256), "|".repeat(64)));
        assertThat(told(rows)).startsWith(true).endsWith(false);
    }

    @Test
    void shouldTellTheNewestMessageThoughManyShortRowsFollow() {
        final List<ChatFields> rows = rows(99, "ok");
        rows.add(0, row(opaque(16_384)));
        assertThat(told(rows)).doesNotContain(false);
    }

    @Test
    void shouldLeaveOutLastMessagesFromTheFirstForWhichThereIsNoRoom() {
        final List<ChatFields> rows = rows(88, "ok");
        for (int i = 0; i < 12; i++) {
            rows.add(0, row(opaque(16_384)));
        }
        final List<Boolean> told = told(rows);
        assertThat(told.subList(0, 10)).doesNotContain(false);
        assertThat(told.subList(10, 12)).containsOnly(false);
    }

    @Test
    void shouldUseTheRoomThatThereIsToTheByte() {
        final List<ChatFields> rows = rows(100, "");
        rows.subList(1, 100).forEach(row -> row.lastMessage(null));
        final int free = FrameEncoder.FRAME_BYTES_MAX - END_LENGTH_MAX + "],\"as_of\":\"0\"}".length() + 1 - length(rows);
        rows.get(0).lastMessage(FrameEncoderTest.message("x".repeat(free)));
        assertThat(told(rows).get(0)).as("all of it").isTrue();
        rows.get(0).lastMessage(FrameEncoderTest.message("x".repeat(free + 1)));
        assertThat(told(rows).get(0)).as("a byte more").isFalse();
    }

    private int length(final List<ChatFields> rows) {
        chats.begin(null, rows);
        rows.forEach(chats::add);
        return chats.end(0, -1).length();
    }

    /** Which rows of the page that they make have their last message. */
    private List<Boolean> told(final List<ChatFields> rows) {
        chats.begin(null, rows);
        final List<Boolean> told = rows.stream().map(chats::add).toList();
        final FrameSink page = chats.end(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(page.length()).isLessThanOrEqualTo(FrameEncoder.FRAME_BYTES_MAX);
        assertThat((List<?>) Json.read(page).get("chats")).hasSize(rows.size());
        return told;
    }

    private static List<ChatFields> rows(final int count, final String text) {
        final List<ChatFields> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(FrameEncoderTest.message(text)));
        }
        return rows;
    }

    private static ChatFields row(final MessageFields lastMessage) {
        return FrameEncoderTest.row().chat(Long.MAX_VALUE, ChatKind.DIRECT, Long.MAX_VALUE, Integer.MAX_VALUE)
            .cursors(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE)
            .peers(Long.MAX_VALUE, Long.MAX_VALUE).lastMessage(lastMessage);
    }

    private static MessageFields opaque(final int length) {
        final MessageFields message = FrameEncoderTest.message("");
        message.contentKind(ContentKind.OPAQUE).body().wrap(new byte[length]);
        return message;
    }
}
