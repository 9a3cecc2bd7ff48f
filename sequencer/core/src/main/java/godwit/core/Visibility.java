package godwit.core;

/** Who may see a user's presence. */
public final class Visibility {
    /** Those with whom the user has a direct chat that the user created or has written in. */
    public static final int CONTACTS = 1;
    /** Nobody. */
    public static final int NOBODY = 2;

    private Visibility() {
    }
}
