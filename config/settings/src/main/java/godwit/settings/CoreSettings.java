package godwit.settings;

/**
 * The limits of a shard's state machine, those that it shares with the edge included; field by field what its
 * {@code CoreLimits} has.
 *
 * @param inFlightMax           unanswered sends of a connection.
 * @param unacknowledgedMax     unacknowledged pushes of a device.
 * @param payloadBytesMax       bodies kept in memory.
 * @param unjournaledEntriesMax messages waiting for the journal.
 * @param unjournaledBytesMax   journal records waiting.
 * @param inboxEntriesMax       messages waiting for a device in a chat.
 * @param inboxRetentionMs      how long a message waits for a device.
 * @param leaseMs               an edge silent for so long has lost its sessions.
 * @param redeliverMs           a push unacknowledged for so long is repeated.
 * @param inboxGraceMs          a message unacknowledged for so long gets an inbox row.
 * @param bodyBytesMax          a message's body.
 * @param usersMax              users of a shard.
 * @param chatsMax              chats of a shard.
 * @param chatsPerUserMax       chats of a user.
 * @param keysMax               idempotency keys of a shard.
 * @param groupMembersMax       members of a group.
 * @param fanoutMax             members of a group up to which deliveries name devices.
 * @param presenceMax           users times edges that want to know of them.
 */
public record CoreSettings(
    int inFlightMax,
    int unacknowledgedMax,
    long payloadBytesMax,
    long unjournaledEntriesMax,
    long unjournaledBytesMax,
    long inboxEntriesMax,
    long inboxRetentionMs,
    long leaseMs,
    long redeliverMs,
    long inboxGraceMs,
    int bodyBytesMax,
    long usersMax,
    long chatsMax,
    int chatsPerUserMax,
    long keysMax,
    int groupMembersMax,
    int fanoutMax,
    long presenceMax) {

    static CoreSettings of(final Values values) {
        return new CoreSettings(
            values.integer(EdgeKeys.IN_FLIGHT),
            values.integer(EdgeKeys.UNACKED),
            values.number(CoreKeys.PAYLOAD_BYTES),
            values.number(CoreKeys.UNJOURNALED_ENTRIES),
            values.number(CoreKeys.UNJOURNALED_BYTES),
            values.number(CoreKeys.INBOX_ENTRIES),
            values.number(CoreKeys.INBOX_RETENTION),
            values.number(CoreKeys.EDGE_LEASE),
            values.number(CoreKeys.REDELIVER),
            values.number(CoreKeys.INBOX_GRACE),
            ClientLimits.of(values).contentBytesMax(),
            values.number(CoreKeys.USERS),
            values.number(CoreKeys.CHATS),
            values.integer(CoreKeys.CHATS_PER_USER),
            values.number(CoreKeys.KEYS),
            values.integer(CoreKeys.GROUP_MEMBERS),
            values.integer(CoreKeys.FANOUT_MEMBERS),
            values.number(CoreKeys.PRESENCE_SUBSCRIPTIONS));
    }

    /** The same with no more waiting for the journal than its spool may take. */
    CoreSettings unjournaledIn(final long bytesMax) {
        return new CoreSettings(inFlightMax, unacknowledgedMax, payloadBytesMax, unjournaledEntriesMax,
            Math.min(unjournaledBytesMax, bytesMax), inboxEntriesMax, inboxRetentionMs, leaseMs, redeliverMs,
            inboxGraceMs, bodyBytesMax, usersMax, chatsMax, chatsPerUserMax, keysMax, groupMembersMax, fanoutMax,
            presenceMax);
    }
}
