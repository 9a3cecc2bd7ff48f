package godwit.core.inbox;

import godwit.core.users.UserTables;

/**
 * Looks at the records that an entry of a chat is about to need, so that they are on their way from memory while the chat's
 * owner has other work: each leads to the next, and one after the other they take longer than all that is done with them.
 * Changes nothing, and nothing depends on what it saw. Of a group the first and the last member stand for all.
 */
final class Ahead {
    private final UserTables tables;
    private int first;
    private int last;
    private int firstCursor;
    private int lastCursor;
    private int firstDevice;
    private int lastDevice;
    /** What was seen goes here, or nothing would be looked at. */
    private long seen;

    Ahead(final UserTables tables) {
        this.tables = tables;
    }

    /** The next of the steps, of which each needs what the one before saw. */
    void look(final long chatId, final int step) {
        switch (step) {
            case 0:
                final int feed = tables.feeds().find(chatId);
                first = feed == 0 ? 0 : tables.memberships().ofFeed().first(feed);
                last = feed == 0 ? 0 : tables.memberships().ofFeed().last(feed);
                break;
            case 1:
                firstCursor = first == 0 ? 0 : tables.cursors().ofMembership().first(first);
                lastCursor = last == 0 ? 0 : tables.cursors().ofMembership().first(last);
                break;
            case 2:
                firstDevice = device(first, firstCursor);
                lastDevice = device(last, lastCursor);
                seen += seeUser(first) + seeUser(last);
                break;
            default:
                seen += seeDevice(firstDevice) + seeDevice(lastDevice);
                break;
        }
    }

    private int device(final int membership, final int cursor) {
        if (cursor != 0) {
            return tables.cursors().device(cursor);
        }
        return membership == 0 ? 0 : tables.devices().ofUser().first(tables.memberships().user(membership));
    }

    private int seeUser(final int membership) {
        return membership == 0 ? 0 : tables.users().deviceCount(tables.memberships().user(membership))
            + tables.ownRuns().ofMembership().last(membership);
    }

    private long seeDevice(final int device) {
        return device == 0 ? 0 : tables.devices().session(device);
    }
}
