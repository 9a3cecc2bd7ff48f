package godwit.edge.presence;

/** What connections may want to know, and how often shards are asked. */
final class PresenceLimits {
    /** Users in one command to a shard. */
    static final int USERS_PER_COMMAND_MAX = 100;
    /** Users that one connection may want to know of: its contacts, several times over. */
    static final int WANTS_PER_CONNECTION_MAX = 1_000;
    /** PRESENCE_SUBSCRIBEs of a connection that may be unanswered: each may be 500 look-ups for the shards. */
    static final int SUBSCRIBING_MAX = 4;
    /** When to try again after too many of them. */
    static final long SUBSCRIBING_RETRY_MS = 100;
    /** When to try again after all connections together wanted too much. */
    static final long FULL_RETRY_MS = 1_000;
    /** What a user that a connection wants to know of takes on the heap, about, if nobody else does. */
    static final long WANT_BYTES = 320;
    /** Commands in one duty cycle. */
    static final int COMMANDS_PER_CYCLE_MAX = 16;
    /** Between two commands that ask once more for what was known: 10,000 users a second. */
    static final long AGAIN_PACE_MS = 10;
    /** Between two times that a shard is asked whether a user who wrote, not for the first time, may be shown now. */
    static final long CONTACT_PACE_MS = 60_000;
    /** When it is asked once more. */
    static final long[] CONTACT_PAUSES_MS = {2_000};
    /** Between two times after a first word of the user, which only the user's joining another chat makes possible. */
    static final long FIRST_WORD_PACE_MS = 250;
    /**
     * When it is asked again after that, answer by answer: the user's shard hears of it within milliseconds, after a while if
     * its leader changes, and if that takes longer than all of these together the user's next word is asked for.
     */
    static final long[] FIRST_WORD_PAUSES_MS = {250, 1_000, 4_000, 16_000, 60_000};
    /** How long it is remembered that a user was pushed another's first word: a client subscribes after that at once. */
    static final long FIRST_WORDS_MS = 60_000;
    /** How often it is looked which of them are over. */
    static final long FIRST_WORDS_PACE_MS = 1_000;
    /** How many of those, of 250 bytes about: the oldest are forgotten. */
    static final int FIRST_WORDS_MAX = 10_000;
    /** When it is asked again if there was no answer. */
    static final long CONTACT_RETRY_MS = 2_000;
    /** The core's number of the detail for too many subscriptions. */
    static final int PRESENCE_FULL = 21;

    private PresenceLimits() {
    }
}
