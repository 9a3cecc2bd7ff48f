package godwit.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenMinterTest {
    private static final long NOW_MS = 1_800_000_000_123L;
    private static final long HOUR_MS = 3_600_000;

    private final TokenKey key = TokenKey.random();
    private final TokenMinter minter = new TokenMinter(key);
    private final TokenVerifier verifier = new HmacTokenVerifier(key);

    @Test
    void shouldMintWhatTheVerifierTakes() {
        final MintedToken minted = minter.mint("alice", null, HOUR_MS, NOW_MS);
        assertThat(verifier.verify(minted.token(), NOW_MS))
            .contains(new TokenClaims("alice", null, 1_800_003_600_000L));
        assertThat(minted.expiresAtMs()).isEqualTo(1_800_003_600_000L);
    }

    @Test
    void shouldTieATokenToADevice() {
        final TokenClaims claims =
            verifier.verify(minter.mint("alice", "phone-1", HOUR_MS, NOW_MS).token(), NOW_MS).orElseThrow();
        assertThat(claims.permitsDevice("phone-1")).isTrue();
        assertThat(claims.permitsDevice("phone-2")).isFalse();
        assertThat(new TokenClaims("alice", null, 1).permitsDevice("phone-2")).isTrue();
    }

    @Test
    void shouldMintWhatIsGoodUntilItsLastMillisecondOnly() {
        final MintedToken minted = minter.mint("alice", null, 1_000, NOW_MS);
        assertThat(verifier.verify(minted.token(), minted.expiresAtMs() - 1)).isPresent();
        assertThat(verifier.verify(minted.token(), minted.expiresAtMs())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é", "a\n", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void shouldRefuseIdsThatAreNone(final String id) {
        assertThatThrownBy(() -> minter.mint(id, null, HOUR_MS, NOW_MS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> minter.mint("a", id, HOUR_MS, NOW_MS)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 999, TokenRules.TTL_MS_MAX + 1, Long.MAX_VALUE})
    void shouldRefuseALifeOutOfBounds(final long ttlMs) {
        assertThatThrownBy(() -> minter.mint("alice", null, ttlMs, NOW_MS))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("token life");
    }

    @Test
    void shouldNeverPrintTheToken() {
        final MintedToken minted = minter.mint("alice", null, HOUR_MS, NOW_MS);
        assertThat(minted.toString()).doesNotContain(minted.token());
    }
}
