package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.accounts.KeyFile;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.remote.AccountsMain;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.zone.Kind;

/** Accounts, sessions and keys, through the api. */
class AccountApiTest {

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Records.NOON);

    @TempDir
    static Path folder;

    private static Peers peers;
    private static Api api;
    private static Web security;
    private static Web stranger;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        InstantSource now = NOW::get;
        api = Api.start(peers.settings(), now.withZone(ZoneOffset.UTC));
        security = Web.as(Peers.key(Role.SECURITY_ADMIN), api.port());
        stranger = Web.stranger(api.port());
        Peers.await("schema", () -> stranger.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static HttpResponse<byte[]> send(Web web, String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return web.send(method, path, body.getBytes(UTF_8), all.toArray(String[]::new));
    }

    /** @return the first password */
    private static String account(String name, String roles) {
        HttpResponse<byte[]> made =
                send(security, "POST", "/api/v1/accounts", "{\"name\":\"%s\",\"roles\":[%s]}".formatted(name, roles));
        assertThat(made.statusCode()).isEqualTo(201);
        return Web.json(made).get("password").asText();
    }

    private static HttpResponse<byte[]> signIn(String name, String password) {
        return send(
                stranger, "POST", "/api/v1/session", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    /** @return what the browser sends from then on */
    private static String cookie(HttpResponse<byte[]> signedIn) {
        assertThat(signedIn.statusCode()).isEqualTo(204);
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static int listed(String cookie) {
        return stranger.get("/api/v1/cases", "Cookie", cookie).statusCode();
    }

    private static List<String> acts() {
        List<String> acts = new ArrayList<>();
        Web.json(Web.as(Peers.key(Role.AUDIT_ADMIN), api.port()).get("/api/v1/log/entries?limit=1000"))
                .get("entries")
                .forEach(entry -> acts.add("%s %s: %s"
                        .formatted(
                                entry.at("/entry/action").asText(),
                                entry.at("/entry/who").asText(),
                                entry.at("/entry/subject").asText())));
        return acts;
    }

    @Test
    void signsInAndOutByAPasswordThatIsShownOnce() {
        String password = account("陈", "\"reviewer\",\"operator\"");
        HttpResponse<byte[]> opened = signIn("陈", password);
        assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        String cookie = cookie(opened);
        assertThat(Web.json(stranger.get("/api/v1/session", "Cookie", cookie))
                        .get("name")
                        .asText())
                .isEqualTo("陈");
        assertThat(listed(cookie)).isEqualTo(200);
        assertThat(stranger.get("/api/v1/accounts", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(stranger.send("DELETE", "/api/v1/session", "Cookie", cookie, "Origin", stranger.base())
                        .statusCode())
                .isEqualTo(204);
        assertThat(listed(cookie)).isEqualTo(401);
        assertThat(peersText("SELECT password FROM accounts WHERE name = '陈'"))
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(acts())
                .contains(
                        "ACCOUNT_MADE security-admin: 陈: operator, reviewer", "SIGN_IN 陈: by password", "SIGN_OUT 陈: ");
    }

    private static String peersText(String query) {
        try {
            return peers.text(query);
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void recordsAVerdictUnderTheNameThatSignedInAndOnlyFromItsOwnPages() throws Exception {
        String cookie = cookie(signIn("周", account("周", "\"reviewer\"")));
        peers.put(Records.incident(1, Kind.VENDING, "cam", Records.NOON, Records.evidence(new byte[1], new byte[1])));
        Peers.await("filed", () -> peers.text("SELECT case_no FROM cases") != null);
        String path = "/api/v1/cases/" + peers.text("SELECT case_no FROM cases") + "/verdicts";
        String body = "{\"who\":\"the mayor\",\"confirmed\":true}";
        assertThat(send(stranger, "POST", path, body, "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(send(stranger, "POST", path, body, "Cookie", cookie, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(stranger, "POST", path, body, "Cookie", cookie, "Sec-Fetch-Site", "same-site")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<byte[]> given =
                send(stranger, "POST", path, body, "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
        assertThat(given.statusCode()).isEqualTo(201);
        assertThat(Web.json(given).get("who").asText()).isEqualTo("周");
    }

    @Test
    void endsASessionThatIsIdleOrOld() {
        String cookie = cookie(signIn("吴", account("吴", "\"operator\"")));
        pass(Duration.ofMinutes(29));
        assertThat(listed(cookie)).isEqualTo(200);
        pass(Duration.ofMinutes(31));
        assertThat(listed(cookie)).isEqualTo(401);
    }

    private static void pass(Duration time) {
        NOW.updateAndGet(now -> now.plus(time));
    }

    @Test
    void locksWhoGuessesAndTellsNobodyWhy() {
        String password = account("郑", "\"operator\"");
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("郑", "wrong-wrong-wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<byte[]> locked = signIn("郑", password);
        assertThat(locked.statusCode()).isEqualTo(401);
        assertThat(locked.body())
                .isEqualTo(signIn("nobody", "wrong-wrong-wrong").body());
        assertThat(acts())
                .contains(
                        "LOCK_OUT : 郑",
                        "SIGN_IN_REFUSED : as 郑: wrong password",
                        "SIGN_IN_REFUSED : as 郑: locked",
                        "SIGN_IN_REFUSED : as nobody: no such account");
        pass(Duration.ofMinutes(16));
        assertThat(signIn("郑", password).statusCode()).isEqualTo(204);
    }

    @Test
    void signsInOnceByALink() {
        account("冯", "\"operator\"");
        String path = Web.json(send(security, "POST", "/api/v1/accounts/%E5%86%AF/link", "{}"))
                .get("path")
                .asText();
        String body = "{\"link\":\"%s\"}".formatted(path.replace("/login#once=", ""));
        assertThat(listed(cookie(send(stranger, "POST", "/api/v1/session", body))))
                .isEqualTo(200);
        assertThat(send(stranger, "POST", "/api/v1/session", body).statusCode()).isEqualTo(401);
    }

    @Test
    void changesAPasswordAndResetsIt() {
        String first = account("褚", "\"operator\"");
        String cookie = cookie(signIn("褚", first));
        String other = cookie(signIn("褚", first));
        String[] own = {"Cookie", cookie, "Origin", stranger.base()};
        String change = "{\"old\":\"%s\",\"new\":\"%s\"}";
        assertThat(send(stranger, "POST", "/api/v1/session/password", change.formatted(first, "short"), own)
                        .statusCode())
                .isEqualTo(422);
        assertThat(send(stranger, "POST", "/api/v1/session/password", change.formatted("x", "三月的雨下了一整夜还没停"), own)
                        .statusCode())
                .isEqualTo(422);
        assertThat(send(stranger, "POST", "/api/v1/session/password", change.formatted(first, "三月的雨下了一整夜还没停"), own)
                        .statusCode())
                .isEqualTo(204);
        assertThat(listed(other)).isEqualTo(401);
        assertThat(listed(cookie)).as("his own").isEqualTo(200);
        assertThat(signIn("褚", first).statusCode()).isEqualTo(401);
        assertThat(signIn("褚", "三月的雨下了一整夜还没停").statusCode()).isEqualTo(204);
        String fresh = Web.json(send(security, "POST", "/api/v1/accounts/%E8%A4%9A/reset", "{}"))
                .get("password")
                .asText();
        assertThat(signIn("褚", fresh).statusCode()).isEqualTo(204);
    }

    @Test
    void keepsRolesApart() {
        for (String roles :
                List.of("\"security-admin\",\"auditor\"", "\"audit-admin\",\"system-admin\"", "", "\"king\"")) {
            HttpResponse<byte[]> refused =
                    send(security, "POST", "/api/v1/accounts", "{\"name\":\"魏\",\"roles\":[%s]}".formatted(roles));
            assertThat(refused.statusCode()).as(roles).isEqualTo(422);
        }
        String cookie = cookie(signIn("蒋", account("蒋", "\"security-admin\"")));
        String grant = "{\"roles\":[\"auditor\"]}";
        assertThat(send(
                                stranger,
                                "PUT",
                                "/api/v1/accounts/%E8%92%8B",
                                grant,
                                "Cookie",
                                cookie,
                                "Origin",
                                stranger.base())
                        .statusCode())
                .isEqualTo(403);
        assertThat(listed(cookie)).isEqualTo(403);
        assertThat(stranger.get("/api/v1/log/entries", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        account("沈", "\"operator\"");
        assertThat(send(security, "PUT", "/api/v1/accounts/%E6%B2%88", grant).statusCode())
                .isEqualTo(204);
        assertThat(acts()).contains("ROLES_CHANGED security-admin: 沈: auditor");
    }

    private static int listedBy(String key) {
        return Web.as(key, api.port()).get("/api/v1/cases").statusCode();
    }

    @Test
    void makesKeysRotatesThemWithAnOverlapAndRevokesThem() {
        HttpResponse<byte[]> made =
                send(security, "POST", "/api/v1/keys", "{\"name\":\"city\",\"roles\":[\"platform\"],\"days\":30}");
        assertThat(made.statusCode()).isEqualTo(201);
        String id = Web.json(made).get("id").asText();
        String key = Web.json(made).get("key").asText();
        assertThat(listedBy(key)).isEqualTo(200);
        JsonNode next = Web.json(send(security, "POST", "/api/v1/keys/" + id + "/rotate", "{\"overlapHours\":24}"));
        pass(Duration.ofHours(23));
        assertThat(listedBy(key)).isEqualTo(200);
        pass(Duration.ofHours(2));
        assertThat(listedBy(key)).isEqualTo(401);
        assertThat(listedBy(next.get("key").asText())).isEqualTo(200);
        assertThat(send(security, "POST", "/api/v1/accounts", "{\"name\":\"city\",\"roles\":[\"pilot\"]}")
                        .statusCode())
                .isEqualTo(409);
        String newId = next.get("id").asText();
        assertThat(security.send("DELETE", "/api/v1/keys/" + newId).statusCode())
                .isEqualTo(204);
        assertThat(listedBy(next.get("key").asText())).isEqualTo(401);
        HttpResponse<byte[]> listed = security.get("/api/v1/keys");
        assertThat(new String(listed.body(), UTF_8)).contains(id, newId).doesNotContain(key);
        assertThat(acts())
                .contains(
                        "KEY_MADE security-admin: sw_%s of city: platform".formatted(id),
                        "KEY_ROTATED security-admin: sw_%s of city by sw_%s".formatted(id, newId),
                        "KEY_REVOKED security-admin: sw_%s of city".formatted(newId));
    }

    @Test
    void tellsOfCasesOnlyWhoMayReadThem() throws Exception {
        peers.put(
                Records.incident(9, Kind.VENDING, "street", Records.NOON, Records.evidence(new byte[1], new byte[1])));
        peers.put(Records.camera("street", State.WATCHING, Records.NOON));
        Peers.await(
                "both",
                () -> peers.count(
                                "SELECT count(DISTINCT type) FROM events WHERE type IN ('case-filed', 'camera-changed')")
                        == 2);
        assertThat(heard(Role.SYSTEM_ADMIN)).contains("camera-changed").doesNotContain("case-");
        assertThat(heard(Role.OPERATOR)).contains("case-filed");
    }

    /** What a stream says from the first event up to a camera's change. */
    private static String heard(Role role) throws Exception {
        var connection = (HttpURLConnection)
                URI.create(stranger.base() + "/api/v1/events").toURL().openConnection();
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Authorization", "Bearer " + Peers.key(role));
        connection.setRequestProperty("Last-Event-ID", "0");
        StringBuilder said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            for (String line = ""; !line.equals("event: camera-changed"); line = lines.readLine()) {
                said.append(line).append('\n');
            }
        }
        connection.disconnect();
        return said + "camera-changed";
    }

    /** Keys by the command line, from the first on. */
    @Test
    void makesAccountsAndKeysByTheCommandLine() throws Exception {
        Path callers = folder.resolve("callers");
        assertThat(run(
                        "first-key",
                        "--callers",
                        callers.toString(),
                        "--out",
                        folder.resolve("key").toString()))
                .isEmpty();
        Secret made =
                Secret.parse(Files.readString(folder.resolve("key")).strip()).orElseThrow();
        assertThat(KeyFile.read(callers.toString(), problem -> {})
                        .caller(made)
                        .orElseThrow()
                        .roles())
                .containsExactly(Role.SECURITY_ADMIN);
        assertThat(Files.getPosixFilePermissions(callers)).hasSize(2);
        String there = "--api=" + stranger.base();
        String password = run("add", "卫", "--role", "reviewer,operator", there).strip();
        assertThat(signIn("卫", password).statusCode()).isEqualTo(204);
        peers.sql("UPDATE accounts SET locked_until = '2100-01-01', totp = '\\x00' WHERE name = '卫'");
        assertThat(signIn("卫", password).statusCode()).isEqualTo(401);
        assertThat(run("unlock", "卫", there)).contains("done");
        assertThat(signIn("卫", password).statusCode()).as("no code").isEqualTo(401);
        assertThat(run("codes", "off", "卫", there)).contains("done");
        assertThat(signIn("卫", password).statusCode()).isEqualTo(204);
        assertThat(said(1, "codes", "off", "卫", there)).contains("There is no such account with one-time codes.");
        assertThat(said(1, "identity", "link", "卫", "sub", there)).contains("No other server signs people in here.");
        assertThat(said(2, "identity", "link", "卫")).contains("Missing required parameter: 'SUBJECT'");
        assertThat(said(2, "identity")).contains("expected a subcommand: link, unlink");
        assertThat(run("codes", "off", "--help")).contains("its password stays");
        assertThat(run("list", there)).contains("卫  operator,reviewer");
        String key = run("keys", "create", "feed", "--role", "platform", there).strip();
        assertThat(listedBy(key)).isEqualTo(200);
        assertThat(run("keys", "list", there)).contains("feed  platform").doesNotContain(key);
        assertThat(run("roles", "卫", "--role", "operator", "--disable", there)).contains("done");
        assertThat(signIn("卫", password).statusCode()).isEqualTo(401);
    }

    static String run(String... words) {
        return said(0, words);
    }

    /** What a command says that ends with a status. */
    private static String said(int expected, String... words) {
        StringWriter said = new StringWriter();
        int status = AccountsMain.line()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(words);
        assertThat(status).as(said.toString()).isEqualTo(expected);
        return said.toString();
    }

    /** Its body waits until the database has said who it is. */
    @Test
    void takesAnUploadByAKeyThatWasMade() {
        String key = Web.json(
                        send(security, "POST", "/api/v1/keys", "{\"name\":\"ml\",\"roles\":[\"model-engineer\"]}"))
                .get("key")
                .asText();
        HttpResponse<byte[]> pushed = Web.as(key, api.port())
                .send(
                        "POST",
                        "/api/v1/models",
                        Packages.sound("street", "1"),
                        "Content-Type",
                        "application/zip",
                        "X-Why",
                        "trial");
        assertThat(pushed.statusCode()).as(new String(pushed.body(), UTF_8)).isEqualTo(201);
    }
}
