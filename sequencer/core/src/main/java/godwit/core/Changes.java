package godwit.core;

/** What about a chat may change. */
public final class Changes {
    /** Users became members. */
    public static final int ADDED = 1;
    /** Members were removed by an administrator. */
    public static final int REMOVED = 2;
    /** A member left. */
    public static final int LEFT = 3;
    /** A member has another role. */
    public static final int ROLE = 4;
    /** The title is another. */
    public static final int TITLE = 5;

    private Changes() {
    }
}
