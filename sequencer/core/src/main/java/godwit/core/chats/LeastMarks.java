package godwit.core.chats;

import java.util.Arrays;

/**
 * Finds of a chat's members the two that received least and the two that read least. What was found is kept for some chats,
 * since marks only grow: while nobody comes or goes and those found stay where they are, it is still so. No state: who looks
 * anew finds the same.
 */
final class LeastMarks {
    private static final int KEPT = 256;
    private static final int FOUND = 4;
    private static final int READ = 2;

    private final Chats chats;
    private final Members members;
    private final int[] keptOf = new int[KEPT];
    private final long[] versions = new long[KEPT];
    private final int[][] kept = new int[KEPT][FOUND];
    private final long[][] marks = new long[KEPT][FOUND];

    LeastMarks(final Chats chats, final Members members) {
        this.chats = chats;
        this.members = members;
    }

    /** The two least received, the two least read, of a chat of two members or more; good until the next call. */
    int[] of(final int chat) {
        final int place = chat & KEPT - 1;
        if (keptOf[place] != chat || versions[place] != chats.version(chat) || haveMoved(place)) {
            look(chat, kept[place]);
            keptOf[place] = chat;
            versions[place] = chats.version(chat);
            for (int i = 0; i < FOUND; i++) {
                marks[place][i] = mark(kept[place][i], i);
            }
        }
        return kept[place];
    }

    private boolean haveMoved(final int place) {
        boolean moved = false;
        for (int i = 0; i < FOUND && !moved; i++) {
            moved = mark(kept[place][i], i) != marks[place][i];
        }
        return moved;
    }

    private void look(final int chat, final int[] least) {
        Arrays.fill(least, 0);
        for (int member = members.ofChat().first(chat); member != 0; member = members.ofChat().next(member)) {
            consider(least, member, 0);
            consider(least, member, READ);
        }
    }

    private void consider(final int[] least, final int member, final int at) {
        final long mark = mark(member, at);
        if (least[at] == 0 || mark < mark(least[at], at)) {
            least[at + 1] = least[at];
            least[at] = member;
        } else if (least[at + 1] == 0 || mark < mark(least[at + 1], at)) {
            least[at + 1] = member;
        }
    }

    private long mark(final int member, final int at) {
        return at < READ ? members.delivered(member) : members.read(member);
    }
}
