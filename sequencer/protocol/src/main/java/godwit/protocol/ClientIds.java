package godwit.protocol;

/**
 * What a user id, a device id and a client's idempotency key may look like.
 * <p>
 * Stateless; any thread.
 */
public final class ClientIds {
    private ClientIds() {
    }

    /**
     * Whether a text may be a user id or a device id.
     *
     * @param text anything.
     * @return true for 1 to {@link ProtocolLimits#ID_LENGTH_MAX} characters of {@code A-Z a-z 0-9 _ . @ - + : |}.
     */
    public static boolean isId(final CharSequence text) {
        if (!hasLength(text, ProtocolLimits.ID_LENGTH_MAX)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a text may be a client's msg_id or client_chat_id.
     *
     * @param text anything.
     * @return true for 1 to {@link ProtocolLimits#KEY_LENGTH_MAX} printable ASCII characters.
     */
    public static boolean isKey(final CharSequence text) {
        if (!hasLength(text, ProtocolLimits.KEY_LENGTH_MAX)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasLength(final CharSequence text, final int lengthMax) {
        return text.length() >= 1 && text.length() <= lengthMax;
    }

    private static boolean isIdCharacter(final char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.@-+:|".indexOf(c) >= 0;
    }
}
