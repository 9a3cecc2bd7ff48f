package godwit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import godwit.journal.embedded.EmbeddedCassandra;
import godwit.journal.follow.InboxRemoveRecord;
import godwit.journal.follow.JournalRecord;
import godwit.journal.read.HistoryReader;
import godwit.journal.read.HistoryRow;
import godwit.journal.write.Records;
import godwit.journal.write.cassandra.CassandraSession;
import godwit.protocol.ChatIds;
import godwit.protocol.idle.Doorbells;
import godwit.settings.Settings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tables, written and read for real, and the life of the embedded Cassandra's process. Started once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
final class EmbeddedCassandraTest {
    private static final int MESSAGES = 600;

    @TempDir
    private static Path folder;
    private static EmbeddedCassandra cassandra;
    private static CqlSession session;
    private static List<String> afterFirstWrite;

    @BeforeAll
    static void start() throws InterruptedException {
        cassandra = EmbeddedCassandra.start(CassandraParent.configuration(folder.resolve("cassandra")));
        cassandra.awaitReady(System.out::println);
        session = CassandraSession.open(configuration());
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
        cassandra.close();
        assertThat(cassandra.pid()).isEqualTo(-1);
    }

    @Test
    @Order(1)
    void shouldChangeNothingWhenRecordsAreWrittenAgain() {
        new JournalTables(session, 0).write(records());
        final JournalTables again = new JournalTables(session, 0);
        afterFirstWrite = again.dump();
        assertThat(afterFirstWrite.stream().filter(row -> row.startsWith("messages "))).hasSize(MESSAGES);

        again.write(records());
        assertThat(again.dump()).isEqualTo(afterFirstWrite);
    }

    @Test
    @Order(2)
    void shouldNotUndoNewerRowsWhenAPartIsWrittenAgain() {
        final JournalTables tables = new JournalTables(session, 0);
        tables.write(records().subList(0, MESSAGES / 2));
        assertThat(tables.dump()).isEqualTo(afterFirstWrite);
    }

    @Test
    @Order(3)
    void shouldHoldTheChatItsMembersAndTheirCursors() {
        final Row chat = one("SELECT * FROM godwit.chats WHERE chat_id = '" + chatId() + "'");
        assertThat(chat.getString("kind")).isEqualTo("direct");
        final Row bob = one("SELECT * FROM godwit.chat_participants WHERE chat_id = '" + chatId()
            + "' AND participant_id = 'bob'");
        assertThat(bob.getLong("delivered_seq")).isEqualTo(MESSAGES);
        assertThat(bob.getLong("read_seq")).isEqualTo(300);
        assertThat(bob.getString("role")).isEqualTo("member");
        assertThat(session.execute("SELECT * FROM godwit.chats_by_user WHERE user_id = 'bob'").all()).hasSize(1);
    }

    @Test
    @Order(4)
    void shouldMoveTheStatusOfTheOthersMessages() {
        assertThat(status(299)).isEqualTo(3);
        assertThat(status(301)).isEqualTo(2);
        assertThat(status(300)).as("bob's own").isEqualTo(1);

        final JournalTables restarted = new JournalTables(session, MESSAGES + 5);
        restarted.write(List.of(Records.receipt(MESSAGES + 6, "bob", MESSAGES, MESSAGES, 300, 590)));
        assertThat(status(301)).isEqualTo(3);
        assertThat(status(589)).isEqualTo(3);
        assertThat(status(591)).isEqualTo(2);
        assertThat(status(300)).isEqualTo(1);
    }

    @Test
    @Order(5)
    void shouldLetInboxRowsExpireWithTheirMessages() {
        final Row row = one("SELECT seq, TTL(seq) AS ttl FROM godwit.inbox WHERE client_id = 'bob/phone'");
        assertThat(row.getLong("seq")).isEqualTo(2);
        assertThat((long) row.getInt("ttl")).isBetween(
            TimeUnit.DAYS.toSeconds(29) - 300, TimeUnit.DAYS.toSeconds(29));

        new JournalTables(session, MESSAGES + 6).write(
            List.of(Records.inboxRemove(MESSAGES + 7, InboxRemoveRecord.WHOLE_DEVICE, 0)));
        assertThat(session.execute("SELECT * FROM godwit.inbox").all()).isEmpty();
    }

    @Test
    @Order(6)
    void shouldReadPagesOverBuckets() throws Exception {
        final HistoryReader reader = new HistoryReader(session, "godwit");
        final List<HistoryRow> page = get(reader.read(1, Records.CHAT, 200, 299));
        assertThat(page).extracting(HistoryRow::sequence)
            .containsExactlyElementsOf(LongStream.rangeClosed(200, 299).boxed().toList());
        assertThat(new String(page.get(0).body(), StandardCharsets.UTF_8)).isEqualTo("text 200");
        assertThat(page.get(1).senderId()).isEqualTo("alice");
        assertThat(page.get(1).clientMsgId()).isEqualTo("key-201");
        assertThat(get(reader.read(1, Records.CHAT, MESSAGES - 1, MESSAGES + 50))).hasSize(2);
        assertThat(get(reader.read(1, Records.CHAT + 1, 1, 100))).isEmpty();
        assertThat(get(reader.read(1, Records.CHAT, 7, 7)).get(0).body()).isEqualTo(new byte[] {7, 0, -1});
    }

    @Test
    @Order(7)
    void shouldFindAMessageByItsId() throws Exception {
        final HistoryReader reader = new HistoryReader(session, "godwit");
        for (final long sequence : new long[] {1, 255, 256, 257, 512, 513, MESSAGES}) {
            assertThat(get(reader.find(1, Records.CHAT, Records.msgId(sequence))).sequence()).isEqualTo(sequence);
        }
        assertThat(get(reader.find(1, Records.CHAT, Records.msgId(3) + 1))).isNull();
        assertThat(get(reader.find(1, Records.CHAT, 1))).isNull();
        assertThat(get(reader.find(1, Records.CHAT + 1, Records.msgId(3)))).isNull();
    }

    @Test
    @Order(8)
    void shouldKeepItsProgress() throws Exception {
        final JournalTables tables = new JournalTables(session, 0);
        assertThat(tables.sink().progress(3)).isZero();
        saveProgress(tables, 77, 1_000);
        saveProgress(tables, 76, 999);
        assertThat(tables.sink().progress(3)).isEqualTo(77);
    }

    private static void saveProgress(final JournalTables tables, final long position, final long writeTimeUs) {
        JournalTables.untilWritten(() -> get(tables.sink().saveProgress(3, position, writeTimeUs)));
    }

    @Test
    @Order(9)
    void shouldMakeNoTablesTwiceAndRefuseANewerSchema() {
        CassandraSession.open(configuration()).close();
        JournalTables.write(session, "UPDATE godwit.schema_version SET version = 99 WHERE name = 'godwit'");
        assertThatThrownBy(() -> CassandraSession.open(configuration())).isInstanceOf(JournalException.class)
            .hasMessageContaining("99").hasMessageContaining("journal.keyspace");
        JournalTables.write(session, "UPDATE godwit.schema_version SET version = 2 WHERE name = 'godwit'");
    }

    @Test
    @Order(10)
    void shouldStartAgainAfterAKillAndHaveEverything() throws Exception {
        final JournalTables tables = new JournalTables(session, MESSAGES + 7);
        final List<String> before = tables.dump();
        final long pid = cassandra.pid();
        signal("INT", pid);
        signal("HUP", pid);
        assertThat(one("SELECT release_version FROM system.local")).as("deaf to the terminal").isNotNull();

        signal("KILL", pid);
        // As a start does that finds it gone again.
        assertThatThrownBy(() -> JournalNode.launch(List.of(configuration()))).isInstanceOf(UnansweredException.class);
        cassandra.awaitReady(System.out::println);
        CassandraSession.open(configuration()).close();
        assertThat(cassandra.deaths()).isEqualTo(1);
        assertThat(cassandra.pid()).isNotEqualTo(pid);
        tables.write(List.of(Records.message(MESSAGES + 8, 1, "alice", "text 1")));
        assertThat(tables.dump()).hasSameSizeAs(before);
    }

    @Test
    @Order(11)
    void shouldEndWithItsParentHoweverThatEnds() throws Exception {
        final Process parent = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), CassandraParent.class.getName(),
            folder.resolve("orphan").toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = parent.inputReader()) {
            final ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static List<JournalRecord> records() {
        final List<JournalRecord> records = new ArrayList<>();
        records.add(Records.chat(1));
        for (int sequence = 1; sequence <= MESSAGES; sequence++) {
            final String sender = sequence % 2 == 0 ? "bob" : "alice";
            records.add(sequence == 7 ? Records.opaque(sequence + 1, sequence, sender, new byte[] {7, 0, -1})
                : Records.message(sequence + 1, sequence, sender, "text " + sequence));
        }
        records.add(Records.receipt(MESSAGES + 2, "bob", 0, MESSAGES, 0, 300));
        final long dayAgoMs = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1);
        records.add(Records.inboxAdd(MESSAGES + 3, 1, dayAgoMs));
        records.add(Records.inboxRemove(MESSAGES + 4, Records.CHAT, 1));
        records.add(Records.inboxAdd(MESSAGES + 5, 2, dayAgoMs));
        return records;
    }

    private static int status(final long sequence) {
        return one("SELECT status FROM godwit.messages WHERE chat_id = '" + chatId() + "' AND bucket = "
            + (sequence - 1) / 256 + " AND msg_id = " + Records.msgId(sequence)).getByte(0);
    }

    private static String chatId() {
        return ChatIds.format(Records.CHAT);
    }

    private static Row one(final String cql) {
        return session.execute(cql).one();
    }

    private static <T> T get(final CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void signal(final String name, final long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
    }

    private static JournalConfiguration configuration() {
        final Settings settings = Settings.defaults(folder);
        return new JournalConfiguration(settings.journal(), settings.cassandra(), cassandra.contactPoint(),
            JournalTables.RETENTION_MS, "unused", 0, 1, () -> 1, () -> 0, () -> 0, Doorbells.alone(), failure -> { });
    }
}
