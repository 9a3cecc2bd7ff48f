package godwit.edge.session;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * How often one connection's typing goes on: a start at most once a second and chat, and a stop as often, or at once after
 * a start that went on, so that nobody is left typing. Single-threaded.
 */
final class TypingRate {
    static final long SPACING_MS = 1_000;
    /** Of more chats at a time the connection's rate of frames alone is the bound. */
    static final int CHATS_MAX = 64;

    private final Long2ObjectHashMap<Said> saidOf = new Long2ObjectHashMap<>();

    /** What went on of one chat, and when. */
    private static final class Said {
        private long startMs;
        private long stopMs;
        private boolean started;

        private Said(final long nowMs) {
            startMs = nowMs - SPACING_MS;
            stopMs = startMs;
        }
    }

    /** Whether it goes on; else nobody is told. */
    boolean passes(final long chatId, final boolean starts, final long nowMs) {
        Said said = saidOf.get(chatId);
        if (said == null) {
            if (saidOf.size() == CHATS_MAX) {
                saidOf.clear();
            }
            said = new Said(nowMs);
            saidOf.put(chatId, said);
        }
        final boolean passes = nowMs - (starts ? said.startMs : said.stopMs) >= SPACING_MS || !starts && said.started;
        if (passes && starts) {
            said.startMs = nowMs;
        } else if (passes) {
            said.stopMs = nowMs;
        }
        said.started = passes ? starts : said.started;
        return passes;
    }
}
