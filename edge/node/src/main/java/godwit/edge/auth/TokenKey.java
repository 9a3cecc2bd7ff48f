package godwit.edge.auth;

import java.security.SecureRandom;

/**
 * The secret with which tokens are signed and verified: 256 bits for HMAC-SHA-256.
 */
public final class TokenKey {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private TokenKey(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A key from its bytes.
     *
     * @param bytes {@value #LENGTH} of them; copied.
     * @return the key.
     */
    public static TokenKey of(final byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("token key length=" + bytes.length + ", expected=" + LENGTH);
        }
        return new TokenKey(bytes.clone());
    }

    /**
     * A new key from the system's source of randomness.
     *
     * @return the key.
     */
    public static TokenKey random() {
        final byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new TokenKey(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "TokenKey[secret]";
    }
}
