package org.streetwarden.api.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Believes an ID token or does not (OpenID Connect Core 1.0, section 3.1.3.7). Thread-safe. */
final class IdTokens {

    /** Signed with the provider's own key: neither by nobody nor with a secret that a client knows too. */
    private static final Set<JWSAlgorithm> SIGNED_BY = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int MOST_CHARS = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String issuer;
    private final String clientId;
    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final Clock clock;

    IdTokens(String issuer, String clientId, JWKSource<SecurityContext> keys, Clock clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clock = clock;
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(SIGNED_BY, keys));
        signatures.setJWTClaimsSetVerifier((claims, context) -> {}); // they are checked here, by our own clock
    }

    /**
     * What a token says.
     *
     * @param nonce that it was asked for with
     * @throws SignInRefused naming the first thing that is wrong with it
     */
    JsonNode read(String token, String nonce) throws SignInRefused, ProviderAway {
        if (token.length() > MOST_CHARS) {
            throw new SignInRefused("the ID token is longer than %d characters".formatted(MOST_CHARS));
        }
        JWTClaimsSet claims = signed(token);
        expect(issuer.equals(claims.getIssuer()), "iss", issuer, claims.getIssuer());
        expect(List.of(clientId).equals(claims.getAudience()), "aud", clientId + " alone", claims.getAudience());
        Object party = claims.getClaim("azp");
        expect(party == null || clientId.equals(party), "azp", clientId, party);
        Instant now = clock.instant();
        expect(
                isAfter(claims.getExpirationTime(), now.minus(CLOCKS_DIFFER)),
                "exp",
                "a time to come",
                claims.getExpirationTime());
        expect(
                isBefore(claims.getIssueTime(), now.plus(CLOCKS_DIFFER)),
                "iat",
                "a time gone by",
                claims.getIssueTime());
        Date from = claims.getNotBeforeTime();
        expect(from == null || isBefore(from, now.plus(CLOCKS_DIFFER)), "nbf", "a time gone by", from);
        String subject = String.valueOf(claims.getSubject());
        expect(
                claims.getSubject() != null && subject.matches("[\\x20-\\x7e]{1,255}"),
                "sub",
                "1 to 255 characters",
                subject);
        expect(isSame(nonce, claims.getClaim("nonce")), "nonce", "the one that was asked for", "another");
        return JSON.valueToTree(claims.toJSONObject());
    }

    private JWTClaimsSet signed(String token) throws SignInRefused, ProviderAway {
        try {
            return signatures.process(token, null);
        } catch (KeySourceException keyless) {
            throw new ProviderAway("its keys: " + keyless.getMessage(), keyless);
        } catch (ParseException | BadJOSEException | JOSEException unsigned) {
            throw new SignInRefused("the ID token: " + SignInRefused.shown(String.valueOf(unsigned.getMessage())));
        }
    }

    private static boolean isAfter(Date time, Instant bound) {
        return time != null && time.toInstant().isAfter(bound);
    }

    private static boolean isBefore(Date time, Instant bound) {
        return time != null && time.toInstant().isBefore(bound);
    }

    private static boolean isSame(String expected, Object found) {
        return found instanceof String text
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(boolean holds, String claim, String expected, Object found) throws SignInRefused {
        if (!holds) {
            throw new SignInRefused("the ID token's %s: expected %s, found %s"
                    .formatted(claim, expected, SignInRefused.shown(String.valueOf(found))));
        }
    }
}
