package godwit.edge.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that must be refused, by what is wrong with each; made by hand, without the library that the verifier uses.
 */
final class BadTokens {
    static final long NOW_S = 1_800_000_000L;
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    static final String CLAIMS = "{\"iss\":\"godwit\",\"aud\":\"godwit\",\"sub\":\"alice\",\"exp\":1800003600}";

    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final byte[] key;

    BadTokens(final byte[] key) throws GeneralSecurityException {
        this.key = key.clone();
        addForms();
        addSignatures();
        addHeaders();
        addClaims();
        addTimes();
        addJson();
    }

    Map<String, String> all() {
        return tokens;
    }

    static String signed(final byte[] key, final String header, final String claims) throws GeneralSecurityException {
        return signedRaw(key, base64(header), base64(claims));
    }

    private static String signedRaw(final byte[] key, final String header, final String claims)
        throws GeneralSecurityException {
        return header + '.' + claims + '.' + mac("HmacSHA256", key, header + '.' + claims);
    }

    private void addForms() throws GeneralSecurityException {
        final String good = signed(key, HEADER, CLAIMS);
        tokens.put("empty", "");
        tokens.put("a dot", ".");
        tokens.put("two dots", "..");
        tokens.put("not a token", "alice");
        tokens.put("two parts", good.substring(0, good.lastIndexOf('.')));
        tokens.put("four parts", good + ".AAAA");
        tokens.put("five parts", good + ".AAAA.AAAA");
        tokens.put("space before", ' ' + good);
        tokens.put("space behind", good + ' ');
        tokens.put("newline behind", good + '\n');
        tokens.put("NUL behind", good + '\0');
        tokens.put("padding behind", good + '=');
        tokens.put("space within", good.replace(".", " ."));
        tokens.put("Bearer before", "Bearer " + good);
        tokens.put("other base64", signedRaw(key, base64(HEADER), "+/+/"));
        tokens.put("other letters", good.replace('e', '\u0435'));
        tokens.put("too long", signed(key, HEADER, CLAIMS.replace("}", ",\"pad\":\"" + "x".repeat(4_000) + "\"}")));
        tokens.put("a megabyte", "x".repeat(1 << 20));
        tokens.put("a megabyte of dots", ".".repeat(1 << 20));
        tokens.put("as JSON", "{\"payload\":\"" + base64(CLAIMS) + "\",\"signatures\":[]}");
    }

    private void addSignatures() throws GeneralSecurityException {
        final String unsigned = base64(HEADER) + '.' + base64(CLAIMS);
        final String mac = mac("HmacSHA256", key, unsigned);
        tokens.put("no signature", unsigned + '.');
        tokens.put("signature of zeros", unsigned + '.' + Base64.getUrlEncoder().withoutPadding()
            .encodeToString(new byte[32]));
        tokens.put("signature cut", unsigned + '.' + mac.substring(0, 42));
        tokens.put("signature longer", unsigned + '.' + mac + "AA");
        tokens.put("signature spelled otherwise", unsigned + '.' + mac.substring(0, 42) + (char) (mac.charAt(42) + 1));
        tokens.put("one bit changed", unsigned + '.' + (mac.charAt(0) == 'A' ? 'B' : 'A') + mac.substring(1));
        tokens.put("another key", signed(new byte[32], HEADER, CLAIMS));
        tokens.put("an empty key", signed(new byte[1], HEADER, CLAIMS));
        tokens.put("HS512", unsigned + '.' + mac("HmacSHA512", key, unsigned));
        tokens.put("HS1", unsigned + '.' + mac("HmacSHA1", key, unsigned));
        tokens.put("claims changed", base64(HEADER) + '.' + base64(CLAIMS.replace("alice", "bob")) + '.' + mac);
        tokens.put("header changed", base64(HEADER + ' ') + '.' + base64(CLAIMS) + '.' + mac);
        tokens.put("RS256", asymmetric("RS256", "RSA", "SHA256withRSA"));
        tokens.put("ES256", asymmetric("ES256", "EC", "SHA256withECDSAinP1363Format"));
        tokens.put("ES256 of zeros", base64("{\"alg\":\"ES256\"}") + '.' + base64(CLAIMS) + '.'
            + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
    }

    private void addHeaders() throws GeneralSecurityException {
        for (final String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            final String header = "{\"alg\":\"" + none + "\"}";
            tokens.put("alg " + none + " unsigned", base64(header) + '.' + base64(CLAIMS) + '.');
            header("alg " + none, header);
        }
        header("alg HS512 under our MAC", "{\"alg\":\"HS512\"}");
        header("alg RS256 under our MAC", "{\"alg\":\"RS256\"}");
        header("alg in lower case", "{\"alg\":\"hs256\"}");
        header("alg missing", "{\"typ\":\"JWT\"}");
        header("alg a number", "{\"alg\":256}");
        header("alg null", "{\"alg\":null}");
        header("alg a list", "{\"alg\":[\"HS256\"]}");
        header("alg twice", "{\"alg\":\"none\",\"alg\":\"HS256\"}");
        header("crit", "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}");
        header("crit empty", "{\"alg\":\"HS256\",\"crit\":[]}");
        header("crit null", "{\"alg\":\"HS256\",\"crit\":null}");
        header("b64", "{\"alg\":\"HS256\",\"b64\":false}");
        header("another typ", "{\"alg\":\"HS256\",\"typ\":\"JWE\"}");
        header("header no object", "[\"HS256\"]");
        header("header empty", "");
        header("header followed by more", HEADER + HEADER);
        header("header in UTF-16", "\0{\0\"\0a");
        header("header deep", "{\"alg\":\"HS256\",\"a\":" + "[".repeat(100) + "]".repeat(100) + "}");
        foreignKey("jwk", "{\"kty\":\"oct\",\"k\":\"" + Base64.getUrlEncoder().encodeToString(new byte[32]) + "\"}");
        foreignKey("jku", "\"http://127.0.0.1:1/keys\"");
        foreignKey("x5u", "\"http://127.0.0.1:1/cert\"");
        foreignKey("kid", "\"../../../../dev/null\"");
        foreignKey("kid", "\"' UNION SELECT 'AAAA\"");
    }

    private void addClaims() throws GeneralSecurityException {
        for (final String name : new String[] {"iss", "aud", "sub", "exp"}) {
            claims(name + " missing", CLAIMS.replace('"' + name + '"', "\"x\""));
            claims(name + " null", CLAIMS.replaceFirst('"' + name + "\":(\"\\w+\"|\\d+)", '"' + name + "\":null"));
            claims(name + " twice", CLAIMS.replaceFirst("(\"" + name + "\":(\"\\w+\"|\\d+))", "$1,$1"));
        }
        claims("another issuer", CLAIMS.replace("\"iss\":\"godwit\"", "\"iss\":\"Godwit\""));
        claims("issuer a list", CLAIMS.replace("\"iss\":\"godwit\"", "\"iss\":[\"godwit\"]"));
        claims("another audience", CLAIMS.replace("\"aud\":\"godwit\"", "\"aud\":\"godwit-admin\""));
        claims("two audiences", CLAIMS.replace("\"aud\":\"godwit\"", "\"aud\":[\"godwit\",\"other\"]"));
        claims("no audience", CLAIMS.replace("\"aud\":\"godwit\"", "\"aud\":[]"));
        claims("sub a number", CLAIMS.replace("\"alice\"", "7"));
        claims("sub empty", CLAIMS.replace("alice", ""));
        claims("sub with a space", CLAIMS.replace("alice", "ali ce"));
        claims("sub with NUL", CLAIMS.replace("alice", "alice\\u0000"));
        claims("sub not ASCII", CLAIMS.replace("alice", "alic\u00e9"));
        claims("sub too long", CLAIMS.replace("alice", "a".repeat(65)));
        for (final String device : new String[] {"7", "\"\"", "\"a b\"", "null", "[\"d\"]", "\"" + "d".repeat(65) + "\""}) {
            claims("device_id " + device, CLAIMS.replace("}", ",\"device_id\":" + device + "}"));
        }
    }

    private void addTimes() throws GeneralSecurityException {
        exp("expired long ago", "1");
        exp("expired just now", Long.toString(NOW_S));
        exp("exp negative", "-1");
        exp("exp a string", "\"1800003600\"");
        exp("exp a fraction", "1800003600.5");
        exp("exp with an exponent", "1.8e12");
        exp("exp in milliseconds", "1800003600000");
        exp("exp beyond 64 bits", "99999999999999999999");
        exp("exp overflowing", "9223372036854775807");
        for (final String name : new String[] {"nbf", "iat"}) {
            final String begin = CLAIMS.substring(0, CLAIMS.length() - 1) + ",\"" + name + "\":";
            claims(name + " ahead", begin + (NOW_S + 61) + "}");
            claims(name + " a string", begin + "\"1\"}");
            claims(name + " negative", begin + "-1}");
            claims(name + " null", begin + "null}");
        }
    }

    private void addJson() throws GeneralSecurityException {
        claims("claims a list", '[' + CLAIMS + ']');
        claims("claims cut", CLAIMS.substring(0, CLAIMS.length() - 1));
        claims("claims followed by more", CLAIMS + CLAIMS);
        claims("claims empty", "");
        claims("claims no JSON", "alice");
        claims("claims deep", CLAIMS.replace("}", ",\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        claims("unknown claim twice", CLAIMS.replace("}", ",\"a\":1,\"a\":2}"));
    }

    private void header(final String name, final String header) throws GeneralSecurityException {
        tokens.put(name, signed(key, header, CLAIMS));
    }

    private void claims(final String name, final String claims) throws GeneralSecurityException {
        tokens.put(name, signed(key, HEADER, claims));
    }

    private void exp(final String name, final String value) throws GeneralSecurityException {
        claims(name, CLAIMS.replace("1800003600", value));
    }

    /** The header offers a key, and the token is signed with that one. */
    private void foreignKey(final String name, final String value) throws GeneralSecurityException {
        tokens.put(name + ' ' + value, signed(new byte[32], "{\"alg\":\"HS256\",\"" + name + "\":" + value + "}", CLAIMS));
    }

    private static String asymmetric(final String algorithm, final String keys, final String signature)
        throws GeneralSecurityException {
        final KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
        final String signed = base64("{\"alg\":\"" + algorithm + "\"}") + '.' + base64(CLAIMS);
        final Signature signer = Signature.getInstance(signature);
        signer.initSign(pair.getPrivate());
        signer.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    }

    private static String mac(final String algorithm, final byte[] key, final String text)
        throws GeneralSecurityException {
        final Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return Base64.getUrlEncoder().withoutPadding()
            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(final String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
