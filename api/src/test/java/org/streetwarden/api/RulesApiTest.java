package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.RulesMain;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.zone.Kind;

/** Rules against registers in a real api: vending points, permits, the routes and {@code streetwarden rules}. */
class RulesApiTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(8000);

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static Hands clock;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Records.NOON is a Saturday, 12:00 in China. */
    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        clock = new Hands(Records.NOON);
        api = Api.start(peers.settings(), clock);
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        String csv = "code,name,longitude,latitude\n%s,in,117.1005,36.9005\n%s,in too,117.1005,36.9006\n"
                        .formatted(camera(1), camera(2))
                + "%s,edge,117.1005,36.9010\n%s,works,117.2005,36.9005\n".formatted(camera(3), camera(4));
        bring("/api/v1/cameras/imports?source=county&crs=wgs84", "text/csv", csv);
        bring("/api/v1/places/vending-points/imports?source=s&crs=wgs84", "application/geo+json", area("""
                {"code":"VP-1","name":"夜市","hours":"11:00-13:00","capacity":1,"validFrom":"2026-01-01","validTo":"2026-12-31",
                "document":"城管〔2026〕7号","season":"05-15/12-15"}""", 117.1));
        bring(
                "/api/v1/places/construction-permits/imports?source=s&crs=wgs84",
                "application/geo+json",
                area("""
                {"code":"CP-1","name":"工地","validFrom":"2026-01-01","validTo":"2026-12-31","document":"建〔2026〕1号"}""", 117.2));
    }

    /** A square of about 90 by 110 m. */
    private static String area(String properties, double west) {
        return """
                {"features":[{"type":"Feature","properties":%1$s,"geometry":{"type":"Polygon","coordinates":
                [[[%2$s,36.9],[%3$s,36.9],[%3$s,36.901],[%2$s,36.901],[%2$s,36.9]]]}}]}""".formatted(properties, west, west + 0.001);
    }

    private static void bring(String path, String mime, String body) {
        HttpResponse<byte[]> draft =
                web.send("POST", path, body.getBytes(UTF_8), "Content-Type", mime, "X-Who", "wang", "X-Why", "trial");
        assertThat(draft.statusCode()).as(new String(draft.body(), UTF_8)).isEqualTo(201);
        HttpResponse<byte[]> done = web.send(
                "POST",
                draft.headers().firstValue("location").orElseThrow() + "/apply",
                "{\"who\":\"li\"}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        assertThat(done.statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static String camera(int number) {
        return "3701260008132700%04d".formatted(number);
    }

    private static IncidentFiled put(Kind kind, String camera) throws Exception {
        int number = NUMBERS.incrementAndGet();
        IncidentFiled filed = Records.incident(number, kind, camera, Records.NOON, Map.of());
        put(filed);
        return filed;
    }

    private static void put(WorkerRecord record) throws Exception {
        peers.put(record);
        Peers.await("read", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    private static JsonNode incident(IncidentFiled filed) {
        return web.json("/api/v1/incidents/" + filed.incidentId());
    }

    @Test
    void holdsWhatIsPermittedAndFilesWhatIsTooMuchOrStaysTooLong() throws Exception {
        IncidentFiled atTheEdge = put(Kind.VENDING, camera(3));
        assertThat(incident(atTheEdge).at("/decision/review").asBoolean())
                .as("can't say")
                .isTrue();
        IncidentFiled permitted = put(Kind.VENDING, camera(1));
        JsonNode held = incident(permitted);
        assertThat(held.at("/decision/outcome").asText()).isEqualTo("WAIT");
        assertThat(held.at("/decision/reason").asText()).isEqualTo("permitted");
        assertThat(held.at("/dueAt").asText()).isEqualTo("2026-11-21T05:00:00Z");
        JsonNode point = held.at("/decision/steps/0");
        assertThat(point.get("check").asText()).isEqualTo("vending-points");
        assertThat(point.at("/facts/document").asText()).isEqualTo("城管〔2026〕7号");
        assertThat(point.at("/facts/where").asText()).isEqualTo("inside");
        assertThat(point.at("/facts/borderM").asText()).startsWith("-44.");

        IncidentFiled tooMany = put(Kind.VENDING, camera(2));
        JsonNode filed = incident(tooMany);
        assertThat(filed.at("/decision/outcome").asText()).isEqualTo("FILE");
        assertThat(filed.at("/decision/steps/0/facts/because").asText()).isEqualTo("capacity");
        JsonNode why = web.json("/api/v1/cases/" + filed.get("caseNo").asText() + "/why");
        assertThat(why.at("/incidents/0/incidentId").asText()).isEqualTo(tooMany.incidentId());
        assertThat(why.at("/incidents/0/decision/rule").asText()).isEqualTo("vending");

        IncidentFiled works = put(Kind.DUMPING, camera(4));
        assertThat(incident(works).at("/decision/outcome").asText()).isEqualTo("SUPPRESS");
        assertThat(web.json("/api/v1/incidents?outcome=SUPPRESS&reason=permitted&camera=" + camera(4))
                        .get("incidents")
                        .size())
                .isEqualTo(1);

        clock.set(Records.NOON.plusSeconds(3601));
        Peers.await(
                "its hours have ended",
                () -> incident(permitted).at("/decision/outcome").asText().equals("FILE"));
        assertThat(incident(permitted).get("decisions").size()).isEqualTo(2);
        assertThat(incident(permitted).at("/decision/steps/0/facts/because").asText())
                .isEqualTo("hours");
        clock.set(Records.NOON);
    }

    private int run(String... line) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of(line));
        if (!line[0].equals("check")) {
            arguments.addAll(1, List.of("--api", web.base()));
        }
        return RulesMain.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void isCheckedTriedAppliedAndPutBackByCommand() throws Exception {
        IncidentFiled filed = put(Kind.GREEN_PARKING, "by-command");
        String caseNo = incident(filed).get("caseNo").asText();
        Path file = Files.writeString(
                dir.resolve("r.yaml"),
                "version: 1\nrules:\n  - {id: none, kinds: [green-parking], then: {do: suppress}}\n");
        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString()).startsWith("sound: 1 rules, version ");
        assertThat(run("try", file.toString(), "--since", "1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("would have spared " + caseNo, "suppress: ignored by none", "green-parking");
        assertThat(run("show")).isZero();
        assertThat(out.toString())
                .isEqualTo(new String(
                        getClass().getResourceAsStream("/rules/rules.yaml").readAllBytes(), UTF_8));

        assertThat(run("apply", file.toString(), "--who", "王", "--reason", "试用"))
                .as(err.toString())
                .isZero();
        IncidentFiled spared = put(Kind.GREEN_PARKING, "by-command-too");
        assertThat(incident(spared).at("/decision/reason").asText()).isEqualTo("ignored");
        assertThat(run("incidents", "--kind", "green-parking")).isZero();
        assertThat(out.toString()).contains(spared.incidentId(), "suppress: ignored by none");
        assertThat(run("incidents", spared.incidentId())).isZero();
        assertThat(out.toString()).contains("as of 2026-11-21T04:00:00Z");
        assertThat(run("back", "--reason", "too strict")).as(err.toString()).isZero();
        assertThat(run("history")).isZero();
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(out.toString()).contains("too strict", "王: 试用", "shipped: ");
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'RULES'"))
                .isEqualTo(3);
        assertThat(web.json("/api/v1/rules").at("/why").asText()).isEqualTo("too strict");

        assertThat(run(
                        "apply",
                        Files.writeString(dir.resolve("bad.yaml"), "rules: 7\n").toString(),
                        "--reason",
                        "x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("version: expected 1", "rules: expected a list, found '7'");
        assertThat(run("back", "feedfeed", "--reason", "x")).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertThat(web.send(
                                "POST",
                                "/api/v1/rules/apply",
                                "version: 1\nrules: []\n".getBytes(UTF_8),
                                "Content-Type",
                                "application/yaml")
                        .statusCode())
                .as("nobody says who")
                .isEqualTo(400);
        assertThat(web.send("POST", "/api/v1/rules/check", new byte[300 << 10], "Content-Type", "application/yaml")
                        .statusCode())
                .isEqualTo(413);
        assertThat(web.send("POST", "/api/v1/rules/check", "a: [".getBytes(UTF_8), "Content-Type", "application/yaml")
                        .statusCode())
                .isEqualTo(422);
        assertThat(web.get("/api/v1/incidents?after=x").statusCode()).isEqualTo(400);
        assertThat(web.get("/api/v1/incidents?zone=%00").statusCode()).isEqualTo(400);
        assertThat(web.send(
                                "POST",
                                "/api/v1/rules/back",
                                "{\"sha256\":\"%s\"}".formatted("0".repeat(64)).getBytes(UTF_8),
                                "Content-Type",
                                "application/json",
                                "X-Who",
                                "wang",
                                "X-Why",
                                "trial")
                        .statusCode())
                .isEqualTo(404);
    }
}
