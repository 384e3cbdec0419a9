package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;

/** What people do with their own accounts, and what is done for whoever cannot. */
class OwnAccountTest {

    private static final Hands CLOCK = new Hands(Records.NOON);

    private static Peers peers;
    private static Api api;
    private static Web security;
    private static Web stranger;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), CLOCK);
        security = Web.as(Peers.key(Role.SECURITY_ADMIN), api.port());
        stranger = Web.stranger(api.port());
        Peers.await("schema", () -> stranger.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        api.close();
        peers.close();
    }

    private static HttpResponse<byte[]> send(Web web, String method, String path, String body, String... cookie) {
        String[] headers = cookie.length == 0
                ? new String[] {"Content-Type", "application/json"}
                : new String[] {"Content-Type", "application/json", "Cookie", cookie[0], "Origin", stranger.base()};
        return web.send(method, path, body.getBytes(UTF_8), headers);
    }

    /** @return the first password */
    private static String account(String name) {
        String body = "{\"name\":\"%s\",\"roles\":[\"operator\"]}".formatted(name);
        return Web.json(send(security, "POST", "/api/v1/accounts", body))
                .get("password")
                .asText();
    }

    /** @param code empty for none */
    private static HttpResponse<byte[]> signIn(String name, String password, String code) {
        String shown = code.isEmpty() ? "" : ",\"code\":\"%s\"".formatted(code);
        String body = "{\"name\":\"%s\",\"password\":\"%s\"%s}".formatted(name, password, shown);
        return send(stranger, "POST", "/api/v1/session", body);
    }

    private static String cookie(HttpResponse<byte[]> signedIn) {
        assertThat(signedIn.statusCode()).isEqualTo(204);
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static JsonNode shown(String cookie) {
        return Web.json(stranger.get("/api/v1/session/account", "Cookie", cookie));
    }

    private static int delete(String path, String cookie) {
        return stranger.send("DELETE", path, "Cookie", cookie, "Origin", stranger.base())
                .statusCode();
    }

    /** @return recovery codes */
    private static JsonNode setUpCodes(String secret, String cookie) {
        String right = Authenticator.code(secret, Authenticator.step(CLOCK.instant()));
        String wrong = right.equals("000000") ? "000001" : "000000";
        HttpResponse<byte[]> refused =
                send(stranger, "PUT", "/api/v1/session/codes", "{\"code\":\"%s\"}".formatted(wrong), cookie);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(shown(cookie).get("oneTimeCodes").asBoolean()).isFalse();
        HttpResponse<byte[]> taken =
                send(stranger, "PUT", "/api/v1/session/codes", "{\"code\":\"%s\"}".formatted(right), cookie);
        assertThat(taken.statusCode()).isEqualTo(200);
        return Web.json(taken).get("recoveryCodes");
    }

    private static String proposed(String password, String cookie) {
        HttpResponse<byte[]> answer =
                send(stranger, "POST", "/api/v1/session/codes", "{\"password\":\"%s\"}".formatted(password), cookie);
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode proposed = Web.json(answer);
        assertThat(proposed.at("/qr/path").asText()).matches("(M\\d+ \\d+h\\d+v1h-\\d+z)+");
        assertThat(proposed.at("/qr/size").asInt()).isBetween(33, 57);
        assertThat(proposed.get("uri").asText()).startsWith("otpauth://totp/Streetwarden:");
        return proposed.get("secret").asText();
    }

    @Test
    void asksForCodesOnceOneIsConfirmedAndTakesEachOnce() {
        String password = account("白");
        String cookie = cookie(signIn("白", password, "x"));
        assertThat(send(stranger, "POST", "/api/v1/session/codes", "{\"password\":\"wrong\"}", cookie)
                        .statusCode())
                .isEqualTo(422);
        String secret = proposed(password, cookie);
        JsonNode recovery = setUpCodes(secret, cookie);
        assertThat(recovery).hasSize(8);
        long step = Authenticator.step(CLOCK.instant());
        assertThat(signIn("白", password, Authenticator.code(secret, step)).statusCode())
                .as("the code that confirmed")
                .isEqualTo(401);
        cookie(signIn("白", password, Authenticator.code(secret, step + 1)));
        String lost = recovery.get(0).asText();
        cookie(signIn("白", password, lost.toLowerCase(java.util.Locale.ROOT)));
        assertThat(signIn("白", password, lost).statusCode()).as("used").isEqualTo(401);
        assertThat(shown(cookie).get("recoveryCodes").asInt()).isEqualTo(7);
        String off = "{\"password\":\"%s\",\"code\":\"%s\"}";
        assertThat(send(stranger, "POST", "/api/v1/session/codes/off", off.formatted(password, "123"), cookie)
                        .statusCode())
                .isEqualTo(422);
        String last = recovery.get(1).asText();
        assertThat(send(stranger, "POST", "/api/v1/session/codes/off", off.formatted(password, last), cookie)
                        .statusCode())
                .isEqualTo(204);
        cookie(signIn("白", password, ""));
        assertThat(shown(cookie).get("recoveryCodes").asInt()).isZero();
    }

    @Test
    void seesWhereItIsSignedInAndEndsThat() {
        String password = account("邵");
        String first = cookie(signIn("邵", password, ""));
        CLOCK.set(CLOCK.instant().plus(Duration.ofSeconds(1)));
        String second = cookie(signIn("邵", password, ""));
        String third = cookie(signIn("邵", password, ""));
        JsonNode shown = shown(first);
        assertThat(shown.get("sessions")).hasSize(3);
        assertThat(shown.get("sessions").findValuesAsText("present")).containsOnlyOnce("true");
        assertThat(shown.get("signIns")).hasSize(3);
        assertThat(shown.at("/signIns/0/how").asText()).isEqualTo("by password");
        String id = "";
        for (JsonNode session : shown(second).get("sessions")) {
            id = session.get("present").asBoolean() ? session.get("id").asText() : id;
        }
        String other = cookie(signIn("白二", account("白二"), ""));
        assertThat(delete("/api/v1/session/sessions/" + id, other)).isEqualTo(404);
        assertThat(delete("/api/v1/session/sessions/" + id, first)).isEqualTo(204);
        assertThat(stranger.get("/api/v1/session", "Cookie", second).statusCode())
                .isEqualTo(401);
        assertThat(delete("/api/v1/session/sessions", first)).isEqualTo(204);
        assertThat(stranger.get("/api/v1/session", "Cookie", third).statusCode())
                .isEqualTo(401);
        assertThat(shown(first).get("sessions")).hasSize(1);
        assertThat(security.get("/api/v1/session/account").statusCode())
                .as("a key")
                .isEqualTo(404);
    }

    @Test
    void isUnlockedAndFreedOfCodesBySomebodyElse() {
        String password = account("汪");
        String cookie = cookie(signIn("汪", password, ""));
        setUpCodes(proposed(password, cookie), cookie);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("汪", "wrong-wrong-wrong", "").statusCode()).isEqualTo(401);
        }
        String path = "/api/v1/accounts/%E6%B1%AA";
        assertThat(security.send("DELETE", path + "/codes").statusCode()).isEqualTo(204);
        assertThat(security.send("DELETE", path + "/codes").statusCode()).isEqualTo(404);
        assertThat(signIn("汪", password, "").statusCode()).as("locked").isEqualTo(401);
        assertThat(security.send("DELETE", path + "/lock").statusCode()).isEqualTo(204);
        cookie(signIn("汪", password, ""));
        assertThat(send(security, "PUT", path + "/identity", "{\"subject\":\"x\"}")
                        .statusCode())
                .as("no provider")
                .isEqualTo(409);
    }
}
