package godwit.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowWritesTest {
    private static final String CLIENT = "bob/phone";

    private final RowWrites writes = new RowWrites();

    @Test
    void shouldMoveAStatusIntoTheMessageThatWaits() {
        writes.add(message(1, 10));
        writes.add(status(2, 10, 2));
        writes.add(status(3, 10, 3));
        assertThat(lines()).containsExactly("MESSAGE 10 at 3: 3");
    }

    @Test
    void shouldKeepTheHighestStatusOfARow() {
        writes.add(status(3, 10, 3));
        writes.add(status(2, 10, 2));
        writes.add(status(2, 11, 2));
        assertThat(lines()).containsExactly("STATUS 10 at 3: 3", "STATUS 11 at 2: 2");
    }

    @Test
    void shouldKeepTheNewestCursorsOfAMember() {
        writes.add(cursors(1, "bob", 5));
        writes.add(cursors(2, "alice", 4));
        writes.add(cursors(3, "bob", 9));
        assertThat(lines()).containsExactly("CURSORS bob at 3: 9", "CURSORS alice at 2: 4");
    }

    @Test
    void shouldNeverWriteAnInboxRowThatIsAcknowledged() {
        writes.add(inbox(1, "c1", 10));
        writes.add(inbox(2, "c1", 11));
        writes.add(inbox(3, "c2", 9));
        writes.add(acknowledged(4, "c1", 10));
        assertThat(lines()).containsExactly("INBOX c1 11", "INBOX c2 9", "INBOX_ACKNOWLEDGED c1 10 at 4");
        writes.add(inbox(5, "c1", 12));
        writes.add(acknowledged(6, "c1", 11));
        assertThat(lines()).containsExactly("INBOX c2 9", "INBOX_ACKNOWLEDGED c1 11 at 6", "INBOX c1 12");
    }

    @Test
    void shouldWriteNothingOfADeviceFromBeforeItWasForgotten() {
        writes.add(inbox(1, "c1", 10));
        writes.add(acknowledged(2, "c2", 10));
        writes.add(new Write(Table.INBOX_FORGOTTEN, "i", 3, List.of(CLIENT)));
        writes.add(inbox(4, "c1", 11));
        assertThat(lines()).containsExactly("INBOX_FORGOTTEN", "INBOX c1 11");
    }

    @Test
    void shouldWriteNothingOfAMemberFromBeforeTheLeaving() {
        writes.add(participant(1, "bob", "member"));
        writes.add(cursors(2, "bob", 5));
        writes.add(cursors(3, "alice", 4));
        writes.add(participantGone(4, "bob"));
        assertThat(lines()).containsExactly("CURSORS alice at 3: 4", "PARTICIPANT_GONE bob at 4");
        assertThat(writes.bytes()).isEqualTo(writes.list().stream().mapToInt(Write::bytes).sum());
    }

    @Test
    void shouldRemoveTheCursorsOfTheMembershipBeforeThatOfOneWhoJoinsAgain() {
        writes.add(participantGone(1, "bob"));
        writes.add(participant(2, "bob", "member"));
        writes.add(cursors(3, "bob", 7));
        writes.add(participant(4, "bob", "admin"));
        assertThat(lines()).containsExactly(
            "PARTICIPANT_GONE bob at 1", "PARTICIPANT bob admin at 4", "CURSORS bob at 3: 7");
        writes.add(participantGone(5, "bob"));
        writes.add(participant(6, "bob", "member"));
        assertThat(lines()).containsExactly("PARTICIPANT_GONE bob at 5", "PARTICIPANT bob member at 6");
    }

    @Test
    void shouldKeepTheLastOfJoiningAndLeavingInAUsersList() {
        writes.add(new Write(Table.CHAT_OF_USER, "u", 1, List.of("bob", "c1", 1L)));
        writes.add(new Write(Table.CHAT_OF_USER_GONE, "u", 2, List.of("bob", "c1")));
        writes.add(new Write(Table.CHAT_OF_USER_GONE, "u", 3, List.of("bob", "c2")));
        writes.add(new Write(Table.CHAT_OF_USER, "u", 4, List.of("bob", "c2", 1L)));
        assertThat(writes.list()).extracting(Write::table).containsExactly(Table.CHAT_OF_USER_GONE, Table.CHAT_OF_USER);
    }

    @Test
    void shouldKeepAChatAndItsLastChange() {
        writes.add(new Write(Table.CHAT, "c", 1, Arrays.asList("c1", "group", "first", "alice", null, 0L, 1L)));
        writes.add(new Write(Table.CHAT_CHANGED, "c", 2, List.of("second", 1L, "c1")));
        writes.add(new Write(Table.CHAT_CHANGED, "c", 3, Arrays.asList(null, 2L, "c1")));
        assertThat(writes.list()).extracting(Write::writeTimeUs).containsExactly(1L, 3L);
    }

    @Test
    void shouldCountTheBytesOfWhatIsLeft() {
        writes.add(inbox(1, "c1", 10));
        writes.add(inbox(2, "c1", 11));
        writes.add(message(3, 10));
        writes.add(status(4, 10, 3));
        writes.add(acknowledged(5, "c1", 10));
        writes.add(acknowledged(6, "c1", 10));
        assertThat(writes.count()).isEqualTo(3);
        assertThat(writes.bytes()).isEqualTo(writes.list().stream().mapToInt(Write::bytes).sum());
    }

    @Test
    void shouldNeedNoPlaceForARowThatIsThere() {
        writes.add(message(1, 10));
        assertThat(writes.replaces(status(2, 10, 2))).isTrue();
        assertThat(writes.replaces(status(2, 11, 2))).isFalse();
    }

    private List<String> lines() {
        final List<String> lines = new ArrayList<>();
        for (final Write write : writes.list()) {
            final List<Object> values = write.values();
            lines.add(write.table() + switch (write.table()) {
                case MESSAGE -> " " + values.get(2) + " at " + write.writeTimeUs() + ": " + values.get(12);
                case STATUS, CURSORS -> " " + values.get(3) + " at " + write.writeTimeUs() + ": " + values.get(0);
                case PARTICIPANT ->
                    " " + values.get(1) + " " + values.get(2) + " at " + write.writeTimeUs();
                case PARTICIPANT_GONE -> " " + values.get(1) + " at " + write.writeTimeUs();
                case INBOX -> " " + values.get(1) + " " + values.get(2);
                case INBOX_ACKNOWLEDGED ->
                    " " + values.get(1) + " " + values.get(2) + " at " + write.writeTimeUs();
                default -> "";
            });
        }
        return lines;
    }

    private static Write message(final long timeUs, final long msgId) {
        return new Write(Table.MESSAGE, "m", timeUs, Arrays.asList(
            "c1", 0L, msgId, 1L, "alice", "phone", "k", 1L, 1, "text", null, 1L, 1, null));
    }

    private static Write status(final long timeUs, final long msgId, final int status) {
        return new Write(Table.STATUS, "m", timeUs, List.of(status, "c1", 0L, msgId));
    }

    private static Write participant(final long timeUs, final String user, final String role) {
        return new Write(Table.PARTICIPANT, "p", timeUs, List.of("c1", user, role));
    }

    private static Write participantGone(final long timeUs, final String user) {
        return new Write(Table.PARTICIPANT_GONE, "p", timeUs, List.of("c1", user));
    }

    private static Write cursors(final long timeUs, final String user, final long delivered) {
        return new Write(Table.CURSORS, "p", timeUs, List.of(delivered, 0L, "c1", user));
    }

    private static Write inbox(final long timeUs, final String chat, final long msgId) {
        return new Write(Table.INBOX, "i", timeUs, List.of(CLIENT, chat, msgId, 1L, 60));
    }

    private static Write acknowledged(final long timeUs, final String chat, final long msgId) {
        return new Write(Table.INBOX_ACKNOWLEDGED, "i", timeUs, List.of(CLIENT, chat, msgId));
    }
}
