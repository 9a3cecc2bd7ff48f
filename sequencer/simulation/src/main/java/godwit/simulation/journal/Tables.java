package godwit.simulation.journal;

import godwit.journal.write.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Cassandra's tables as maps: every cell has its write time, the later one wins, removals stay. */
public final class Tables {
    /** What a row of messages holds, in the order that {@link godwit.journal.write.Table} names. */
    private static final int STATUS = 12;
    private static final int MESSAGE_COLUMNS = 14;
    /** What a row of chats holds, in that order. */
    private static final int TITLE = 2;
    private static final int VERSION = 5;

    private record Cell(Object value, long writeTimeUs) {
    }

    private record Row(Map<Integer, Cell> cells) {
        void put(final int column, final Object value, final long writeTimeUs) {
            final Cell before = cells.get(column);
            if (before == null || before.writeTimeUs <= writeTimeUs) {
                cells.put(column, new Cell(value, writeTimeUs));
            }
        }

        Object get(final int column) {
            final Cell cell = cells.get(column);
            return cell == null ? null : cell.value;
        }

        long writeTimeUs(final int column) {
            final Cell cell = cells.get(column);
            return cell == null ? Long.MIN_VALUE : cell.writeTimeUs;
        }
    }

    /**
     * A row of messages.
     *
     * @param sequence in the chat.
     * @param msgId    the server's id.
     * @param values   in the order that {@link godwit.journal.write.Table#MESSAGE} names.
     */
    public record Message(long sequence, long msgId, List<Object> values) {
    }

    /**
     * A row of inbox.
     *
     * @param client whose device.
     * @param chat   the chat.
     * @param msgId  what waits.
     */
    public record InboxRow(String client, String chat, long msgId) {
    }

    /** All that waits for a device of a chat. */
    private record InboxOf(String client, String chat) {
    }

    private final Map<String, TreeMap<Long, Row>> messages = new TreeMap<>();
    private final Map<String, Row> others = new TreeMap<>();
    private final Map<String, Long> gone = new HashMap<>();
    private final Map<InboxRow, Long> inbox = new HashMap<>();
    private final Map<InboxOf, NavigableMap<Long, Long>> acknowledged = new HashMap<>();
    private final Map<String, Long> forgotten = new HashMap<>();
    private final Map<Integer, Long> progress = new HashMap<>();

    void apply(final Write write) {
        final List<Object> v = write.values();
        final long at = write.writeTimeUs();
        switch (write.table()) {
            case MESSAGE -> {
                final Row row = message((String) v.get(0), (Long) v.get(2));
                for (int column = 0; column < v.size(); column++) {
                    row.put(column, v.get(column), at);
                }
            }
            case STATUS -> message((String) v.get(1), (Long) v.get(3)).put(STATUS, v.get(0), at);
            case CHAT -> cells("chat " + v.get(0), v, at);
            case CHAT_CHANGED -> {
                final Row row = row("chat " + v.get(2));
                row.put(TITLE, v.get(0), at);
                row.put(VERSION, v.get(1), at);
            }
            case PARTICIPANT -> cells("participant " + v.get(0) + " " + v.get(1), v, at);
            case PARTICIPANT_GONE -> gone.merge("participant " + v.get(0) + " " + v.get(1), at, Math::max);
            case CURSORS -> cells("cursors " + v.get(2) + " " + v.get(3), v, at);
            case CHAT_OF_USER -> cells("of user " + v.get(0) + " " + v.get(1), v, at);
            case CHAT_OF_USER_GONE -> gone.merge("of user " + v.get(0) + " " + v.get(1), at, Math::max);
            case INBOX -> inbox.merge(
                new InboxRow((String) v.get(0), (String) v.get(1), (Long) v.get(2)), at, Math::max);
            case INBOX_ACKNOWLEDGED -> acknowledged.computeIfAbsent(
                new InboxOf((String) v.get(0), (String) v.get(1)), of -> new TreeMap<>()).merge((Long) v.get(2), at, Math::max);
            case INBOX_FORGOTTEN -> forgotten.merge((String) v.get(0), at, Math::max);
            default -> throw new IllegalStateException("table=" + write.table());
        }
    }

    private Row message(final String chat, final long msgId) {
        return messages.computeIfAbsent(chat, c -> new TreeMap<>())
            .computeIfAbsent(msgId, id -> new Row(new HashMap<>()));
    }

    private void cells(final String name, final List<Object> values, final long at) {
        final Row row = row(name);
        for (int column = 0; column < values.size(); column++) {
            row.put(column, values.get(column), at);
        }
    }

    private Row row(final String name) {
        return others.computeIfAbsent(name, n -> new Row(new HashMap<>()));
    }

    void progress(final int shard, final long outputSequence) {
        progress.merge(shard, outputSequence, Math::max);
    }

    long progress(final int shard) {
        return progress.getOrDefault(shard, 0L);
    }

    /** The rows of a chat whose message is there, in order. */
    public List<Message> messages(final String chat, final long from, final long to) {
        return messages.getOrDefault(chat, new TreeMap<>()).entrySet().stream()
            .filter(row -> row.getValue().get(3) != null)
            .map(row -> new Message((Long) row.getValue().get(3), row.getKey(), values(row.getValue())))
            .filter(message -> message.sequence() >= from && message.sequence() <= to)
            .toList();
    }

    /** Whether a message of a chat is there. */
    public boolean hasMessage(final String chat, final long msgId) {
        final TreeMap<Long, Row> rows = messages.get(chat);
        return rows != null && rows.containsKey(msgId) && rows.get(msgId).get(3) != null;
    }

    private static List<Object> values(final Row row) {
        final Object[] values = new Object[MESSAGE_COLUMNS];
        for (int column = 0; column < MESSAGE_COLUMNS; column++) {
            values[column] = row.get(column);
        }
        return java.util.Arrays.asList(values);
    }

    /** The cursors of a participant: delivered and read; zeros when there is no row. */
    public List<Object> cursors(final String chat, final String user) {
        final Row row = others.get("cursors " + chat + " " + user);
        final long goneAt = gone.getOrDefault("participant " + chat + " " + user, Long.MIN_VALUE);
        return row == null || row.writeTimeUs(0) <= goneAt ? List.of(0L, 0L) : List.of(row.get(0), row.get(1));
    }

    /** A chat's title; empty: it has none. */
    public String title(final String chat) {
        final Object title = row("chat " + chat).get(TITLE);
        return title == null ? "" : (String) title;
    }

    /** Of which kind a chat is, who made it, and under which key. */
    public List<Object> made(final String chat) {
        final Row row = row("chat " + chat);
        return java.util.Arrays.asList(row.get(1), row.get(3), row.get(4));
    }

    /** Rows of chats that are not there, or of users who never were in them. */
    public List<String> unknown(final Predicate<String> isChat, final BiPredicate<String, String> wasIn) {
        final List<String> unknown = new ArrayList<>();
        messages.keySet().stream().filter(isChat.negate()).forEach(unknown::add);
        for (final String name : others.keySet()) {
            final String[] words = name.split(" ");
            final boolean ofUser = words[0].equals("of");
            final String chat = words[ofUser ? 3 : 1];
            final boolean isKnown = isChat.test(chat)
                && (words.length == 2 || wasIn.test(chat, words[2]));
            if (!isKnown) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    /** A chat's version. */
    public long version(final String chat) {
        return (Long) row("chat " + chat).get(VERSION);
    }

    /** A participant's role; null: there is no row. */
    public String role(final String chat, final String user) {
        final Row row = others.get("participant " + chat + " " + user);
        return row == null || row.writeTimeUs(2) <= gone.getOrDefault("participant " + chat + " " + user, Long.MIN_VALUE)
            ? null : (String) row.get(2);
    }

    /** Whether a chat is among those of a user. */
    public boolean isIn(final String user, final String chat) {
        final Row row = others.get("of user " + user + " " + chat);
        return row != null
            && row.writeTimeUs(0) > gone.getOrDefault("of user " + user + " " + chat, Long.MIN_VALUE);
    }

    /** How many rows of inbox are left. */
    public List<InboxRow> inbox() {
        return inbox.entrySet().stream().filter(row -> !isRemoved(row.getKey(), row.getValue()))
            .map(Map.Entry::getKey).toList();
    }

    private boolean isRemoved(final InboxRow row, final long at) {
        final NavigableMap<Long, Long> removals = acknowledged.get(new InboxOf(row.client(), row.chat()));
        return forgotten.getOrDefault(row.client(), 0L) >= at || removals != null
            && removals.tailMap(row.msgId(), true).values().stream().anyMatch(removedAt -> removedAt >= at);
    }
}
