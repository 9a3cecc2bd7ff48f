package godwit.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.journal.follow.InboxRemoveRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MembersRecord.Standing;
import godwit.journal.follow.ReceiptRecord;
import godwit.protocol.ChatIds;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlannerTest {
    private static final String CHAT = ChatIds.format(Records.CHAT);
    private static final String GROUP = ChatIds.format(Records.GROUP);
    private static final long RETENTION_MS = 10_000;

    private final Planner planner = new Planner(new RecentMessages(4), RETENTION_MS);

    @Test
    void shouldKeepTextReadable() {
        final Write write = only(Records.message(7, 256, "alice", "héllo"));
        assertThat(write.table()).isEqualTo(Table.MESSAGE);
        assertThat(write.writeTimeUs()).isEqualTo(Records.TIME_MS * 1000 + 7);
        assertThat(write.values()).containsExactly(CHAT, 0L, Records.msgId(256), 256L, "alice", "alice-phone",
            "key-256", 256L, 1, "héllo", null, Records.TIME_MS + 256, 1, null);
    }

    @Test
    void shouldKeepOpaqueContentAsBytes() {
        final Write write = only(Records.opaque(7, 257, "alice", new byte[] {1, 2}));
        assertThat(write.values()).startsWith(CHAT, 1L).contains(2, (Object) null)
            .anySatisfy(value -> assertThat(value).isEqualTo(new byte[] {1, 2}));
    }

    @Test
    void shouldWriteAChatWithItsMembersAndTheirLists() {
        final List<Write> writes = planner.plan(Records.chat(1), 0);
        assertThat(writes).extracting(Write::table).containsExactly(Table.CHAT, Table.PARTICIPANT, Table.CHAT_OF_USER,
            Table.PARTICIPANT, Table.CHAT_OF_USER);
        assertThat(writes.get(0).values()).containsExactly(CHAT, "direct", null, "alice", null, 0L, Records.TIME_MS);
        assertThat(writes.get(1).values()).containsExactly(CHAT, "alice", "admin");
        assertThat(writes.get(4).values()).containsExactly("bob", CHAT, Records.TIME_MS);
    }

    @Test
    void shouldKeepAChangeAsBytesAndHowManyMessagesWereBeforeIt() {
        final Write write = only(Records.change(7, 257, 200, new byte[] {1, 2}));
        assertThat(write.table()).isEqualTo(Table.MESSAGE);
        assertThat(write.values()).startsWith(GROUP, 1L, Records.msgId(257), 257L, "alice", "", "", 0L, 3, null)
            .endsWith(Records.TIME_MS + 257, 1, 200L)
            .anySatisfy(value -> assertThat(value).isEqualTo(new byte[] {1, 2}));
    }

    @Test
    void shouldWriteWhoJoinedOrHasAnotherRole() {
        final List<Write> writes = planner.plan(Records.members(7, "title", Standing.ADMIN, "bob", "carol"), 0);
        assertThat(writes).extracting(Write::table).containsExactly(Table.CHAT_CHANGED, Table.PARTICIPANT,
            Table.CHAT_OF_USER, Table.PARTICIPANT, Table.CHAT_OF_USER);
        assertThat(writes).extracting(Write::writeTimeUs).containsOnly(Records.TIME_MS * 1000 + 7);
        assertThat(writes.get(0).values()).containsExactly("title", 7L, GROUP);
        assertThat(writes.get(1).values()).containsExactly(GROUP, "bob", "admin");
        assertThat(writes.get(4).values()).containsExactly("carol", GROUP, Records.TIME_MS);
    }

    @Test
    void shouldRemoveWhoIsGoneAndATitleThatIsTakenAway() {
        final List<Write> writes = planner.plan(Records.members(7, "", Standing.GONE, "bob"), 0);
        assertThat(writes).extracting(Write::table).containsExactly(
            Table.CHAT_CHANGED, Table.PARTICIPANT_GONE, Table.CHAT_OF_USER_GONE);
        assertThat(writes.get(0).values()).containsExactly(null, 7L, GROUP);
        assertThat(writes.get(1).values()).containsExactly(GROUP, "bob");
        assertThat(writes.get(2).values()).containsExactly("bob", GROUP);
    }

    @Test
    void shouldMoveTheStatusOfTheOthersMessagesOnly() {
        planner.plan(Records.message(1, 1, "alice", "a"), 0);
        planner.plan(Records.message(2, 2, "bob", "b"), 0);
        planner.plan(Records.message(3, 3, "alice", "c"), 0);
        final List<Write> writes = planner.plan(Records.receipt(4, "bob", 0, 3, 0, 1), 0);
        assertThat(writes).extracting(Write::table).containsExactly(Table.CURSORS, Table.STATUS, Table.STATUS);
        assertThat(writes.get(0).values()).containsExactly(3L, 1L, CHAT, "bob");
        assertThat(writes.get(1).values()).containsExactly(3, CHAT, 0L, Records.msgId(1));
        assertThat(writes.get(2).values()).containsExactly(2, CHAT, 0L, Records.msgId(3));
    }

    @Test
    void shouldNotMoveAStatusTwice() {
        planner.plan(Records.message(1, 1, "alice", "a"), 0);
        planner.plan(Records.message(2, 2, "alice", "b"), 0);
        final List<Write> writes = planner.plan(Records.receipt(3, "bob", 2, 2, 1, 2), 0);
        assertThat(writes.stream().filter(write -> write.table() == Table.STATUS)).singleElement()
            .satisfies(write -> assertThat(write.values()).containsExactly(3, CHAT, 0L, Records.msgId(2)));
    }

    @Test
    void shouldLeaveTheStatusInGroupsAlone() {
        planner.plan(Records.message(1, 1, "alice", "a"), 0);
        final ReceiptRecord receipt = new ReceiptRecord(2, 2, Records.CHAT, 1, 1, 0, 0, false, "bob");
        assertThat(planner.plan(receipt, 0)).extracting(Write::table).containsExactly(Table.CURSORS);
    }

    @Test
    void shouldKnowWhichMessagesItForgot() {
        for (int sequence = 1; sequence <= 6; sequence++) {
            planner.plan(Records.message(sequence, sequence, "alice", "a"), 0);
        }
        assertThat(planner.firstRemembered(MovedRange.of(Records.receipt(7, "bob", 0, 6, 0, 0)).get(0))).isEqualTo(3);
        assertThat(planner.firstRemembered(MovedRange.of(Records.receipt(7, "bob", 4, 6, 4, 4)).get(0))).isEqualTo(5);
        assertThat(planner.firstRemembered(MovedRange.of(Records.receipt(7, "bob", 0, 1, 0, 0)).get(0))).isEqualTo(2);
    }

    @Test
    void shouldLetInboxRowsLiveFromTheMessagesTimeOn() {
        final JournalRecord record = Records.inboxAdd(1, 9, Records.TIME_MS);
        final Write write = planner.plan(record, Records.TIME_MS + 4_000).get(0);
        assertThat(write.table()).isEqualTo(Table.INBOX);
        assertThat(write.values()).containsExactly("bob/phone", CHAT, Records.msgId(9), 9L, 6);
        assertThat(planner.plan(record, Records.TIME_MS + RETENTION_MS)).isEmpty();
    }

    @Test
    void shouldRemoveARangeOrAWholeInbox() {
        final Write range = only(Records.inboxRemove(1, Records.CHAT, 9));
        assertThat(range.table()).isEqualTo(Table.INBOX_ACKNOWLEDGED);
        assertThat(range.values()).containsExactly("bob/phone", CHAT, Records.msgId(9));
        final Write all = only(Records.inboxRemove(1, InboxRemoveRecord.WHOLE_DEVICE, 9));
        assertThat(all.table()).isEqualTo(Table.INBOX_FORGOTTEN);
        assertThat(all.values()).containsExactly("bob/phone");
    }

    private Write only(final JournalRecord record) {
        final List<Write> writes = planner.plan(record, 0);
        assertThat(writes).hasSize(1);
        return writes.get(0);
    }
}
