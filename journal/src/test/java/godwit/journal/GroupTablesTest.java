package godwit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import godwit.journal.embedded.EmbeddedCassandra;
import godwit.journal.follow.ChatRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.follow.MembersRecord.Standing;
import godwit.journal.read.HistoryReader;
import godwit.journal.read.HistoryRow;
import godwit.journal.write.Planner;
import godwit.journal.write.RecentMessages;
import godwit.journal.write.Records;
import godwit.journal.write.Write;
import godwit.journal.write.cassandra.CassandraSession;
import godwit.protocol.ChatIds;
import godwit.protocol.idle.Doorbells;
import godwit.settings.JournalSettings;
import godwit.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rows of groups, written and read for real, and tables that an earlier version made. Started once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class GroupTablesTest {
    private static final int MEMBERS_OF_A_RECORD = 500;
    private static final int RECORDS_OF_A_GROUP = 10;
    private static final byte[] CHANGE = {1, 1, 0, 0, -1};

    @TempDir
    private static Path folder;
    private static EmbeddedCassandra cassandra;
    private static CqlSession session;
    private static List<String> afterFirstWrite;

    @BeforeAll
    static void start() throws InterruptedException {
        cassandra = EmbeddedCassandra.start(CassandraParent.configuration(folder.resolve("cassandra")));
        cassandra.awaitReady(System.out::println);
        session = CassandraSession.open(configuration("godwit"));
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
        cassandra.close();
    }

    @Test
    @Order(1)
    void shouldHoldWhoIsInAGroup() {
        final JournalTables tables = new JournalTables(session, 0);
        tables.write(records());
        afterFirstWrite = tables.dump();
        assertThat(participants()).containsExactly(
            "alice admin null null", "bob member null null", "carol admin 3 0", "erin member null null");
        assertThat(Stream.of("alice", "bob", "carol", "dave", "erin").filter(GroupTablesTest::hasItInTheList))
            .containsExactly("alice", "bob", "carol", "erin");
        final Row chat = session.execute("SELECT * FROM godwit.chats").one();
        assertThat(chat.getString("kind")).isEqualTo("group");
        assertThat(chat.getString("client_chat_id")).isEqualTo("client-key");
        assertThat(chat.isNull("title")).as("taken away again").isTrue();
        assertThat(chat.getLong("version")).isEqualTo(12);
    }

    @Test
    @Order(2)
    void shouldChangeNothingWhenRecordsOrAPartOfThemAreWrittenAgain() {
        final JournalTables again = new JournalTables(session, 0);
        again.write(records());
        assertThat(again.dump()).isEqualTo(afterFirstWrite);
        final JournalTables part = new JournalTables(session, 0);
        part.write(records().subList(0, 5));
        assertThat(part.dump()).isEqualTo(afterFirstWrite);
    }

    @Test
    @Order(3)
    void shouldComeToTheSameRowsInWhateverOrderTheyAreWritten() throws Exception {
        for (int seed = 1; seed <= 4; seed++) {
            for (final String table : List.of("messages", "chat_participants", "chats", "chats_by_user")) {
                session.execute("TRUNCATE godwit." + table);
            }
            final Planner planner = new Planner(new RecentMessages(64), JournalTables.RETENTION_MS);
            final List<Write> writes = new ArrayList<>();
            records().forEach(record -> writes.addAll(planner.plan(record, Records.TIME_MS)));
            Collections.shuffle(writes, new Random(seed));
            final JournalTables tables = new JournalTables(session, 0);
            for (final Write write : writes) {
                tables.execute(write);
            }
            assertThat(tables.dump()).as("seed=%d", seed).isEqualTo(afterFirstWrite);
        }
    }

    @Test
    @Order(4)
    void shouldReadChangesAmongTheMessages() throws Exception {
        final List<HistoryRow> page = new HistoryReader(session, "godwit").read(1, Records.GROUP, 1, 10)
            .toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(page).extracting(HistoryRow::sequence).containsExactly(1L, 2L, 3L);
        assertThat(page).extracting(HistoryRow::messageOrdinal).containsExactly(1L, 1L, 2L);
        assertThat(page).extracting(HistoryRow::contentKind).containsExactly(1, 3, 1);
        assertThat(page.get(1).body()).isEqualTo(CHANGE);
        assertThat(page.get(1).clientMsgId()).isEmpty();
        assertThat(new String(page.get(2).body(), StandardCharsets.UTF_8)).isEqualTo("after the change");
    }

    @Test
    @Order(5)
    void shouldStoreAGroupOfFiveThousand() {
        final List<JournalRecord> records = new ArrayList<>();
        final List<ChatRecord.Participant> first =
            Stream.of(users(0)).map(user -> new ChatRecord.Participant(user, false)).toList();
        final ChatRecord group = Records.group(13);
        records.add(new ChatRecord(13, group.writeTimeUs(), Records.GROUP, 0, Records.TIME_MS, false, first, "alice",
            "", "large"));
        for (int i = 1; i < RECORDS_OF_A_GROUP; i++) {
            records.add(Records.members(13 + i, "large", Standing.MEMBER, users(i)));
        }
        final int before = participants().size();
        final JournalTables tables = new JournalTables(session, 12);
        tables.write(records);
        assertThat(participants()).hasSize(before + RECORDS_OF_A_GROUP * MEMBERS_OF_A_RECORD);
        assertThat(hasItInTheList("user-4999")).isTrue();
    }

    @Test
    @Order(6)
    void shouldAddToTablesOfTheFirstVersionWhatTheyLack() throws Exception {
        makeFirstVersion("older");
        JournalTables.write(session, "INSERT INTO older.messages (chat_id, bucket, msg_id, seq, sender_id, sender_device,"
            + " client_msg_id, sender_ordinal, kind, content, status, ts) VALUES ('" + ChatIds.format(Records.CHAT)
            + "', 0, 70, 7, 'alice', 'phone', 'key', 4, 1, 'before', 1, 1000)");
        JournalTables.write(session, "INSERT INTO older.schema_version (name, version) VALUES ('godwit', 1)");
        try (CqlSession migrated = CassandraSession.open(configuration("older"))) {
            final HistoryRow row = new HistoryReader(migrated, "older").read(1, Records.CHAT, 1, 10)
                .toCompletableFuture().get(10, TimeUnit.SECONDS).get(0);
            assertThat(new String(row.body(), StandardCharsets.UTF_8)).isEqualTo("before");
            assertThat(row.senderOrdinal()).isEqualTo(4);
            assertThat(row.messageOrdinal()).as("every entry was a message").isEqualTo(7);
        }
        assertThat(version("older")).isEqualTo(2);
    }

    @Test
    @Order(7)
    void shouldMakeGoodAMigrationThatWasBrokenOff() {
        JournalTables.write(session, "UPDATE older.schema_version SET version = 1 WHERE name = 'godwit'");
        CassandraSession.open(configuration("older")).close();
        assertThat(version("older")).as("the column was there already").isEqualTo(2);

        makeFirstVersion("unnamed");
        CassandraSession.open(configuration("unnamed")).close();
        assertThat(version("unnamed")).as("the tables were there, not their version").isEqualTo(2);
        new HistoryReader(session, "unnamed");
    }

    /** Sequences of the group: a message, a change, a message. */
    private static List<JournalRecord> records() {
        return List.of(
            Records.group(1),
            Records.inGroup(2, 1, 1, "before the change"),
            Records.groupReceipt(3, "bob", 1, 1),
            Records.groupReceipt(4, "carol", 1, 0),
            Records.change(5, 2, 1, CHANGE),
            Records.members(6, "first", Standing.GONE, "bob", "carol"),
            Records.members(7, "second", Standing.MEMBER, "carol", "dave", "erin"),
            Records.inGroup(8, 3, 2, "after the change"),
            Records.members(9, "second", Standing.ADMIN, "carol"),
            Records.groupReceipt(10, "carol", 3, 0),
            Records.members(11, "", Standing.GONE, "dave"),
            Records.members(12, "", Standing.MEMBER, "bob"));
    }

    private static void makeFirstVersion(final String keyspace) {
        session.execute("CREATE KEYSPACE " + keyspace
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("CREATE TABLE " + keyspace + ".messages (chat_id text, bucket bigint, msg_id bigint,"
            + " seq bigint, sender_id text, sender_device text, client_msg_id text, sender_ordinal bigint,"
            + " kind tinyint, content text, content_blob blob, status tinyint, ts timestamp,"
            + " PRIMARY KEY ((chat_id, bucket), msg_id))");
        session.execute("CREATE TABLE " + keyspace + ".schema_version (name text PRIMARY KEY, version int)");
    }

    private static int version(final String keyspace) {
        return session.execute("SELECT version FROM " + keyspace + ".schema_version WHERE name = 'godwit'").one()
            .getInt(0);
    }

    private static String[] users(final int part) {
        return IntStream.range(part * MEMBERS_OF_A_RECORD, (part + 1) * MEMBERS_OF_A_RECORD)
            .mapToObj(i -> "user-" + i).toArray(String[]::new);
    }

    private static List<String> participants() {
        return session.execute("SELECT * FROM godwit.chat_participants WHERE chat_id = '"
            + ChatIds.format(Records.GROUP) + "'").all().stream()
            .map(row -> row.getString("participant_id") + " " + row.getString("role") + " "
                + row.getObject("delivered_seq") + " " + row.getObject("read_seq")).toList();
    }

    private static boolean hasItInTheList(final String user) {
        return session.execute("SELECT * FROM godwit.chats_by_user WHERE user_id = '" + user + "' AND chat_id = '"
            + ChatIds.format(Records.GROUP) + "'").one() != null;
    }

    private static JournalConfiguration configuration(final String keyspace) {
        final Settings settings = Settings.defaults(folder);
        final JournalSettings journal = new JournalSettings(keyspace, settings.journal().inFlightMax(),
            settings.journal().lingerMs(), settings.journal().requestTimeoutMs());
        return new JournalConfiguration(journal, settings.cassandra(), cassandra.contactPoint(),
            JournalTables.RETENTION_MS, "unused", 0, 1, () -> 1, () -> 0, () -> 0, Doorbells.alone(), failure -> { });
    }
}
