package godwit.journal.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes of one partition, at most one for each row: a later write takes in the earlier one where both together mean the
 * same. A status moves into the message that still waits, newer cursors replace older ones, and an inbox row that is
 * acknowledged before it is written, or a role whose bearer has left, is never written. Single-threaded.
 * <p>
 * Repeating the same records in other groups gives the same rows: what is left out has an older write time than what
 * replaced it. A message that takes in a status takes its write time, too: a lower status stored alone before is older.
 */
final class RowWrites {
    private static final int MESSAGE_STATUS = 12;
    private static final int STATUS = 0;
    private static final int MEMBER_USER = 1;
    private static final int CURSORS_USER = 3;
    private static final int ACKNOWLEDGED_CHAT = 1;
    private static final int ACKNOWLEDGED_MSG_ID = 2;
    private static final int INBOX_CHAT = 1;
    private static final int INBOX_MSG_ID = 2;

    private final Map<Object, Write> byRow = new LinkedHashMap<>();
    private int bytes;

    void add(final Write write) {
        switch (write.table()) {
            case STATUS -> addStatus(write);
            case CURSORS, CHAT_CHANGED, PARTICIPANT, CHAT_OF_USER, CHAT_OF_USER_GONE -> addNewer(write);
            case PARTICIPANT_GONE -> {
                byRow.values().removeIf(earlier -> isGone(earlier, write));
                addNewer(write);
                recount();
            }
            case INBOX_ACKNOWLEDGED -> {
                byRow.values().removeIf(earlier -> isAcknowledged(earlier, write));
                addNewer(write);
                recount();
            }
            case INBOX_FORGOTTEN -> {
                byRow.clear();
                bytes = 0;
                put(write);
            }
            default -> put(write);
        }
    }

    /** Whether a write needs no place of its own. */
    boolean replaces(final Write write) {
        return byRow.containsKey(row(write));
    }

    private void addStatus(final Write write) {
        final Write earlier = byRow.get(row(write));
        if (earlier == null) {
            put(write);
        } else if (statusOf(earlier) < statusOf(write)) {
            put(earlier.table() == Table.STATUS ? write : withStatus(earlier, write));
        }
    }

    private void addNewer(final Write write) {
        final Write earlier = byRow.get(row(write));
        if (earlier == null || earlier.writeTimeUs() <= write.writeTimeUs()) {
            put(write);
        }
    }

    private void put(final Write write) {
        final Write earlier = byRow.put(row(write), write);
        bytes += write.bytes() - (earlier == null ? 0 : earlier.bytes());
    }

    private void recount() {
        bytes = byRow.values().stream().mapToInt(Write::bytes).sum();
    }

    /** The removal of a member's row covers what was written of it; one who joins again needs the removal, too. */
    private static boolean isGone(final Write earlier, final Write gone) {
        final boolean isOfMembers = earlier.table() == Table.PARTICIPANT || earlier.table() == Table.CURSORS;
        return isOfMembers && earlier.writeTimeUs() <= gone.writeTimeUs() && memberOf(earlier).equals(memberOf(gone));
    }

    private static Object memberOf(final Write write) {
        return write.values().get(write.table() == Table.CURSORS ? CURSORS_USER : MEMBER_USER);
    }

    private static boolean isAcknowledged(final Write earlier, final Write acknowledged) {
        return earlier.table() == Table.INBOX && earlier.writeTimeUs() <= acknowledged.writeTimeUs()
            && earlier.values().get(INBOX_CHAT).equals(acknowledged.values().get(ACKNOWLEDGED_CHAT))
            && (Long) earlier.values().get(INBOX_MSG_ID) <= (Long) acknowledged.values().get(ACKNOWLEDGED_MSG_ID);
    }

    private static int statusOf(final Write write) {
        return (Integer) write.values().get(write.table() == Table.STATUS ? STATUS : MESSAGE_STATUS);
    }

    private static Write withStatus(final Write message, final Write status) {
        final Object[] values = message.values().toArray();
        values[MESSAGE_STATUS] = statusOf(status);
        return new Write(Table.MESSAGE, message.partition(), status.writeTimeUs(), Arrays.asList(values));
    }

    /** What makes two writes of a partition one. */
    private static Object row(final Write write) {
        final List<Object> values = write.values();
        return switch (write.table()) {
            case MESSAGE -> List.of(Table.MESSAGE, values.get(2));
            case STATUS -> List.of(Table.MESSAGE, values.get(3));
            case PARTICIPANT, PARTICIPANT_GONE, CURSORS -> List.of(write.table(), memberOf(write));
            case CHAT_OF_USER, CHAT_OF_USER_GONE -> List.of(Table.CHAT_OF_USER, values.get(1));
            case INBOX -> List.of(Table.INBOX, values.get(INBOX_CHAT), values.get(INBOX_MSG_ID));
            case INBOX_ACKNOWLEDGED -> List.of(Table.INBOX_ACKNOWLEDGED, values.get(ACKNOWLEDGED_CHAT));
            case CHAT, CHAT_CHANGED, INBOX_FORGOTTEN -> write.table();
        };
    }

    int count() {
        return byRow.size();
    }

    int bytes() {
        return bytes;
    }

    List<Write> list() {
        return new ArrayList<>(byRow.values());
    }
}
