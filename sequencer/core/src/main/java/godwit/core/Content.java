package godwit.core;

/** What the body of an entry is. */
public final class Content {
    /** UTF-8 text. */
    public static final int TEXT = 1;
    /** Opaque bytes. */
    public static final int OPAQUE = 2;
    /** No message but a change of the chat, written by {@code ChangeBodies}; never by a client. */
    public static final int CHANGE = 3;

    private Content() {
    }
}
