package godwit.core.snapshot;

import godwit.core.chats.ChatTables;
import godwit.core.directory.Partitions;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.numbers.ShardContext;
import godwit.core.presence.PresenceTables;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.shards.Shards;
import godwit.core.state.Intervals;
import godwit.core.state.Names;
import godwit.core.state.Table;
import godwit.core.users.UserTables;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Everything that a shard remembers, in one hand. */
public record ShardState(
    ShardContext context, Partitions partitions, UserTables users, ChatTables chats, Entries entries, Edges edges,
    Sessions sessions, Topology topology, Shards shards, PresenceTables presence) {

    UserIds ids() {
        return users.ids();
    }

    Intervals intervals() {
        return users.intervals();
    }

    /** Whether a table's records have bytes beside their words. */
    boolean hasBytes(final Table table) {
        return table == entries.table() || context.names().sizeClassOf(table) >= 0;
    }

    /** A record's bytes, as they are shown in a view; or none. */
    DirectBuffer wrapBytes(final Table table, final int slot, final UnsafeBuffer view, final DirectBuffer none) {
        if (!table.isLive(slot)) {
            return none;
        }
        if (table == entries.table()) {
            if (!entries.hasPayload(slot)) {
                return none;
            }
            entries.wrapPayload(slot, view);
            return view;
        }
        return context.names().wrap(Names.ref(context.names().sizeClassOf(table), slot), view);
    }

    /** Puts a record's bytes back, after its words. */
    void restoreBytes(final Table table, final int slot, final DirectBuffer source, final int offset, final int length) {
        final int sizeClass = context.names().sizeClassOf(table);
        if (sizeClass >= 0) {
            context.names().restore(Names.ref(sizeClass, slot), source, offset, length);
        } else {
            entries.restorePayload(slot, source, offset, length);
        }
    }

    /** About how many bytes it is. */
    public long bytes() {
        final List<Table> tables = context.registry().all();
        long bytes = entries.payloadBytes();
        for (int i = 0; i < tables.size(); i++) {
            bytes += tables.get(i).count() * (long) tables.get(i).words() * Long.BYTES;
        }
        return bytes + context.names().bytes();
    }

    /** Whether a table is left out of images, since its record changes with each command. */
    boolean isNeverInImage(final Table table) {
        return table == context.record().table();
    }

    /** The hash of everything, from all words anew; bytes are compared with the hashes that are kept of them. */
    public long recomputeHash() {
        verifyBytes();
        return context.registry().recompute();
    }

    /** Compares bytes with the hashes that are kept of them. */
    void verifyBytes() {
        context.names().verify();
        entries.verify();
    }

    /** Forgets everything, before a snapshot is loaded. */
    void reset() {
        context.registry().reset();
        entries.reset();
    }

    /** Makes all that only looks up anew, after a snapshot was loaded. */
    void reindex() {
        context.limits().reload();
        context.chatIndex().clear();
        users.ids().reindex();
        users.memberships().reindex();
        chats.members().records().reindex();
        chats.chats().reindex(chats.members());
        chats.keys().reindex();
        entries.reindex();
        edges.reindex();
        sessions.reindex();
        shards.reindex();
        presence.subscriptions().reindex();
    }
}
