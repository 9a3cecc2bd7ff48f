package godwit.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {
    private static final long NOW_MS = BadTokens.NOW_S * 1_000;
    private static final TokenClaims ALICE = new TokenClaims("alice", null, 1_800_003_600_000L);

    private final TokenKey key = TokenKey.random();
    private final TokenVerifier verifier = new HmacTokenVerifier(key);

    @Test
    void shouldRefuseEveryBadTokenInTheSameWay() throws GeneralSecurityException {
        final Map<String, String> bad = new BadTokens(key.bytes()).all();
        assertThat(bad).hasSizeGreaterThanOrEqualTo(100);
        bad.forEach((why, token) -> assertThat(verifier.verify(token, NOW_MS)).as(why).isEmpty());
    }

    @Test
    void shouldRefuseNoToken() {
        assertThat(verifier.verify(null, NOW_MS)).isEmpty();
    }

    @Test
    void shouldTakeAGoodToken() throws GeneralSecurityException {
        assertThat(verifier.verify(signed(BadTokens.HEADER, BadTokens.CLAIMS), NOW_MS)).contains(ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"alg\":\"HS256\"}", "{\"typ\":\"jwt\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":\"../k\",\"jku\":\"http://x/\",\"jwk\":{\"kty\":\"oct\"},\"x5u\":\"http://x/\"}",
    })
    void shouldIgnoreWhatTheHeaderOffersBesides(final String header) throws GeneralSecurityException {
        assertThat(verifier.verify(signed(header, BadTokens.CLAIMS), NOW_MS)).contains(ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ",\"nbf\":1800000060}", ",\"iat\":1800000060}", ",\"nbf\":0,\"iat\":0}", ",\"roles\":[\"x\"],\"jti\":\"7\"}",
    })
    void shouldAllowAMinuteOfSkewAndClaimsOfOthers(final String end) throws GeneralSecurityException {
        assertThat(verifier.verify(signed(BadTokens.HEADER, BadTokens.CLAIMS.replace("}", end)), NOW_MS))
            .contains(ALICE);
    }

    @Test
    void shouldTakeAnAudienceInAList() throws GeneralSecurityException {
        final String claims = BadTokens.CLAIMS.replace("\"aud\":\"godwit\"", "\"aud\":[\"godwit\"]");
        assertThat(verifier.verify(signed(BadTokens.HEADER, claims), NOW_MS)).contains(ALICE);
    }

    private String signed(final String header, final String claims) throws GeneralSecurityException {
        return BadTokens.signed(key.bytes(), header, claims);
    }
}
