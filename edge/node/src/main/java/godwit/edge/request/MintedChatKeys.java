package godwit.edge.request;

import java.util.UUID;

/**
 * Keys for the creations of groups whose client gave none, so that a creation that the edge offers again makes no second
 * group. They begin with DEL, which no client's may have: a client's are printable. Never shown to clients. Any thread.
 */
public final class MintedChatKeys {
    private static final char MARK = '\u007f';

    private MintedChatKeys() {
    }

    /**
     * A new one.
     *
     * @return 37 ASCII characters, within the bound of a client's key.
     */
    public static String mint() {
        return MARK + UUID.randomUUID().toString();
    }

    /**
     * What a client may see of a chat's key.
     *
     * @param key as the shard tells it; empty: the chat has none.
     * @return the client's own, or empty.
     */
    public static String shown(final String key) {
        return !key.isEmpty() && key.charAt(0) == MARK ? "" : key;
    }
}
