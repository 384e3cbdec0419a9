package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.adapters.Stills.Masked;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.Target;
import org.streetwarden.api.push.TargetFile;
import org.streetwarden.zone.Kind;

/** Cases on their way to platforms that know nothing of us, by the shipped adapters, in a real database. */
class AdapterTest {

    private static final Path SHIPPED = Path.of(System.getProperty("streetwarden.root"), "scripts/deploy/adapters");
    private static final Answer LOST = null;

    private static Peers peers;
    private static Database database;
    private static CaseLedger cases;
    private static int lastNumber;
    private static int lastTarget;

    @TempDir
    private Path dir;

    private FakePlatform platform;
    private HandOver handOver;
    private String rate = "requests: 600";
    private final Hands clock = new Hands(Records.NOON);

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        cases = new CaseLedger(database, "370126", ReviewGate.ALWAYS, Clock.fixed(Records.NOON, ZoneOffset.UTC));
    }

    @AfterAll
    static void close() {
        database.close();
        peers.close();
    }

    @BeforeEach
    void begin() throws IOException {
        platform = new FakePlatform();
    }

    @AfterEach
    void end() {
        handOver.close();
        platform.close();
        List<String> left =
                database.read(handle -> handle.createQuery("SELECT case_no FROM cases WHERE status = 'APPROVED'")
                        .mapTo(String.class)
                        .list());
        left.forEach(caseNo -> move(caseNo, CaseStatus.VOID));
    }

    /** With one target, by a file of targets as a city writes it. */
    private String target(String adapter, String url, String more) throws IOException {
        String id = "t-" + ++lastTarget;
        String shipped = Files.readString(SHIPPED.resolve(adapter));
        Files.writeString(dir.resolve(adapter), shipped.replaceAll("requests: [0-9]+", rate));
        Files.writeString(dir.resolve("targets.json"), """
                {"targets": [{"id": "%s", "url": "%s", "adapter": "%s"%s}]}""".formatted(id, url, adapter, more));
        List<String> problems = new ArrayList<>();
        List<Target> targets = TargetFile.read(dir.resolve("targets.json"), Map.of("CITY_KEY", "k-123"), problems::add);
        assertThat(problems).isEmpty();
        handOver = handOver(targets);
        return id;
    }

    private HandOver handOver(List<Target> targets) {
        HandOver made = new HandOver(
                database,
                new CaseIndex(database),
                new HandOver.Settings(targets, "370126", "https://sw.example", List.of(), StatusMap.parse("")),
                caseNo -> caseNo.endsWith("0") ? Masked.none("a test") : new Masked(new byte[] {1, 2, 3}, ""),
                clock,
                new SimpleMeterRegistry());
        made.look();
        return made;
    }

    private String http(String adapter) throws IOException {
        return target(
                adapter,
                "http://127.0.0.1:%d/in".formatted(platform.port()),
                ", \"plainHttp\": true, \"allow\": [\"127.0.0.1:%d\"], \"headers\": {\"X-App-Key\": \"env:CITY_KEY\"}"
                        .formatted(platform.port()));
    }

    private void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    private void round() throws InterruptedException {
        handOver.senders().getFirst().round();
    }

    private static String approved() throws Exception {
        int number = ++lastNumber;
        cases.file(Records.incident(number, Kind.VENDING, "cam-" + number, Records.NOON, Map.of()));
        String caseNo =
                peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
        long id = peers.count("SELECT id FROM cases WHERE case_no = '" + caseNo + "'");
        peers.sql("DELETE FROM case_places WHERE case_id = " + id);
        peers.sql("INSERT INTO case_places (case_id, longitude, latitude, declared_crs) VALUES (" + id
                + ", 114.4129, 30.3415, 'wgs84')");
        peers.sql("INSERT INTO case_codes VALUES (" + id + ", 1, 'gbt47678', 1, '37012609006', '占道经营')");
        move(caseNo, CaseStatus.APPROVED);
        return caseNo;
    }

    private static void move(String caseNo, CaseStatus to) {
        database.write(handle -> {
            CaseLife.Standing standing = CaseLife.lock(handle, caseNo).orElseThrow();
            CaseLife.move(
                    handle,
                    standing,
                    new CaseLife.Move(to, Records.NOON, Records.NOON, "li", CaseLife.MOVED, "a test"));
            return null;
        });
    }

    private static String status(String caseNo) throws Exception {
        return peers.text("SELECT status FROM cases WHERE case_no = '" + caseNo + "'");
    }

    private static String number(String caseNo) throws Exception {
        return peers.text("SELECT platform_case_no FROM cases WHERE case_no = '" + caseNo + "'");
    }

    private List<DeliveryLog.Row> log(String target) {
        return handOver.log().list(target, null, 0, 100);
    }

    /** A platform that registers every form that it gets, and can be asked. */
    private static final class FormDesk {
        private final Map<String, String> registered = new LinkedHashMap<>();
        private final List<String> forms = new ArrayList<>();
        private boolean silent;

        synchronized Answer answer(Call call) {
            if (call.path().startsWith("/in/query?outSysCode=")) {
                String number = registered.get(call.path().substring(call.path().indexOf('=') + 1));
                return Answer.of(200, number == null ? "{\"resultCode\":1}" : said(number));
            }
            forms.add(call.text());
            String ours = call.text().replaceAll("(?s).*name=\"outSysCode\".*?\r\n\r\n(\\S+)\r\n.*", "$1");
            String number = "T" + (registered.size() + 1);
            registered.put(ours, number);
            return silent ? LOST : Answer.of(200, said(number));
        }

        private static String said(String number) {
            return "{\"resultCode\":\"0\",\"data\":{\"taskNum\":\"" + number + "\"}}";
        }
    }

    @Test
    void bringsAFormWithItsPictureAndKeepsTheirNumber() throws Exception {
        String id = http("egova-like.yaml");
        FormDesk desk = new FormDesk();
        platform.behave(desk::answer);
        String caseNo = approved();
        round();
        assertThat(status(caseNo)).isEqualTo("PUSHED");
        assertThat(number(caseNo)).isEqualTo("T1");
        assertThat(desk.forms.getFirst())
                .contains("name=\"coordinateX\"", "12736", "name=\"eventSubTypeName\"", "占道经营")
                .contains("name=\"files\"; filename=\"raised.jpg\"");
        assertThat(platform.calls().getFirst().path()).isEqualTo("/in/report");
        move(caseNo, CaseStatus.REGISTERED);
        move(caseNo, CaseStatus.VOID);
        round();
        assertThat(platform.calls().getLast().path()).isEqualTo("/in/cancel");
        assertThat(log(id)).extracting(DeliveryLog.Row::state).containsOnly("DELIVERED");
    }

    @Test
    void asksBeforeItRepeats() throws Exception {
        String id = http("egova-like.yaml");
        FormDesk desk = new FormDesk();
        desk.silent = true;
        platform.behave(desk::answer);
        String caseNo = approved();
        round();
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        pass(Duration.ofHours(1));
        round();
        assertThat(desk.forms).hasSize(1);
        assertThat(status(caseNo)).isEqualTo("PUSHED");
        assertThat(number(caseNo)).isEqualTo("T1");
        handOver.log().replay(log(id).getFirst().id(), "li", "again");
        pass(Duration.ofHours(1));
        round();
        assertThat(desk.forms).as("a replay asks as well").hasSize(1);
    }

    @Test
    void sendsNothingThatLacksSomethingAndSaysWhat() throws Exception {
        String id = http("egova-like.yaml");
        String caseNo = approved();
        peers.sql("DELETE FROM case_places");
        peers.sql("DELETE FROM case_codes");
        round();
        assertThat(platform.calls()).isEmpty();
        assertThat(log(id).getFirst().attempts().getFirst().detail())
                .contains("eventSubTypeCode: expected a code of gbt47678", "coordinateY: expected the place");
        ObjectNode shown = handOver.tryOut().of(id, caseNo, "CREATE").orElseThrow();
        assertThat(shown.get("problems")).hasSize(4);
        assertThat(handOver.tryOut().of(id, "VA-000000-20260101-000000", "CREATE"))
                .isEmpty();
    }

    @Test
    void keepsToTheirPace() throws Exception {
        rate = "requests: 3";
        http("rest.yaml");
        for (int i = 0; i < 5; i++) {
            approved();
        }
        round();
        round();
        assertThat(platform.calls()).hasSize(3);
        pass(Duration.ofSeconds(60));
        round();
        assertThat(platform.calls()).hasSize(5);
    }

    @Test
    void understandsWordsThatAreFinal() throws Exception {
        http("rest.yaml");
        platform.behave(call -> Answer.of(422, "{\"error\":\"OUT_OF_AREA\"}"));
        String caseNo = approved();
        round();
        assertThat(status(caseNo)).isEqualTo("REFUSED");
        platform.behave(call -> Answer.of(409, "{\"error\":\"DUPLICATE\",\"id\":\"9\",\"state\":\"open\"}"));
        String known = approved();
        round();
        assertThat(status(known)).isEqualTo("REGISTERED");
        assertThat(number(known)).isEqualTo("9");
        JsonNode body = new ObjectMapper().readTree(platform.calls().getLast().body());
        assertThat(body.at("/externalId").asText()).isEqualTo(known);
    }

    @Test
    void triesOutWithoutSending() throws Exception {
        String id = http("rest.yaml");
        String caseNo = approved();
        ObjectNode shown = handOver.tryOut().of(id, caseNo, "CREATE").orElseThrow();
        JsonNode described = new YAMLMapper().readTree(getClass().getResourceAsStream("/openapi.yaml"));
        assertThat(new JsonSchema(described).problems(described.at("/components/schemas/TriedOut"), shown))
                .isEmpty();
        assertThat(shown.toString()).contains("street-vending").doesNotContain("k-123");
        assertThat(platform.calls()).isEmpty();
        assertThat(peers.count("SELECT count(*) FROM push_attempts a JOIN push_deliveries d ON d.id = a.delivery_id"
                        + " WHERE target_id = '" + id + "'"))
                .isZero();
    }

    private static Map<String, byte[]> unzip(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void laysFilesDownAndTakesWhatComesBack() throws Exception {
        Path drop = Files.createDirectory(dir.resolve("drop"));
        String id = target("file-drop.yaml", drop.toUri().toString(), "");
        String first = approved();
        round();
        approved();
        round();
        List<Path> laid = files(drop);
        assertThat(laid)
                .extracting(each -> each.getFileName().toString())
                .hasSize(2)
                .first()
                .isEqualTo("000000000001-" + first + "-CREATE.zip");
        Map<String, byte[]> entries = unzip(laid.getFirst());
        JsonNode manifest = new ObjectMapper().readTree(entries.get("manifest.json"));
        for (JsonNode each : manifest.get("files")) {
            assertThat(Records.sha256(entries.get(each.get("name").asText())))
                    .isEqualTo(each.get("sha256").asText());
        }
        assertThat(new String(entries.get("case.json"), UTF_8)).contains(first, "37012609006");
        Path back = drop.resolve("ack");
        String sha256 = Records.sha256(Files.readAllBytes(laid.getFirst()));
        Files.writeString(
                back.resolve("a.json"),
                "{\"sequence\":1,\"sha256\":\"%s\",\"platformCaseNo\":\"N-1\",\"status\":\"立案\"}".formatted(sha256));
        Files.writeString(back.resolve("b.json"), "{\"sequence\":2,\"sha256\":\"%s\"}".formatted(sha256));
        Files.writeString(back.resolve("c.json"), "{");
        round();
        assertThat(files(back.resolve("taken"))).hasSize(1);
        assertThat(files(back.resolve("refused"))).hasSize(2);
        assertThat(status(first)).isEqualTo("REGISTERED");
        assertThat(number(first)).isEqualTo("N-1");
        assertThat(peers.count("SELECT count(*) FROM push_drops WHERE target_id = '" + id
                        + "' AND acknowledged_at IS NOT NULL"))
                .isEqualTo(1);
        handOver.log().replay(log(id).getFirst().id(), "li", "lost on the way");
        pass(Duration.ofHours(1));
        round();
        assertThat(Records.sha256(Files.readAllBytes(laid.getFirst())))
                .as("the same again")
                .isEqualTo(sha256);
        assertThat(files(drop)).hasSize(2);
    }

    @Test
    void refusesAFolderThatIsNoneAndAnAdapterThatIsWrong() throws Exception {
        http("rest.yaml");
        Files.writeString(dir.resolve("bad.yaml"), "adapter: x\n");
        Files.writeString(dir.resolve("bad.json"), """
                {"targets": [{"id": "a", "url": "file:///nowhere/at/all", "adapter": "rest.yaml"},
                  {"id": "b", "url": "https://x.example/", "adapter": "bad.yaml", "headers": {"X-Key": "env:NONE"}}]}""");
        List<String> problems = new ArrayList<>();
        assertThat(TargetFile.read(dir.resolve("bad.json"), Map.of(), problems::add))
                .isEmpty();
        assertThat(problems).hasSizeGreaterThan(4).anyMatch(each -> each.contains("folder"));
    }
}
