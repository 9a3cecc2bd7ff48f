package godwit.core.inbox;

import godwit.core.CoreCommands;
import godwit.core.Receipts;
import godwit.core.Refusal;
import godwit.core.directory.Partitions;
import godwit.core.directory.Topology;
import godwit.core.entries.Entries;
import godwit.core.link.MarkMove;
import godwit.core.link.UserCursors;
import godwit.core.numbers.ShardContext;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Fanout;
import godwit.core.sessions.Sessions;
import godwit.core.users.Arrears;
import godwit.core.users.Cursors;
import godwit.core.users.Memberships;
import godwit.core.users.Pushes;
import godwit.core.users.UserTables;

/**
 * Applies a device's acknowledgement: to its own cursor only as far as this session was pushed, to its user's marks, from
 * there to the chat's owner.
 */
final class Acknowledgements {
    private static final int RETRY_AFTER_MS = 500;

    private final ShardContext shard;
    private final UserTables tables;
    private final Arrears arrears;
    private final Pushes pushes;
    private final Edges edges;
    private final Sessions sessions;
    private final Entries entries;
    private final Topology topology;
    private final Parts parts;
    private final Fanout fanout;
    private final MarkMove move = new MarkMove();

    /** The acknowledgements' neighbours. */
    record Parts(
        Push push, Progress progress, Redelivery redelivery, InboxRows rows, ReceiptNotices notices,
        UserCursors chats) {
    }

    Acknowledgements(
        final ShardContext shard, final UserTables tables, final Edges edges, final Sessions sessions,
        final Entries entries, final Topology topology, final Fanout fanout, final Parts parts) {
        this.topology = topology;
        this.shard = shard;
        this.tables = tables;
        this.arrears = tables.arrears();
        this.pushes = tables.pushes();
        this.edges = edges;
        this.sessions = sessions;
        this.entries = entries;
        this.fanout = fanout;
        this.parts = parts;
    }

    /** See {@link CoreCommands#onAcknowledge}; the session passed the fence. */
    void onAcknowledge(
        final int session, final long correlationId, final long chatId, final long sequence, final long msgId,
        final long messageOrdinal, final int status) {
        final int device = sessions.device(session);
        final int membership = tables.memberships().find(tables.devices().user(device), chatId);
        final int entry = membership == 0 ? 0 : entries.find(chatId, sequence);
        if (membership != 0 && isUnderWay(membership, chatId, sequence)) {
            early(session, correlationId, status);
            return;
        }
        final int detail = refusal(membership, entry, sequence, msgId, status);
        if (detail != Refusal.Detail.NONE) {
            shard.listener().onRefused(
                edges.id(sessions.edge(session)), correlationId, sessions.number(session), code(detail), detail, 0);
            return;
        }
        final long id = entry == 0 ? msgId : entries.msgId(entry);
        if (status != Receipts.SENT) {
            tables.devices().onSeen(device, shard.clocks().idTime());
        }
        if (status == Receipts.DELIVERED || status == Receipts.READ) {
            // Of what its connection was pushed, behind what that was told. Anything else may have been said before.
            tables.devices().onHeard(device);
        }
        final boolean wasPushed = status <= Receipts.READ && moveCursor(session, membership, sequence, id);
        if (wasPushed && status != Receipts.SENT) {
            tables.cursors().flags().setKnown(membership, device);
        }
        final boolean read = status == Receipts.READ || status == Receipts.READ_UNPUSHED;
        if (wasPushed && status == Receipts.DELIVERED || read) {
            final long messages = messages(membership, entry, sequence, messageOrdinal);
            moveMarks(membership, device, sequence, id, messages, read ? Receipts.READ : Receipts.DELIVERED);
        }
        // What was passed over for it the client said nothing of, and heard nothing that was said before.
        if (wasPushed && status != Receipts.SENT) {
            seeChanges(device, membership, sequence);
        }
        if (correlationId != 0) {
            shard.listener().onDone(edges.id(sessions.edge(session)), correlationId);
        }
        if (tables.cursors().behind().first(device) != 0) {
            parts.push().drain(session);
        }
    }

    /**
     * Whether an entry of another shard's chat may be on its way here: the device read it by history, or as an answer. So may
     * be that one who left is there again. Of what is not for a user the chat's shard tells nothing, which an edge asks first.
     */
    private boolean isUnderWay(final int membership, final long chatId, final long sequence) {
        return !topology.isOwn(Partitions.ofChat(chatId))
            && sequence > tables.memberships().lastSequence(membership);
    }

    /** That it was stored means nothing before it is pushed; that it was read is to be said again. */
    private void early(final int session, final long correlationId, final int status) {
        final long edgeId = edges.id(sessions.edge(session));
        if (status == Receipts.READ_UNPUSHED) {
            shard.listener().onRefused(
                edgeId, correlationId, sessions.number(session), Refusal.UNAVAILABLE, Refusal.Detail.NONE, RETRY_AFTER_MS);
        } else if (correlationId != 0) {
            shard.listener().onDone(edgeId, correlationId);
        }
    }

    /**
     * What is of a time in the chat that was forgotten is there all the same: the connection was pushed it, or the chat's shard
     * remembers the time and let it be seen.
     */
    private int refusal(
        final int membership, final int entry, final long sequence, final long msgId, final int status) {
        if (membership == 0) {
            return Refusal.Detail.NOT_A_MEMBER;
        }
        if (status < Receipts.SENT || status > Receipts.READ_UNPUSHED) {
            return Refusal.Detail.BAD_FIELD;
        }
        final boolean exists = sequence >= 1
            && sequence <= tables.memberships().lastSequence(membership)
            && (tables.memberships().intervalsContain(membership, sequence)
                || sequence < tables.memberships().oldestSequence(membership));
        final boolean same = entry == 0 || msgId <= 0 || msgId == entries.msgId(entry);
        return exists && same ? Refusal.Detail.NONE : Refusal.Detail.NO_SUCH_MESSAGE;
    }

    private static int code(final int detail) {
        switch (detail) {
            case Refusal.Detail.NOT_A_MEMBER:
                return Refusal.FORBIDDEN;
            case Refusal.Detail.BAD_FIELD:
                return Refusal.INVALID;
            default:
                return Refusal.NOT_FOUND;
        }
    }

    /**
     * Whether the entry was pushed, or is done with; only then the device's cursor moves. What was pushed counts however
     * often the cursor was set back since: the edge knows what its connection was pushed, and did not lose. Where the cursor
     * went because the device had everything, it has.
     */
    private boolean moveCursor(final int session, final int membership, final long sequence, final long msgId) {
        final int device = sessions.device(session);
        final int cursor = tables.cursors().find(membership, device);
        if (cursor == 0) {
            return tables.cursors().flags().isLevel(membership, device);
        }
        if (sequence > Math.max(pushes.pushed(cursor), pushes.reached(cursor)) && !arrears.isUncounted(cursor)) {
            return false;
        }
        final long before = pushes.acknowledged(cursor);
        if (sequence > before) {
            parts.progress().advance(cursor, sequence);
            parts.rows().onAcknowledged(cursor, before, sequence, msgId);
            parts.redelivery().onProgress(session, cursor);
        }
        return true;
    }

    /**
     * Who has a chat's newest entry heard of all that moved before it came: that was said before it, in this session or when
     * it began. What was said since may be lost with the connection.
     */
    private void seeChanges(final int device, final int membership, final long sequence) {
        final int feed = tables.memberships().feed(membership);
        if (sequence == tables.feeds().lastSequence(feed)) {
            tables.devices().onChangeSeen(device, tables.feeds().activity(feed));
        }
    }

    private void moveMarks(
        final int membership, final int device, final long sequence, final long msgId, final long messages,
        final int status) {
        final Memberships rows = tables.memberships();
        final boolean readMoves = status == Receipts.READ && sequence > rows.read(membership);
        final boolean deliveredMoves = sequence > rows.delivered(membership);
        if (!readMoves && !deliveredMoves) {
            return;
        }
        final long change = shard.counters().nextChange();
        move.deliveredBefore = rows.delivered(membership);
        move.readBefore = rows.read(membership);
        if (deliveredMoves) {
            rows.delivered(membership, sequence);
        }
        if (readMoves) {
            rows.read(membership, sequence, others(membership, sequence, messages), msgId, change);
            tables.ownRuns().onRead(membership, sequence, messages);
            tables.cursors().flags().onRead(membership, device);
        }
        rows.onChange(membership, change);
        if (readMoves) {
            parts.notices().onOwnRead(membership, device, fanout);
        }
        move.isWritten = rows.ownMember(membership) == 0;
        move.delivered = rows.delivered(membership);
        move.read = rows.readSaid(membership);
        move.readOthers = rows.readOthers(membership);
        move.msgId = msgId;
        move.status = readMoves ? Receipts.READ : Receipts.DELIVERED;
        parts.chats().onCursor(
            tables.feeds().chatId(rows.feed(membership)), tables.users().id(rows.user(membership)), membership, move);
    }

    /**
     * How many of the entries up to one are messages; at least so many, if the edge does not know and it left memory. All are
     * but changes, of which each has a version of its own.
     */
    private long messages(final int membership, final int entry, final long sequence, final long messageOrdinal) {
        if (entry != 0) {
            return entries.messageOrdinal(entry);
        }
        return Math.max(messageOrdinal, sequence - tables.feeds().version(tables.memberships().feed(membership)));
    }

    /** How many of these messages are others'; never fewer than known, nor more than there are. */
    private long others(final int membership, final long sequence, final long messages) {
        final Memberships rows = tables.memberships();
        final long own = rows.ownCount(membership) - tables.ownRuns().countAbove(membership, sequence, messages);
        final long known = rows.readOthers(membership);
        final long max = Math.max(known, tables.feeds().messages(rows.feed(membership)) - rows.ownCount(membership));
        return Math.min(max, Math.max(known, messages - own));
    }
}
