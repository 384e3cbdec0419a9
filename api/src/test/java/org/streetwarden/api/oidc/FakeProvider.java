package org.streetwarden.api.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An OpenID Connect provider at which everybody is already signed in: discovery, authorization code with PKCE, RS256 and ES256,
 * keys that rotate. It holds to the standards unless a test makes it lie.
 */
public final class FakeProvider implements AutoCloseable {

    public static final String CLIENT = "streetwarden";
    public static final String SECRET = "s e+cret/of:the client";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RSAKey FIRST_KEY = firstKey();

    private final HttpServer server;
    private final String redirect;
    private final Clock clock;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger tokenRequests = new AtomicInteger();
    private volatile JWK key = FIRST_KEY;
    private volatile JWKSet published = new JWKSet(key.toPublicJWK());
    private volatile Map<String, Object> person = Map.of();
    private volatile UnaryOperator<JWTClaimsSet.Builder> lie = UnaryOperator.identity();
    private volatile Function<JWTClaimsSet, String> signer = this::signed;
    private volatile boolean away;

    /** @param redirect the one address that people are sent back to */
    public FakeProvider(String redirect, Clock clock) throws IOException {
        this.redirect = redirect;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, 200, metadata()));
        server.createContext("/keys", exchange -> json(exchange, 200, published.toJSONObject()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public String issuer() {
        return "http://" + address();
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who is signed in there from now on. */
    public void person(String subject, String name, Object groups) {
        person = Map.of("sub", subject, "preferred_username", name, "groups", groups);
    }

    /** How its ID tokens are from now on. */
    public void lie(UnaryOperator<JWTClaimsSet.Builder> claims) {
        lie = claims;
    }

    public void sign(Function<JWTClaimsSet, String> by) {
        signer = by;
    }

    /** Honest again. */
    public void behave() {
        lie = UnaryOperator.identity();
        signer = this::signed;
        away = false;
    }

    public void goAway() {
        away = true;
    }

    /** Signs with a new key and ES256, which nobody can know yet. */
    public void changeKey() {
        try {
            key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Tells everybody of its present key, and of no other. */
    public void publish() {
        published = new JWKSet(key.toPublicJWK());
    }

    /** How often somebody brought a code. */
    public int tokenRequests() {
        return tokenRequests.get();
    }

    /** Slow to find, so there is one a process. */
    private static RSAKey firstKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer());
        metadata.put("authorization_endpoint", issuer() + "/authorize?tenant=city");
        metadata.put("token_endpoint", issuer() + "/token");
        metadata.put("jwks_uri", issuer() + "/keys");
        metadata.put("end_session_endpoint", issuer() + "/logout");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        return metadata;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean sound = CLIENT.equals(query.get("client_id"))
                && redirect.equals(query.get("redirect_uri"))
                && "code".equals(query.get("response_type"))
                && List.of(query.getOrDefault("scope", "").split(" ")).contains("openid")
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("code_challenge", "").length() == 43
                && "city".equals(query.get("tenant"));
        if (!sound) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        "%s?code=%s&state=%s&iss=%s&session_state=x"
                                .formatted(redirect, code, query.get("state"), URLEncoder.encode(issuer(), UTF_8)));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests.incrementAndGet();
        Map<String, String> body = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String pair = URLEncoder.encode(CLIENT, UTF_8) + ":" + URLEncoder.encode(SECRET, UTF_8);
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(US_ASCII));
        Map<String, String> asked = codes.remove(body.getOrDefault("code", ""));
        if (away) {
            json(exchange, 503, Map.of());
        } else if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of("error", "invalid_client"));
        } else if (asked == null
                || !"authorization_code".equals(body.get("grant_type"))
                || !redirect.equals(body.get("redirect_uri"))
                || !challenge(body.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
        } else {
            String token = signer.apply(lie.apply(claims(asked.get("nonce"))).build());
            json(exchange, 200, Map.of("access_token", "unused", "token_type", "Bearer", "id_token", token));
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JWTClaimsSet.Builder claims(String nonce) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        person.forEach(claims::claim);
        return claims.issuer(issuer())
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce);
    }

    private String signed(JWTClaimsSet claims) {
        try {
            boolean first = key instanceof RSAKey;
            JWSHeader header = new JWSHeader.Builder(first ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(first ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey()));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(pair.substring(0, equals), UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return values;
    }

    private static void json(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
