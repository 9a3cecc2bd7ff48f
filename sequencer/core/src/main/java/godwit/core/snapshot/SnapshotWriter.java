package godwit.core.snapshot;

import godwit.core.Core.ChunkSink;
import godwit.core.ImagePlace;
import godwit.core.chats.SendKeys;
import godwit.core.directory.Partitions;
import godwit.core.joint.ChatRecords;
import godwit.core.joint.MemberRecords;
import godwit.core.joint.RareList;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Intervals;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.Table;
import godwit.core.users.Cursors;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the state: a header with the shard's record, then either each partition's records along their lists and what belongs
 * to the whole shard, or what changed since it was written into an image; the free lists, a footer. In the first form a
 * record that no list leads to would be missing, so the records of each table are counted.
 */
public final class SnapshotWriter {
    private static final int FREE_PER_RECORD = 4096;

    private final ShardState state;
    private final int shard;
    private final SliceWriter out;
    private final MarkedRecords marked;
    private final UnsafeBuffer empty = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final int[] written;
    private long records;

    /** A writer of one snapshot. */
    public SnapshotWriter(final ShardState state, final int shard, final ChunkSink sink) {
        this.state = state;
        this.shard = shard;
        this.out = new SliceWriter(sink);
        this.marked = new MarkedRecords(state, out);
        this.written = new int[state.context().registry().all().size() + 1];
    }

    /** Writes all of it: the same state gives the same bytes. */
    public void write() {
        writeHeader();
        out.putInt(0);
        writeRecord(state.context().record().table(), ShardRecord.SLOT);
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            if (state.partitions().isUsed(partition)) {
                out.begin(Format.PARTITION, partition);
                writePartition(Partitions.slot(partition));
            }
        }
        out.begin(Format.SHARD, 0);
        writeShard();
        checkCounts();
        writeFreeLists();
        writeFooter();
    }

    /** Writes what an image lacks, which is handed on at a place up to there. */
    public void write(final StateImage image, final ImagePlace place) {
        writeHeader();
        out.putInt(image.slices());
        out.putLong(image.checksums());
        out.putLong(place.recordingId());
        out.putLong(place.from());
        out.putLong(place.to());
        writeRecord(state.context().record().table(), ShardRecord.SLOT);
        out.begin(Format.CHANGED, 0);
        final Slice refused = image.refused();
        if (refused != null) {
            out.putBytes(refused.buffer(), Format.HEADER_LENGTH, refused.length() - Format.HEADER_LENGTH);
            records += image.recordsRefused();
            out.begin(Format.CHANGED, 0);
        }
        final List<Table> tables = state.context().registry().all();
        for (int i = 0; i < tables.size(); i++) {
            if (!state.isNeverInImage(tables.get(i))) {
                writeChanged(tables.get(i), image);
            }
        }
        records += marked.records();
        writeFooter();
    }

    private void writeChanged(final Table table, final StateImage image) {
        final int reached = Math.max(1, image.reachedFirst(table));
        writeChanged(table, 1, reached, false);
        writeChanged(table, reached, table.size() + 1, true);
        while (!marked.writeFree(table)) {
            out.begin(Format.CHANGED, 0);
        }
    }

    private void writeChanged(final Table table, final int from, final int to, final boolean isFirstRun) {
        int slot = marked.write(table, from, to, isFirstRun);
        while (slot < to) {
            out.begin(Format.CHANGED, 0);
            marked.begin();
            slot = marked.write(table, slot, to, isFirstRun);
        }
    }

    private void writeFooter() {
        out.begin(Format.FOOTER, 0);
        out.putLong(records);
        out.putInt(out.count() + 1);
        out.end();
    }

    private void writeHeader() {
        final Counters counters = state.context().counters();
        out.begin(Format.HEADER, 0);
        out.putInt(shard);
        out.putLong(counters.outputSequence());
        out.putLong(counters.journalPosition());
        out.putLong(counters.incarnation());
        out.putLong(state.context().registry().hash());
        final List<Table> tables = state.context().registry().all();
        out.putInt(tables.size());
        for (int i = 0; i < tables.size(); i++) {
            out.putInt(tables.get(i).words());
            out.putInt(tables.get(i).size());
            out.putInt(tables.get(i).freeCount());
        }
    }

    private void writePartition(final int slot) {
        writeRecord(state.partitions().table(), slot);
        final RecordList ids = state.ids().ofPartition();
        for (int id = ids.first(slot); id != 0; id = ids.next(id)) {
            writeId(id);
        }
        final RecordList chats = state.chats().chats().ofPartition();
        for (int chat = chats.first(slot); chat != 0; chat = chats.next(chat)) {
            writeChat(chat);
        }
    }

    private void writeId(final int id) {
        writeRecord(state.ids().table(), id);
        writeName(state.ids().name(id));
        final RecordList senders = state.chats().keys().ofId();
        for (int sender = senders.first(id); sender != 0; sender = senders.next(sender)) {
            writeSender(sender);
        }
        final int user = state.ids().user(id);
        if (user != 0) {
            writeUser(user);
        }
    }

    private void writeSender(final int sender) {
        writeRecord(state.chats().keys().senders(), sender);
        final SendKeys keys = state.chats().keys();
        for (int block = keys.firstBlock(sender); block != 0; block = keys.nextBlock(block)) {
            writeRecord(keys.blocks(), block);
        }
    }

    private void writeUser(final int user) {
        writeRecord(state.users().users().table(), user);
        final RecordList devices = state.users().devices().ofUser();
        for (int device = devices.first(user); device != 0; device = devices.next(device)) {
            writeRecord(state.users().devices().table(), device);
            writeName(state.users().devices().name(device));
        }
        writePresence(state.users().users().presence(user));
        final RecordList memberships = state.users().memberships().ofUser();
        for (int row = memberships.first(user); row != 0; row = memberships.next(row)) {
            writeRecord(state.users().memberships().table(), row);
            writeMember(state.users().memberships().ownMember(row));
            writeCursors(row);
            writeList(state.users().ownRuns().ofMembership(), state.users().ownRuns().table(), row);
            writeLeaving(state.users().memberships().leaving(row));
        }
    }

    /** The record of a member that no list leads to, as it is its membership's alone. */
    private void writeMember(final int member) {
        if (member != 0) {
            writeRecord(state.chats().members().records().table(), member);
            writeIntervals(member);
        }
    }

    private void writeLeaving(final int leaving) {
        if (leaving != 0) {
            writeRecord(state.users().memberships().leavings().table(), leaving);
            writeName(state.users().memberships().leavings().title(leaving));
        }
    }

    private void writeCursors(final int membership) {
        final Cursors cursors = state.users().cursors();
        for (int cursor = cursors.ofMembership().first(membership); cursor != 0;
            cursor = cursors.ofMembership().next(cursor)) {
            writeRecord(cursors.table(), cursor);
            if (cursors.arrears().find(cursor) != 0) {
                writeRecord(cursors.arrears().table(), cursors.arrears().find(cursor));
            }
        }
    }

    private void writePresence(final int presence) {
        if (presence != 0) {
            writeRecord(state.presence().presences().table(), presence);
            writeList(state.presence().subscriptions().ofPresence(), state.presence().subscriptions().table(), presence);
        }
    }

    private void writeChat(final int chat) {
        writeRecordOf(chat);
        writeMembers(state.chats().members().formerOf().first(chat));
        final RareList destinations = state.shards().destinationsOfChat();
        for (int item = destinations.first(chat); item != 0; item = destinations.next(item)) {
            writeRecord(state.shards().destinations(), item);
        }
        writeEntries(state.chats().chats().id(chat), state.chats().chats().lastSequence(chat));
    }

    /** What there is of all chats, whoever owns them. */
    private void writeRecordOf(final int chat) {
        final ChatRecords chats = state.chats().chats().records();
        writeRecord(chats.table(), chat);
        writeName(chats.title(chat));
        writeName(chats.clientChatId(chat));
        if (chats.extras().of(chat) != 0) {
            writeRecord(chats.extras().table(), chats.extras().of(chat));
        }
        writeList(state.users().feeds().marksOfFeed(), state.users().feeds().marks(), chat);
        final RareList edges = state.users().feedEdges().ofFeed();
        for (int item = edges.first(chat); item != 0; item = edges.next(item)) {
            writeRecord(state.users().feedEdges().table(), item);
        }
        writeMembers(state.chats().members().ofChat().first(chat));
    }

    private void writeLinkedChats() {
        final ChatRecords chats = state.chats().chats().records();
        for (int chat = 1; chat <= chats.table().size(); chat++) {
            if (!chats.isOwned(chat)) {
                writeRecordOf(chat);
            }
        }
    }

    /** Those of chats that other shards own: with gaps, where a shard was told what came of entries instead of them. */
    private void writeLinkedEntries() {
        final RecordList queue = state.entries().queue();
        for (int entry = queue.first(ShardRecord.SLOT); entry != 0; entry = queue.next(entry)) {
            if (state.chats().chats().find(state.entries().chatId(entry)) == 0) {
                writeEntry(entry);
            }
        }
    }

    private void writeMembers(final int first) {
        final MemberRecords members = state.chats().members().records();
        for (int member = first; member != 0; member = members.ofChat().next(member)) {
            writeRecord(members.table(), member);
            writeIntervals(member);
            if (members.told(member) != 0) {
                writeRecord(members.toldMarks(), members.told(member));
            }
        }
    }

    private void writeEntries(final long chatId, final long last) {
        long sequence = last;
        int entry = last == 0 ? 0 : state.entries().find(chatId, sequence);
        while (entry != 0) {
            writeEntry(entry);
            entry = --sequence == 0 ? 0 : state.entries().find(chatId, sequence);
        }
    }

    private void writeEntry(final int entry) {
        if (state.entries().hasPayload(entry)) {
            state.entries().wrapPayload(entry, view);
            writeRecord(state.entries().table(), entry, view);
        } else {
            writeRecord(state.entries().table(), entry);
        }
    }

    private void writeShard() {
        final Table edges = state.edges().table();
        for (int edge = 1; edge <= edges.size(); edge++) {
            if (edges.isLive(edge)) {
                writeRecord(edges, edge);
                writeName(state.edges().channelName(edge));
            }
        }
        writeAll(state.sessions().table());
        writeAll(state.sessions().endings());
        writeAll(state.topology().table());
        writeAll(state.shards().links());
        writeItems();
        writeAll(state.shards().told());
        writeLinkedChats();
        writeLinkedEntries();
        final List<Table> tables = state.context().registry().all();
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).isFixed()) {
                writeAll(tables.get(i));
            }
        }
    }

    private void writeAll(final Table table) {
        final boolean partitions = table == state.partitions().table();
        for (int slot = 1; slot <= table.size() && !partitions; slot++) {
            if (table.isLive(slot)) {
                writeRecord(table, slot);
            }
        }
    }

    private void writeIntervals(final int owner) {
        final Intervals.Of intervals = state.chats().members().records().intervals();
        for (int record = intervals.firstRecord(owner); record != 0; record = intervals.nextRecord(record)) {
            writeRecord(state.intervals().table(), record);
        }
    }

    private void writeList(final RecordList list, final Table items, final int owner) {
        for (int item = list.first(owner); item != 0; item = list.next(item)) {
            writeRecord(items, item);
        }
    }

    private void writeItems() {
        final Table items = state.shards().items();
        for (int slot = 1; slot <= items.size(); slot++) {
            if (items.isLive(slot)) {
                writeRecord(items, slot);
                writeName(state.shards().titleOfItem(slot));
            }
        }
    }

    private void writeName(final int ref) {
        if (ref != 0) {
            state.context().names().wrap(ref, view);
            writeRecord(state.context().names().table(ref), Names.slot(ref), view);
        }
    }

    private void writeRecord(final Table table, final int slot) {
        writeRecord(table, slot, empty);
    }

    private void writeRecord(final Table table, final int slot, final DirectBuffer bytes) {
        out.reserve(3 * Integer.BYTES + table.words() * Long.BYTES + bytes.capacity());
        out.putInt(table.id());
        out.putInt(slot);
        out.putWords(table, slot);
        out.putInt(bytes.capacity());
        out.putBytes(bytes, 0, bytes.capacity());
        written[table.id()]++;
        records++;
    }

    private void checkCounts() {
        final List<Table> tables = state.context().registry().all();
        for (int i = 0; i < tables.size(); i++) {
            if (!tables.get(i).isFixed()) {
                Invariants.same(
                    tables.get(i).name() + " written", written[tables.get(i).id()], tables.get(i).count());
            }
        }
    }

    private void writeFreeLists() {
        final List<Table> tables = state.context().registry().all();
        for (int i = 0; i < tables.size(); i++) {
            for (int from = 0; from < tables.get(i).freeCount(); from += FREE_PER_RECORD) {
                final int count = Math.min(FREE_PER_RECORD, tables.get(i).freeCount() - from);
                if (!marked.writeFree(tables.get(i), from, count)) {
                    out.end();
                    marked.writeFree(tables.get(i), from, count);
                }
            }
        }
        records += marked.records();
    }
}
