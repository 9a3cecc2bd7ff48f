package godwit.edge.auth;

import java.util.Base64;

/**
 * Strict base64url without padding, of which every sequence of bytes has exactly one text: a token can't be spelled in
 * two ways.
 */
final class Base64UrlText {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64UrlText() {
    }

    /** The bytes, or null. */
    static byte[] decode(final String text) {
        try {
            final byte[] bytes = DECODER.decode(text);
            return ENCODER.encodeToString(bytes).equals(text) ? bytes : null;
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }
}
