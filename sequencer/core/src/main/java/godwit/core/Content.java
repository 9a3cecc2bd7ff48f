package godwit.core;

/** What the body of a message is. */
public final class Content {
    /** UTF-8 text. */
    public static final int TEXT = 1;
    /** Opaque bytes. */
    public static final int OPAQUE = 2;

    private Content() {
    }
}
