package godwit.core.inbox;

import godwit.core.link.MemberList;
import godwit.core.users.UserTables;
import java.util.Arrays;

/** Of which users of this shard a chat's owner tells of the time by which they are in the chat here. No part of the state. */
final class ToldTimes {
    private final UserTables tables;
    private int[] memberships = new int[0];
    private int count;

    ToldTimes(final UserTables tables) {
        this.tables = tables;
    }

    /** Looks through what is told of a chat. */
    void look(final int feed, final MemberList members) {
        count = 0;
        if (memberships.length < members.count()) {
            memberships = new int[members.count()];
        }
        final long chatId = tables.feeds().chatId(feed);
        for (int i = 0; i < members.count(); i++) {
            final int user = members.fromSequence(i) == 0 ? 0 : tables.ids().user(members.id(i));
            final int membership = user == 0 ? 0 : tables.memberships().find(user, chatId);
            if (membership != 0 && tables.memberships().newestFrom(membership) == members.fromSequence(i)) {
                memberships[count++] = membership;
            }
        }
        Arrays.sort(memberships, 0, count);
    }

    /** Whether what was looked through tells of it. */
    boolean contains(final int membership) {
        return Arrays.binarySearch(memberships, 0, count, membership) >= 0;
    }
}
