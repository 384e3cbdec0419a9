package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.zone.Kind;

/** Every operation of the description, asked by every role, by nobody, and by somebody who sees a part of the city. */
class RoleWalkTest {

    private static Peers peers;
    private static Api api;
    private static List<Operation> operations;

    private record Operation(String method, String path, Set<String> roles, boolean scoped) {

        /** Asked without what it needs, so that nothing comes of it where it is let in; HEAD never opens a stream. */
        int ask(Web web, String... headers) {
            String filled =
                    path.replace("{caseNo}", "VA-370126-20260101-999999").replaceAll("\\{\\w+}", "x");
            return web.send(method.equals("get") ? "HEAD" : method.toUpperCase(java.util.Locale.ROOT), filled, headers)
                    .statusCode();
        }

        boolean anyone() {
            return roles.contains("anyone");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        Web web = new Web(api.port());
        JsonNode description =
                new YAMLMapper().readTree(web.get("/openapi.yaml").body());
        operations = new ArrayList<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> {
                    Set<String> roles = new HashSet<>();
                    method.getValue().path("x-roles").forEach(role -> roles.add(role.asText()));
                    boolean scoped = method.getValue().path("x-scoped").asBoolean(false);
                    operations.add(new Operation(method.getKey(), path.getKey(), roles, scoped));
                }));
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    @Test
    void opensToTheRolesNamedAndToNoOther() {
        List<String> wrong = new ArrayList<>();
        Web web = Web.stranger(api.port());
        for (Operation operation : operations) {
            assertThat(operation.roles()).as(operation.path()).isNotEmpty();
            for (Role role : Role.values()) {
                int status = operation.ask(web, "Authorization", "Bearer " + Peers.key(role));
                boolean through = status != 401 && status != 403 && status != 429;
                boolean wanted = operation.anyone() || operation.roles().contains(role.key());
                if (status == 500 || (through != wanted && !refusesItself(status, operation))) {
                    wrong.add("%s %s as %s: %d".formatted(operation.method(), operation.path(), role.key(), status));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(operations).hasSizeGreaterThan(70);
    }

    /** Signing in with nothing is refused by what it was let in to. */
    private static boolean refusesItself(int status, Operation operation) {
        return status == 401
                && operation.path().equals("/api/v1/session")
                && operation.method().equals("post");
    }

    @Test
    void opensToNobodyWithoutAKey() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            int status = operation.ask(Web.stranger(api.port()));
            if ((status == 401) == operation.anyone() && !refusesItself(status, operation)) {
                wrong.add("%s %s: %d".formatted(operation.method(), operation.path(), status));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void showsAPartOfTheCityWhereARouteKnowsOne() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            int status = operation.ask(Web.stranger(api.port()), "Authorization", "Bearer " + Peers.SCOPED_KEY);
            boolean knows =
                    operation.anyone() || operation.scoped() || operation.path().contains("{caseNo}");
            if ((status == 403) == knows || status == 500) {
                wrong.add("%s %s: %d".formatted(operation.method(), operation.path(), status));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void findsOnlyCasesOfTheScope() throws Exception {
        peers.put(
                Records.incident(1, Kind.VENDING, "inside", Records.NOON, Records.evidence(new byte[1], new byte[1])));
        peers.put(
                Records.incident(2, Kind.VENDING, "outside", Records.NOON, Records.evidence(new byte[1], new byte[1])));
        peers.put(
                Records.incident(3, Kind.VENDING, "gridded", Records.NOON, Records.evidence(new byte[1], new byte[1])));
        Peers.await("filed", () -> peers.count("SELECT count(*) FROM cases") == 3);
        for (String camera : List.of("inside", "outside", "gridded")) {
            peers.put(Records.camera(camera, State.WATCHING, Records.NOON));
            Peers.await(
                    "camera",
                    () -> peers.count("SELECT count(*) FROM cameras WHERE camera_id = '" + camera + "'") == 1);
            peers.sql("UPDATE cameras SET group_name = '%s' WHERE camera_id = '%s'"
                    .formatted(camera.equals("inside") ? Peers.SCOPE_GROUP : "north", camera));
            peers.sql("INSERT INTO camera_coverage VALUES ('%s', 'w', now(), now(), now(), 1, 1, 'NONE', 'CLEAR')"
                    .formatted(camera));
        }
        peers.sql(
                "UPDATE case_places SET responsibility_grid = '%s', responsibility_grid_version = 1 WHERE case_id = (SELECT id FROM cases WHERE camera_id = 'gridded')"
                        .formatted(Peers.SCOPE_GRID));
        Web web = Web.stranger(api.port());
        String[] key = {"Authorization", "Bearer " + Peers.SCOPED_KEY};
        JsonNode listed = Web.json(web.get("/api/v1/cases", key)).get("cases");
        assertThat(listed.findValues("camera").stream()
                        .map(camera -> camera.get("id").asText()))
                .containsExactlyInAnyOrder("inside", "gridded");
        for (String path : List.of("/api/v1/cameras", "/api/v1/coverage/cameras")) {
            JsonNode cameras = Web.json(web.get(path, key)).get("cameras");
            assertThat(cameras.findValuesAsText("id")).as(path).containsExactly("gridded", "inside");
        }
        for (String camera : List.of("inside", "gridded", "outside")) {
            assertThat(web.get("/api/v1/coverage/cameras/" + camera, key).statusCode())
                    .as(camera)
                    .isEqualTo(camera.equals("outside") ? 404 : 200);
            String path = "/api/v1/cases/" + peers.text("SELECT case_no FROM cases WHERE camera_id = '" + camera + "'");
            int expected = camera.equals("outside") ? 404 : 200;
            assertThat(web.get(path, key).statusCode()).as(camera).isEqualTo(expected);
            assertThat(web.send("HEAD", path + "/evidence/clip.mp4", key).statusCode())
                    .as(camera)
                    .isEqualTo(expected);
            assertThat(web.get(path + "/verdicts", key).statusCode()).as(camera).isEqualTo(expected);
        }
        assertThat(heard())
                .contains("\"inside\"", "\"gridded\"", "event: camera-changed")
                .doesNotContain("\"outside\"");
    }

    /** What a stream tells the scoped caller from the first event up to one that comes while he listens. */
    private static String heard() throws Exception {
        var connection = (HttpURLConnection) URI.create(new Web(api.port()).base() + "/api/v1/events")
                .toURL()
                .openConnection();
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Authorization", "Bearer " + Peers.SCOPED_KEY);
        connection.setRequestProperty("Last-Event-ID", "0");
        StringBuilder said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
            boolean asked = false;
            for (String line = ""; !line.contains(Records.NOON.plusSeconds(9).toString()); line = lines.readLine()) {
                said.append(line).append('\n');
                if (!asked && said.indexOf("\"gridded\"") > 0) {
                    asked = true;
                    peers.put(Records.incident(4, Kind.DUMPING, "outside", Records.NOON.plusSeconds(9), Map.of()));
                    peers.put(Records.incident(5, Kind.DUMPING, "inside", Records.NOON.plusSeconds(9), Map.of()));
                }
            }
        }
        connection.disconnect();
        return said.toString();
    }

    @Test
    void refusesWhatIsNoKeyAndSlowsDownWhoGuesses() {
        Web web = Web.stranger(api.port());
        assertThat(web.get("/api/v1/cases", "Authorization", "Bearer x").statusCode())
                .isEqualTo(401);
        assertThat(web.get("/api/v1/cases", "Authorization", "Basic eDp4").statusCode())
                .isEqualTo(401);
        String wrong = "Bearer sw_abcdefgh_" + "x".repeat(43);
        assertThat(web.get("/api/v1/cases", "Authorization", wrong).headers().firstValue("WWW-Authenticate"))
                .contains("Bearer");
        assertThat(web.get("/api/v1/session", "X-Who", "somebody", "Authorization", "Bearer " + Peers.key(Role.PILOT))
                        .body())
                .asString()
                .contains("\"name\":\"pilot\"");
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 400 && !seen.contains(429); i++) {
            seen.add(web.get("/api/v1/cases", "Authorization", wrong).statusCode());
        }
        assertThat(seen).containsExactlyInAnyOrder(401, 429);
        assertThat(new Web(api.port()).get("/api/v1/cases").statusCode())
                .as("a right key")
                .isEqualTo(200);
    }
}
