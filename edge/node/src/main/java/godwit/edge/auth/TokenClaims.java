package godwit.edge.auth;

/**
 * What a good token says.
 *
 * @param userId      whose it is; a valid user id.
 * @param deviceId    the only device that may use it, or null for any.
 * @param expiresAtMs from then on it is worth nothing; since 1970.
 */
public record TokenClaims(String userId, String deviceId, long expiresAtMs) {
    /**
     * Whether a device may use the token.
     *
     * @param device the device's id.
     * @return false when the token names another.
     */
    public boolean permitsDevice(final String device) {
        return deviceId == null || deviceId.equals(device);
    }
}
