package godwit.core.chats;

import godwit.core.CoreCommands;
import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.directory.UserIds;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends the members of a chat by pages, in the order in which they joined. A cursor names the member that was shown last and
 * the entry by which it joined. Who is a member all the while is on one of the pages, whoever comes and goes between them:
 * when the one that was shown last went, the page begins with those who joined by the same entry, of whom some may come twice.
 */
final class MemberPages {
    private static final int SLOT_BITS = 28;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
    /** So much of the sequence is in a cursor; the rest is as in the chat's last one. */
    private static final long FROM_MASK = (1L << 34) - 1;

    private final CoreListener listener;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);

    MemberPages(final CoreListener listener, final UserIds ids, final Chats chats, final Members members) {
        this.listener = listener;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
    }

    /** A page behind a cursor; without one the first. Any number is a cursor. */
    void send(
        final long edgeId, final long correlationId, final int chat, final long cursor, final int pageLimit) {
        final int length = pageLimit <= 0 ? CoreLimits.PARTICIPANTS_PAGE_MAX : Math.min(pageLimit, CoreLimits.PARTICIPANTS_PAGE_MAX);
        int member = cursor == CoreCommands.NULL_VALUE ? members.ofChat().first(chat) : behind(chat, cursor);
        int shown = 0;
        int count = 0;
        while (member != 0 && count < length) {
            listener.onParticipant(
                edgeId, correlationId, ids.wrap(members.id(member), userId), members.role(member),
                members.delivered(member), members.read(member));
            shown = member;
            count++;
            member = members.ofChat().next(member);
        }
        listener.onChatDetail(edgeId, correlationId, member == 0 ? CoreCommands.NULL_VALUE : cursor(shown), count);
    }

    private long cursor(final int member) {
        return (members.newestFrom(member) & FROM_MASK) << SLOT_BITS | member;
    }

    private int behind(final int chat, final long cursor) {
        // Who created a chat came with its first entry, also while there is none yet.
        final long last = Math.max(1, chats.lastSequence(chat));
        final long from = Math.max(0, last - (last - (cursor >>> SLOT_BITS) & FROM_MASK));
        final int shown = (int) (cursor & SLOT_MASK);
        if (members.isAmong(chat, shown) && members.newestFrom(shown) == from) {
            return members.ofChat().next(shown);
        }
        int member = members.ofChat().first(chat);
        while (member != 0 && members.newestFrom(member) < from) {
            member = members.ofChat().next(member);
        }
        return member;
    }
}
