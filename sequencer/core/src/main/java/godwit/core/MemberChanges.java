package godwit.core;

import org.agrona.DirectBuffer;

/** Members that came, went or have another role, as the listener sees them; valid during the call. */
public interface MemberChanges {
    /** Stands for the role of one who is no member any more. */
    int GONE = 0;

    /** How many. */
    int count();

    /** Whose; the view is good until the next call of this method. */
    DirectBuffer userId(int index);

    /** The role now, of {@link ChatView}, or {@link #GONE}. */
    int role(int index);
}
