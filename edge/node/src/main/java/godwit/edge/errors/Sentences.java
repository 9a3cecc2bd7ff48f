package godwit.edge.errors;

/**
 * Sentences of ERRORs that more than one place says, and that must not differ between them.
 */
public final class Sentences {
    /** With {@link ErrorCode#FORBIDDEN}: no way to learn whether the chat exists. */
    public static final String NO_SUCH_CHAT = "not a member of this chat, or there is no such chat";

    private Sentences() {
    }
}
