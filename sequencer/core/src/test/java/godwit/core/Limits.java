package godwit.core;

/** Limits with some of them changed. */
final class Limits {
    private final CoreLimits base;
    private int inFlight;
    private int window;
    private long payloadBytes;
    private long unjournaled;
    private long unjournaledBytes;
    private long inbox;
    private long retentionMs;
    private long graceMs;
    private int chatsPerUser;
    private long users;
    private long chats;
    private long keys;
    private int groupMembers;
    private int fanout;
    private long presence;

    private Limits(final CoreLimits base) {
        this.base = base;
        inFlight = base.inFlightMax();
        window = base.unacknowledgedMax();
        payloadBytes = base.payloadBytesMax();
        unjournaled = base.unjournaledEntriesMax();
        unjournaledBytes = base.unjournaledBytesMax();
        inbox = base.inboxEntriesMax();
        retentionMs = base.inboxRetentionMs();
        graceMs = base.inboxGraceMs();
        chatsPerUser = base.chatsPerUserMax();
        users = base.usersMax();
        chats = base.chatsMax();
        keys = base.keysMax();
        groupMembers = base.groupMembersMax();
        fanout = base.fanoutMax();
        presence = base.presenceMax();
    }

    static Limits of(final CoreLimits base) {
        return new Limits(base);
    }

    Limits inFlight(final int value) {
        inFlight = value;
        return this;
    }

    Limits retentionMs(final long value) {
        retentionMs = value;
        return this;
    }

    Limits graceMs(final long value) {
        graceMs = value;
        return this;
    }

    Limits window(final int value) {
        window = value;
        return this;
    }

    Limits payloadBytes(final long value) {
        payloadBytes = value;
        return this;
    }

    Limits unjournaledEntries(final long value) {
        unjournaled = value;
        return this;
    }

    Limits unjournaledBytes(final long value) {
        unjournaledBytes = value;
        return this;
    }

    Limits inbox(final long value) {
        inbox = value;
        return this;
    }

    Limits chatsPerUser(final int value) {
        chatsPerUser = value;
        return this;
    }

    Limits users(final long value) {
        users = value;
        return this;
    }

    Limits chats(final long value) {
        chats = value;
        return this;
    }

    Limits groupMembers(final int value) {
        groupMembers = value;
        return this;
    }

    Limits fanout(final int value) {
        fanout = value;
        return this;
    }

    Limits presence(final long value) {
        presence = value;
        return this;
    }

    Limits keys(final long value) {
        keys = value;
        return this;
    }

    CoreLimits build() {
        return new CoreLimits(
            inFlight, window, payloadBytes, unjournaled, unjournaledBytes, inbox, retentionMs, base.leaseMs(),
            base.redeliverMs(), graceMs, base.bodyBytesMax(), users, chats, chatsPerUser,
            keys, groupMembers, fanout, presence);
    }
}
