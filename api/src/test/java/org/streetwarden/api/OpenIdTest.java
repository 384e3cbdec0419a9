package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.oidc.FakeProvider;

/** Signing in by another server's word, through the api and a provider that speaks the real protocol. */
class OpenIdTest {

    private static final String PUBLIC = "http://console.example";
    private static final String CALLBACK = "/api/v1/session/oidc/callback";
    private static final Hands CLOCK = new Hands(Records.NOON);

    @TempDir
    static Path folder;

    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static Peers peers;
    private static FakeProvider provider;
    private static Api api;
    private static Web stranger;
    private static Web security;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        provider = new FakeProvider(PUBLIC + CALLBACK, CLOCK);
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_PUBLIC_URL", PUBLIC);
        environment.put("STREETWARDEN_OIDC", configuration(provider.address()).toString());
        api = Api.start(ApiSettings.from(environment), CLOCK);
        stranger = Web.stranger(api.port());
        security = Web.as(Peers.key(Role.SECURITY_ADMIN), api.port());
        Peers.await("schema", () -> stranger.get("/readyz").statusCode() == 200);
    }

    private static Path configuration(String allowed) throws IOException {
        Files.writeString(folder.resolve("oidc.secret"), FakeProvider.SECRET + "\n");
        return Files.writeString(folder.resolve("oidc.yaml"), """
                issuer: %s
                client-id: streetwarden
                client-secret: file:oidc.secret
                button: {zh: 市统一身份认证, en: City sign-in}
                plain-http: true
                allow: ["%s"]
                roles:
                  - {claim: groups, value: reviewers, roles: [reviewer]}
                  - {claim: groups, value: operators, roles: [operator]}
                  - {claim: groups, value: givers, roles: [security-admin]}
                sees:
                  - {claim: groups, value: operators, city: true}
                  - {claim: groups, value: givers, city: true}
                  - {claim: groups, value: reviewers, grids: ["370126001001"]}
                """.formatted(provider.issuer(), allowed));
    }

    @AfterAll
    static void stop() {
        api.close();
        provider.close();
        peers.close();
    }

    @BeforeEach
    void behave() {
        provider.behave();
    }

    /** One way there and back, as a browser goes it. */
    private record Way(String cookie, String back) {}

    /** Eleven minutes after the last, because the log counts refusals of ten. */
    private static Way go(String next) throws Exception {
        CLOCK.set(CLOCK.instant().plus(Duration.ofMinutes(11)));
        HttpResponse<byte[]> begun = stranger.send(
                "POST",
                "/api/v1/session/oidc",
                "{\"next\":\"%s\"}".formatted(next).getBytes(UTF_8),
                "Content-Type",
                "application/json");
        assertThat(begun.statusCode()).isEqualTo(200);
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Lax", "Max-Age=600");
        HttpResponse<Void> sent = BROWSER.send(
                HttpRequest.newBuilder(
                                URI.create(Web.json(begun).get("location").asText()))
                        .build(),
                BodyHandlers.discarding());
        assertThat(sent.statusCode()).isEqualTo(302);
        String back = sent.headers().firstValue("Location").orElseThrow();
        assertThat(back).startsWith(PUBLIC + CALLBACK);
        return new Way(cookie.replaceFirst(";.*", ""), back.substring(PUBLIC.length()));
    }

    private static HttpResponse<byte[]> comeBack(Way way) {
        return stranger.get(way.back(), "Cookie", way.cookie());
    }

    private static String location(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** @return the session's cookie; empty where it was refused */
    private static String session(HttpResponse<byte[]> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("streetwarden="))
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .findFirst()
                .orElse("");
    }

    private static JsonNode caller(String session) {
        return Web.json(stranger.get("/api/v1/session", "Cookie", session));
    }

    private static List<String> acts() {
        List<String> acts = new ArrayList<>();
        Web.json(Web.as(Peers.key(Role.AUDIT_ADMIN), api.port()).get("/api/v1/log/entries?limit=1000"))
                .get("entries")
                .forEach(entry -> acts.add(entry.at("/entry/action").asText() + " "
                        + entry.at("/entry/who").asText() + ": "
                        + entry.at("/entry/subject").asText()));
        return acts;
    }

    /** Nobody comes in, nothing is set, and the log says why. */
    private static void refused(Way way, String why) {
        HttpResponse<byte[]> answer = comeBack(way);
        assertThat(location(answer)).as(why).isEqualTo("/login?refused=oidc");
        assertThat(session(answer)).isEmpty();
        assertThat(acts().getLast())
                .startsWith("SIGN_IN_REFUSED : by OpenID Connect: ")
                .contains(why);
    }

    private static void refused(UnaryOperator<JWTClaimsSet.Builder> lie, String why) throws Exception {
        provider.behave();
        provider.lie(lie);
        refused(go("/"), why);
    }

    @Test
    void signsInWhomTheProviderProvesAndGivesWhatTheTableSays() throws Exception {
        provider.person("sub-1", "何", List.of("operators", "reviewers", "others"));
        Way way = go("/coverage?x=1");
        HttpResponse<byte[]> answer = comeBack(way);
        assertThat(location(answer)).isEqualTo("/coverage?x=1");
        String session = session(answer);
        assertThat(caller(session).get("name").asText()).isEqualTo("何");
        assertThat(caller(session).get("roles")).hasToString("[\"operator\",\"reviewer\"]");
        assertThat(caller(session).get("grids")).isEmpty();
        assertThat(acts())
                .contains(
                        "ACCOUNT_MADE %s: 何: operator, reviewer; subject sub-1".formatted(provider.issuer()),
                        "SIGN_IN 何: by " + provider.issuer());
        provider.person("sub-1", "another name", List.of("reviewers"));
        String later = session(comeBack(go("/")));
        assertThat(caller(later).get("name").asText()).isEqualTo("何");
        assertThat(caller(later).get("grids")).hasToString("[\"370126001001\"]");
        assertThat(caller(session).get("roles")).hasToString("[\"reviewer\"]");
        HttpResponse<byte[]> out =
                stranger.send("DELETE", "/api/v1/session", "Cookie", later, "Origin", stranger.base());
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(Web.json(out).get("location").asText())
                .startsWith(provider.issuer() + "/logout?client_id=streetwarden&post_logout_redirect_uri=http");
        assertThat(stranger.get("/api/v1/session", "Cookie", later).statusCode())
                .isEqualTo(401);
        provider.person("sub-1", "何", List.of());
        refused(go("/"), "no claim gives a role");
        assertThat(stranger.get("/api/v1/session", "Cookie", session).statusCode())
                .as("his other session")
                .isEqualTo(401);
    }

    @Test
    void makesNoAccountForWhomNothingIsGivenOrWhoseNameIsTaken() throws Exception {
        provider.person("sub-2", "吕", List.of("strangers"));
        refused(go("/"), "no claim gives a role");
        provider.person("sub-2", "吕", List.of("givers", "operators"));
        refused(go("/"), "expected security-admin alone");
        provider.person("sub-2", Peers.NAME, List.of("operators"));
        refused(go("/"), "another account or key has the name");
        provider.person("sub-2", "\u202Eevil", List.of("operators"));
        refused(go("/"), "preferred_username");
        security.send(
                "POST",
                "/api/v1/accounts",
                "{\"name\":\"施\",\"roles\":[\"auditor\"]}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        provider.person("sub-3", "施", List.of("operators"));
        refused(go("/"), "another account or key has the name");
    }

    @Test
    void provesALocalAccountOnceItIsLinked() throws Exception {
        String path = "/api/v1/accounts/%E9%87%91";
        String[] json = {"Content-Type", "application/json"};
        security.send("POST", "/api/v1/accounts", "{\"name\":\"金\",\"roles\":[\"auditor\"]}".getBytes(UTF_8), json);
        provider.person("sub-9", "金", List.of("operators"));
        refused(go("/"), "another account or key has the name");
        byte[] subject = "{\"subject\":\"sub-9\"}".getBytes(UTF_8);
        assertThat(AccountApiTest.run("identity", "link", "金", "sub-9", "--api", stranger.base()))
                .contains("done");
        assertThat(security.send("PUT", path + "/identity", subject, json).statusCode())
                .as("taken")
                .isEqualTo(409);
        JsonNode caller = caller(session(comeBack(go("/"))));
        assertThat(caller.get("name").asText()).isEqualTo("金");
        assertThat(caller.get("roles")).hasToString("[\"operator\"]");
        assertThat(AccountApiTest.run("identity", "unlink", "金", "--api", stranger.base())
                        .strip())
                .hasSize(20);
        refused(go("/"), "another account or key has the name");
        assertThat(acts())
                .contains(
                        "IDENTITY_LINKED %s: 金: %s; subject sub-9".formatted(Peers.NAME, provider.issuer()),
                        "IDENTITY_UNLINKED %s: 金".formatted(Peers.NAME));
    }

    @Test
    void believesNoTokenThatIsNotAsTheStandardAsks() throws Exception {
        provider.person("sub-4", "张", List.of("operators"));
        refused(claims -> claims.claim("nonce", "another"), "nonce");
        refused(claims -> claims.claim("nonce", null), "nonce");
        refused(claims -> claims.issuer("https://evil.example"), "iss");
        refused(claims -> claims.audience("another"), "aud");
        refused(claims -> claims.audience(List.of("streetwarden", "another")), "aud");
        refused(claims -> claims.claim("azp", "another"), "azp");
        refused(claims -> claims.expirationTime(Date.from(CLOCK.instant().minusSeconds(61))), "exp");
        refused(claims -> claims.expirationTime(null), "exp");
        refused(claims -> claims.issueTime(Date.from(CLOCK.instant().plusSeconds(3600))), "iat");
        refused(claims -> claims.subject(null), "sub");
        provider.behave();
        provider.sign(claims -> new PlainJWT(claims).serialize());
        refused(go("/"), "the ID token");
        provider.sign(OpenIdTest::signedWithTheSecret);
        refused(go("/"), "the ID token");
    }

    private static String signedWithTheSecret(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner("x".repeat(11) + FakeProvider.SECRET));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void asksForAKeyThatItDoesNotKnow() throws Exception {
        provider.person("sub-5", "孔", List.of("operators"));
        assertThat(session(comeBack(go("/")))).isNotEmpty();
        provider.changeKey();
        refused(go("/"), "the ID token");
        provider.publish();
        CLOCK.set(CLOCK.instant().plusSeconds(11));
        assertThat(session(comeBack(go("/")))).isNotEmpty();
    }

    @Test
    void takesNoAnswerThatThisBrowserDidNotAskFor() throws Exception {
        provider.person("sub-6", "曹", List.of("operators"));
        Way way = go("/");
        int before = provider.tokenRequests();
        refused(new Way("x=y", way.back()), "state");
        refused(new Way(go("/").cookie(), way.back()), "state");
        refused(new Way(way.cookie(), way.back().replaceFirst("state=[^&]+", "state=x")), "state");
        refused(way, "one of the last ten minutes");
        Way fresh = go("/");
        String foreign = fresh.back().replaceFirst("iss=[^&]+", "iss=https%3A%2F%2Fevil.example");
        refused(new Way(fresh.cookie(), foreign), "iss");
        refused(new Way(fresh.cookie(), fresh.back().replaceFirst("&iss=[^&]+", "")), "iss");
        refused(
                new Way(fresh.cookie(), fresh.back().replaceFirst("code=[^&]+", "error=access_denied")),
                "access_denied");
        assertThat(provider.tokenRequests()).as("asked of the provider").isEqualTo(before);
        assertThat(session(comeBack(fresh))).isNotEmpty();
        refused(fresh, "the provider refuses the code: 400 invalid_grant");
        Way another = go("/");
        Way other = go("/");
        String fromElsewhere = other.back().replaceFirst("code=[^&]+", "code=" + code(another));
        refused(new Way(other.cookie(), fromElsewhere), "invalid_grant");
    }

    private static String code(Way way) {
        return way.back().replaceFirst(".*code=([^&]+).*", "$1");
    }

    @Test
    void goesNowhereElse() throws Exception {
        provider.person("sub-7", "严", List.of("operators"));
        for (String next : List.of("https://evil.example/", "//evil.example", "/\\\\evil.example", "javascript:x")) {
            assertThat(location(comeBack(go(next)))).as(next).isEqualTo("/");
        }
    }

    @Test
    void saysThatTheProviderIsAway() throws Exception {
        provider.person("sub-8", "华", List.of("operators"));
        Way way = go("/");
        provider.goAway();
        assertThat(location(comeBack(way))).isEqualTo("/login?refused=away");
        assertThat(Web.json(stranger.get("/api/v1/session/ways")).at("/oidc/zh").asText())
                .isEqualTo("市统一身份认证");
    }

    @Test
    void refusesASettingThatIsWrongAndSaysAllOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), """
                issuer: http://provider.example
                client-id: streetwarden
                client-secret: file:none
                button: {zh: 市}
                surprise: 1
                roles: [{claim: groups, value: a, roles: [king, security-admin, auditor]}]
                """);
        Map<String, String> environment = new HashMap<>(peers.environment());
        environment.put("STREETWARDEN_OIDC", file.toString());
        assertThatThrownBy(() -> ApiSettings.from(environment))
                .hasMessageContainingAll(
                        "STREETWARDEN_PUBLIC_URL", ".issuer", "client-secret", "button.en", "surprise", "king");
    }
}
