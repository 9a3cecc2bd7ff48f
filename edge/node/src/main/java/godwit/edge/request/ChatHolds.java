package godwit.edge.request;

import godwit.protocol.codecs.RefusalCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the order of a connection's sends over a refusal: after one send to a chat was refused for now, later ones to that
 * chat are refused too, until the refused one comes again, or for two seconds. Single-threaded.
 */
public final class ChatHolds {
    /** For how long later sends are refused. */
    public static final long HOLD_MS = 2_000;
    /** Chats of one connection that can be held at a time; one more, and the oldest is let go. */
    static final int HOLDS_MAX = 1_024;

    private final List<Hold> holds = new ArrayList<>(0);

    private record Hold(long chatId, String clientMsgId, RefusalCode code, long untilMs) {
    }

    /**
     * A send was refused as UNAVAILABLE or RATE_LIMITED. The first one refused is the one waited for.
     *
     * @param chatId      where it was to go.
     * @param clientMsgId its key.
     * @param code        how it was refused, and how those after it will be.
     * @param nowMs       the time, monotonic.
     */
    public void refused(final long chatId, final String clientMsgId, final RefusalCode code, final long nowMs) {
        expire(nowMs);
        if (indexOf(chatId) < 0) {
            if (holds.size() == HOLDS_MAX) {
                holds.remove(0);
            }
            holds.add(new Hold(chatId, clientMsgId, code, nowMs + HOLD_MS));
        }
    }

    /**
     * A send was refused that came before every one that is held or awaited in its chat: it is the one waited for now.
     *
     * @param chatId      where it was to go.
     * @param clientMsgId its key.
     * @param code        how it was refused, and how those after it will be.
     * @param nowMs       the time, monotonic.
     */
    public void refusedEarlier(final long chatId, final String clientMsgId, final RefusalCode code, final long nowMs) {
        release(chatId);
        refused(chatId, clientMsgId, code, nowMs);
    }

    /** Nothing is awaited in that chat any more: whoever knows of an earlier one holds it. */
    public void release(final long chatId) {
        final int index = indexOf(chatId);
        if (index >= 0) {
            holds.remove(index);
        }
    }

    /**
     * Judges a send; the awaited one ends the hold.
     *
     * @param chatId      where it is to go.
     * @param clientMsgId its key.
     * @param nowMs       the time, monotonic.
     * @return null when it may pass, else how to refuse it.
     */
    public RefusalCode judge(final long chatId, final String clientMsgId, final long nowMs) {
        if (holds.isEmpty()) {
            return null;
        }
        expire(nowMs);
        final int index = indexOf(chatId);
        if (index < 0) {
            return null;
        }
        final Hold hold = holds.get(index);
        if (hold.clientMsgId.equals(clientMsgId)) {
            holds.remove(index);
            return null;
        }
        return hold.code;
    }

    private void expire(final long nowMs) {
        while (!holds.isEmpty() && holds.get(0).untilMs <= nowMs) {
            holds.remove(0);
        }
    }

    private int indexOf(final long chatId) {
        for (int i = 0; i < holds.size(); i++) {
            if (holds.get(i).chatId == chatId) {
                return i;
            }
        }
        return -1;
    }
}
