package godwit.core;

/** Why a shard ended a session. */
public final class SessionEnds {
    /** The same device attached elsewhere. */
    public static final int REPLACED = 1;
    /** The device was removed, or had to make room for another. */
    public static final int REMOVED = 2;

    private SessionEnds() {
    }
}
