package godwit.simulation;

import godwit.journal.follow.MessageRecord;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.ContentKind;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Sight;
import godwit.simulation.journal.Tables;
import godwit.simulation.world.SimulationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What Cassandra has is what the shards decided: the same rows, in all of their columns, and none beside them. */
final class TablesCheck {
    /** Entries of a partition of messages. */
    private static final long BUCKET = 256;

    private final World world;
    private final Tables tables;

    TablesCheck(final World world) {
        this.world = world;
        this.tables = world.cassandra.tables();
    }

    /** Whatever is under way: the rows of inbox are there that the journals are past. */
    void verifyInbox() {
        world.sights.saw(Sight.INBOX_ROW_STORED,
            world.truth.waiting().verify(tables, shard -> world.journals.get(shard).position()));
    }

    /** All is written. */
    void verify() {
        world.truth.chats().values().forEach(this::verify);
        final List<String> unknown = tables.unknown(chat -> world.truth.chat(ChatIds.parse(chat)) != null,
            (chat, user) -> world.truth.chat(ChatIds.parse(chat)).everHad(user));
        check(unknown.isEmpty(), "rows that no record is of: " + unknown);
        final List<Tables.InboxRow> left = tables.inbox().stream().filter(row -> !isGoneForGood(row.client()) && !isLost(row)).toList();
        check(left.isEmpty(), "rows of inbox are left: " + left);
    }

    /** Of a device that was replaced, its Attach still under way made a new one, which waits for a phone that does not come. */
    private boolean isGoneForGood(final String client) {
        return world.phones.stream()
            .anyMatch(phone -> phone.isGoneForGood() && client.equals(phone.user() + "/" + phone.device()));
    }

    /**
     * What is of a time in the chat that is not remembered any more, or was given up, need not be acknowledged; its rows go with
     * what is acknowledged behind it, or when their time is up.
     */
    private boolean isLost(final Tables.InboxRow row) {
        return world.truth.mayStayInInbox(
            row.client(), ChatIds.parse(row.chat()), world.truth.content(row.msgId()).sequence());
    }

    private void verify(final Chat what) {
        final String chat = ChatIds.format(what.chatId());
        final List<Entry> entries = what.entries();
        final List<Tables.Message> rows = tables.messages(chat, 1, Long.MAX_VALUE);
        check(rows.size() == entries.size(), "chat " + chat + " has " + rows.size() + " rows of " + entries.size());
        for (int i = 0; i < rows.size(); i++) {
            verify(chat, entries.get(i), rows.get(i));
        }
        check(what.state().title().equals(tables.title(chat)) && what.version() == tables.version(chat),
            "chat " + chat + " is stored as " + tables.title(chat) + " " + tables.version(chat) + ", it is "
                + what.state() + " " + what.version());
        final List<Object> made = Arrays.asList(what.isDirect() ? "direct" : "group", what.createdBy(),
            what.clientChatId().isEmpty() ? null : what.clientChatId());
        check(made.equals(tables.made(chat)), "chat " + chat + " is stored as " + tables.made(chat) + ", it is " + made);
        for (final String member : what.everybody()) {
            final String role = what.state().members().get(member);
            check(Objects.equals(role, tables.role(chat, member)) && (role != null) == tables.isIn(member, chat),
                member + " is stored as " + tables.role(chat, member) + " of " + chat + ", expected " + role);
            final List<Object> cursors = world.truth.journaledCursors(what.chatId(), member);
            check(tables.cursors(chat, member).equals(cursors), "cursors of " + member + " in " + chat + " are "
                + tables.cursors(chat, member) + ", expected " + cursors);
        }
    }

    private void verify(final String chat, final Entry entry, final Tables.Message row) {
        final MessageRecord record = world.truth.content(entry.msgId());
        final boolean isText = record.contentKind() == ContentKind.TEXT.value();
        final int status = world.truth.chat(entry.chatId()).isDirect() ? world.truth.status(entry) : 1;
        final List<Object> expected = Arrays.asList(chat, (entry.sequence() - 1) / BUCKET, entry.msgId(),
            entry.sequence(), entry.sender(), entry.device(), entry.key(), record.senderOrdinal(), record.contentKind(),
            isText ? new String(record.body(), StandardCharsets.UTF_8) : null, isText ? null : record.body(),
            entry.timestampMs(), status,
            record.messageOrdinal() == entry.sequence() ? null : record.messageOrdinal());
        check(Objects.deepEquals(row.values().toArray(), expected.toArray()), "row " + row.values() + " of " + entry
            + ", expected " + expected);
    }

    private static void check(final boolean holds, final String what) {
        if (!holds) {
            throw new SimulationFailure(what);
        }
    }
}
