package godwit.settings;

import java.util.List;

/**
 * The limits of the state machine; a change reaches a shard through its log.
 */
final class CoreKeys {
    static final Key<Long> PAYLOAD_BYTES = Key.bytes("sequencer.payload-bytes", "1MiB", "64GiB", "64MiB",
        "Message bodies kept in memory; older ones are read from the spool or from Cassandra.");
    static final Key<Long> UNJOURNALED_ENTRIES = Key.count(
        "sequencer.unjournaled-entries", 1000, 1_000_000_000, 2_000_000,
        "Messages that may wait for the journal; beyond, sends are refused as UNAVAILABLE.");
    static final Key<Long> UNJOURNALED_BYTES = Key.bytes("sequencer.unjournaled-bytes", "1MiB", "1TiB", "4GiB",
        "Journal records that may wait in the spool; beyond, sends are refused as UNAVAILABLE.");
    static final Key<Long> INBOX_ENTRIES = Key.count("sequencer.inbox-entries", 100, 10_000_000, 10_000,
        "Messages that may wait for a device in one chat; beyond, the oldest are given up for it.");
    static final Key<Long> INBOX_RETENTION = Key.duration("sequencer.inbox-retention", "1s", "365d", "30d",
        "How long a message waits for a device.");
    static final Key<Long> EDGE_LEASE = Key.duration("sequencer.edge-lease", "2s", "10min", "10s",
        "An edge silent for so long has lost its sessions.");
    static final Key<Long> REDELIVER = Key.duration("sequencer.redeliver", "100ms", "10min", "5s",
        "A pushed message unacknowledged for so long is pushed again, then after twice the time, and so on.");
    static final Key<Long> INBOX_GRACE = Key.duration("sequencer.inbox-grace", "0ms", "1h", "10s",
        "A message unacknowledged for so long gets a row in the inbox table.");
    static final Key<Long> USERS = Key.count("sequencer.users", 1, 100_000_000, 4_000_000,
        "Users of a shard; beyond, new ones are refused as UNAVAILABLE.");
    static final Key<Long> CHATS = Key.count("sequencer.chats", 1, 100_000_000, 8_000_000,
        "Chats of a shard, with four members for each; beyond, new ones are refused as UNAVAILABLE.");
    static final Key<Long> CHATS_PER_USER = Key.count("sequencer.chats-per-user", 1, 1_000_000, 10_000,
        "Chats of one user; beyond, new ones are refused as INVALID.");
    static final Key<Long> KEYS = Key.count("sequencer.keys", 1000, 1_000_000_000, 64_000_000,
        "Idempotency keys of a shard; beyond, the oldest are forgotten: a retry of theirs is a message anew.");
    static final Key<Long> GROUP_MEMBERS = Key.count("sequencer.group-members", 2, 20_000, 5_000,
        "Members of a group; beyond, creations and additions are refused as INVALID.");
    static final Key<Long> FANOUT_MEMBERS = Key.count("sequencer.fanout-members", 2, 1_000, 25,
        "Members of a group up to which deliveries name devices and receipts are pushed.");
    static final Key<Long> PRESENCE_SUBSCRIPTIONS = Key.count(
        "sequencer.presence-subscriptions", 1000, 1_000_000_000, 8_000_000,
        "Users of a shard times edges that want to know of them; beyond, subscriptions are refused as UNAVAILABLE.");

    static final List<Key<?>> ALL = List.of(
        PAYLOAD_BYTES, UNJOURNALED_ENTRIES, UNJOURNALED_BYTES, INBOX_ENTRIES, INBOX_RETENTION, EDGE_LEASE, REDELIVER,
        INBOX_GRACE, USERS, CHATS, CHATS_PER_USER, KEYS, GROUP_MEMBERS, FANOUT_MEMBERS, PRESENCE_SUBSCRIPTIONS);

    private CoreKeys() {
    }
}
