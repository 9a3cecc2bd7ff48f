package godwit.core.link;

import java.util.Arrays;

/** Members of a chat by their interned ids, each with one of its times in the chat, oldest times first. Reused. */
public final class MemberList {
    private static final int WORDS = 3;

    private int[] ids = new int[32];
    private int[] roles = new int[32];
    private long[] words = new long[32 * WORDS];
    private int count;

    /** How many. */
    public int count() {
        return count;
    }

    /** The interned id. */
    public int id(final int index) {
        return ids[index];
    }

    /** The role. */
    public int role(final int index) {
        return roles[index];
    }

    /** The first entry of that time; 0: named only. */
    public long fromSequence(final int index) {
        return words[index * WORDS];
    }

    /** The last entry of that time; 0: it goes on. */
    public long toSequence(final int index) {
        return words[index * WORDS + 1];
    }

    /** How many messages the member wrote. */
    public long messages(final int index) {
        return words[index * WORDS + 2];
    }

    /** Forgets all. */
    public void clear() {
        count = 0;
    }

    /** Adds one. */
    public void add(final int id, final int role, final long from, final long to, final long messages) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
            roles = Arrays.copyOf(roles, count * 2);
            words = Arrays.copyOf(words, count * 2 * WORDS);
        }
        ids[count] = id;
        roles[count] = role;
        words[count * WORDS] = from;
        words[count * WORDS + 1] = to;
        words[count * WORDS + 2] = messages;
        count++;
    }
}
