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
import godwit.core.users.UserTables;

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

    /** The hash of everything, from all words anew; bytes are compared with the hashes that are kept of them. */
    public long recomputeHash() {
        context.names().verify();
        entries.verify();
        return context.registry().recompute();
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
