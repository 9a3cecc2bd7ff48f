package godwit.core;

import org.agrona.DirectBuffer;

/** Members of a chat as shards tell each other of them; valid during the call. */
public interface LinkedMembers {
    /** How many. */
    int count();

    /** Whose; the view is good until the next call of this method. */
    DirectBuffer userId(int index);

    /** The user's partition. */
    int partition(int index);

    /** The user's role, of {@link ChatView}. */
    int role(int index);

    /** The first entry of one of the member's times in the chat; 0: named only, no member at the shard that is told. */
    long fromSequence(int index);

    /** The last entry of that time; 0: it goes on. */
    long toSequence(int index);

    /** How many messages the member wrote. */
    long messages(int index);
}
