package godwit.edge.fanout;

import java.util.Arrays;

/**
 * The local connections that follow one chat's subscription, as an array to walk through. Single-threaded.
 */
public final class ChatFollowers {
    private static final int LENGTH_INITIAL = 4;

    private final Followers all;
    private final long chatId;
    private LiveChat[] followers = new LiveChat[LENGTH_INITIAL];
    private int count;

    ChatFollowers(final Followers all, final long chatId) {
        this.all = all;
        this.chatId = chatId;
    }

    long chatId() {
        return chatId;
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** One of them, in no order; who ceases to follow is replaced by the last. */
    public LiveChat get(final int index) {
        return followers[index];
    }

    int add(final LiveChat follower) {
        if (count == followers.length) {
            followers = Arrays.copyOf(followers, count * 2);
        }
        followers[count] = follower;
        return count++;
    }

    void remove(final int index) {
        final LiveChat last = followers[--count];
        followers[count] = null;
        if (index < count) {
            followers[index] = last;
            last.movedTo(index);
        }
        if (count == 0) {
            all.remove(this);
        }
    }
}
