package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.zone.Kind;

/** The console in a real Chromium, over the whole api. */
class ConsoleTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final String MANIFEST = """
            {"schema":1,"times":{"first":{"ptsUs":3000000},"threshold":{"ptsUs":5000000},"raised":{"ptsUs":8000000}},
            "watch":{"view":"clear","suspendedLooks":3,"clockOffsetUs":-300000,"clockDriftUs":400000,"missing":["first"]},
            "clip":{"fromUs":2000000,"toUs":12000000}}""";

    private static final double PATIENCE_MS = 60_000;

    @TempDir
    static Path dir;

    private static Peers peers;
    private static Api api;
    private static Map<String, byte[]> evidence;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg at " + FFMPEG);
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        evidence = Records.evidence(media("clip.mp4"), media("still.jpg"));
        evidence.put("manifest.json", MANIFEST.getBytes(UTF_8));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        setDefaultAssertionTimeout(PATIENCE_MS);
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
            playwright.close();
        }
        if (api != null) {
            api.close();
            peers.close();
        }
    }

    @BeforeEach
    void openPage() {
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 1000));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void findNoComplaint() {
        context.close();
        assertThat(complaints).as("console errors, CSP violations").isEmpty();
    }

    /** A ten-second H.264 clip or one picture of it, made by a tool that nobody here wrote. */
    private static byte[] media(String name) throws Exception {
        List<String> command = new ArrayList<>(List.of(FFMPEG.toString(), "-v", "error", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=640x360:rate=10:duration=10"));
        command.addAll(
                name.endsWith(".jpg")
                        ? List.of("-frames:v", "1")
                        : List.of("-c:v", "libx264", "-g", "10", "-pix_fmt", "yuv420p", "-movflags", "+faststart"));
        command.add(dir.resolve(name).toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllBytes(dir.resolve(name));
    }

    private static String file(int number, Kind kind) throws Exception {
        return file(number, Records.incident(number, kind, "cam-" + number, Instant.now(), evidence));
    }

    private static String file(int number, IncidentFiled record) throws Exception {
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(record);
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        return peers.text(query);
    }

    private void open(String path) {
        page.navigate(new Web(api.port()).base() + path);
    }

    /** Scripts run outside the page's policy only one expression at a time, so waiting is done here. */
    private void await(String what, String expression) throws Exception {
        Peers.await(what, () -> (Boolean) page.evaluate(expression));
    }

    @Test
    void growsByItselfNewestFirst() throws Exception {
        open("/");
        assertThat(page.locator(".link-state.on")).hasText("实时更新中");
        Locator cards = page.locator(".card");
        int before = cards.count();
        String first = file(101, Kind.DUMPING);
        assertThat(page.locator("[data-case-no='" + first + "'] .kind")).hasText("乱倒垃圾");
        String second = file(102, Kind.VENDING);
        assertThat(page.locator(".card-link").first()).hasAttribute("data-case-no", second);
        assertThat(cards).hasCount(before + 2);
        await("thumbnail", "() => document.querySelector('.card img').naturalWidth === 640");
        peers.put(Records.cleared(102));
        assertThat(page.locator("[data-case-no='" + second + "'] .tag")).hasText("已消失");
        peers.put(Records.camera("cam-102", State.RETRYING, Instant.now()));
        assertThat(page.locator(".camera .lamp-retrying")).hasCount(1);
        peers.put(Records.turned("cam-103", Instant.now()));
        assertThat(page.locator(".camera:has(.lamp-blind) .camera-state")).hasText("监看中 · 画面转动");
    }

    /** What rests on no real evidence says so to programs and to people, and waits for a person. */
    @Test
    void marksWhatIsExperimentalAndLetsItWait() throws Exception {
        String caseNo = file(501, Records.nameless(501, "cam-501", Instant.now(), evidence));
        JsonNode listed = new Web(api.port())
                .json("/api/v1/cases?camera=cam-501")
                .get("cases")
                .get(0);
        JsonNode detail = new Web(api.port()).json("/api/v1/cases/" + caseNo);
        for (JsonNode said : List.of(listed, detail)) {
            assertThat(said.get("experimental").asBoolean()).isTrue();
            assertThat(said.get("status").asText()).isEqualTo("PENDING_REVIEW");
        }
        assertThat(detail.get("basis").asText()).isEqualTo("static-object");

        open("/");
        assertThat(page.locator("[data-case-no='" + caseNo + "'] .tag.warn")).hasText("试验性");
        page.locator("[data-case-no='" + caseNo + "']").click();
        assertThat(page.locator(".case-tags .tag.warn")).hasText("试验性");
        assertThat(page.locator(".case-tags .tag.strong")).hasText("待审核");
        assertThat(page.locator("body")).containsText("静止物比对（试验性）");
        assertThat(page.locator("body")).containsText("新出现的静止物");
    }

    @Test
    void showsModelsWithWhoMovedThemAndWhy() throws Exception {
        byte[] archive = Packages.sound("street-nano", "0.2");
        String model = "/api/v1/models/" + Records.sha256(archive);
        change("POST", "/api/v1/models", "application/zip", archive);
        change("PUT", model + "/gate.json", "application/json", Packages.gate(Records.sha256(archive), null, true));
        step(model, "{\"step\":\"check\",\"who\":\"王\",\"why\":\"检验通过\"}");
        open("/");
        page.locator(".to-models").click();
        assertThat(page.locator(".model h2")).hasText("street-nano 0.2");
        assertThat(page.locator(".model-head .tag").first()).hasText("已检验");
        assertThat(page.locator(".model-head .tag.warn")).hasText("试验性");
        step(
                model,
                "{\"step\":\"canary\",\"group\":\"north\",\"share\":0.25,\"skip\":\"小改动\",\"who\":\"王\",\"why\":\"先试四分之一\"}");
        assertThat(page.locator(".model-head .tag").first()).hasText("灰度");
        assertThat(page.locator(".group .mono")).hasText("north");
        page.locator(".model-head .button").click();
        assertThat(page.locator(".model-steps li strong")).hasCount(3);
        assertThat(page.locator(".model-steps li .why").first()).hasText("先试四分之一");
        page.keyboard().press("Escape");
        assertThat(page.locator(".cameras")).hasCount(1);
    }

    @Test
    void showsWhatIsNotSeenAndWhy() throws Exception {
        Instant now = Instant.now();
        for (String id : List.of("seen-1", "seen-2", "dead-1")) {
            peers.put(Records.coverage(id, now.minusSeconds(1200), null, BlindReason.NONE));
        }
        peers.put(Records.coverage("seen-1", now, now, BlindReason.NONE));
        peers.put(Records.coverage("seen-2", now, now, BlindReason.NONE));
        peers.put(Records.coverage("dead-1", now, null, BlindReason.DEAD));
        peers.redis().hset(FleetKeys.WORKERS, "w-1", FleetStatusCodec.encode(Records.status("w-1", now, 3)));
        peers.redis().hset(FleetKeys.DRAIN, "w-1", "王工: 更换内存");
        Peers.await("taken in", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        open("/");
        page.locator(".to-coverage").click();
        assertThat(page.locator("h1")).hasText("覆盖");
        assertThat(page.locator(".figures dd").first()).hasText("100%");
        assertThat(page.locator(".reason")).hasText("离线 1");
        assertThat(page.locator(".blind tbody tr")).hasCount(1);
        assertThat(page.locator(".blind tbody a")).hasAttribute("href", "/?camera=dead-1");
        assertThat(page.locator(".fleet tbody tr")).containsText("3 / 2500");
        assertThat(page.locator(".fleet tbody tr")).containsText("更换内存");
        assertThat(page.locator(".fleet tbody tr")).containsText("还剩 3 台");
        page.locator(".language").click();
        assertThat(page.locator(".reason")).hasText("Dead 1");
        page.keyboard().press("Escape");
        assertThat(page.locator(".cameras")).hasCount(1);
    }

    private static void step(String model, String body) {
        change("POST", model + "/steps", "application/json", body.getBytes(UTF_8));
    }

    private static void change(String method, String path, String type, byte[] body) {
        int status = new Web(api.port())
                .send(method, path, body, "Content-Type", type, "X-Who", "wang", "X-Why", "trial")
                .statusCode();
        assertThat(status).isIn(200, 201);
    }

    @Test
    void playsAndSeeksTheClip() throws Exception {
        open("/cases/" + file(201, Kind.BIN_OVERFLOW));
        assertThat(page.locator("h1 .kind")).hasText("垃圾箱满溢");
        assertThat(page.locator("video")).hasCount(0);
        page.locator(".unmask input").fill("审核案件");
        page.locator(".unmask button").click();
        await("clip is ready", "() => document.querySelector('video').readyState >= 2");
        page.evaluate("() => document.querySelector('video').play()");
        await("clip plays", "() => document.querySelector('video').currentTime > 0.5");
        page.locator(".step-raised .seek").click();
        await("clip was sought", "() => document.querySelector('video').currentTime >= 6");
        assertThat(page.locator(".dwell-words")).hasText("在场 9 秒，观察到 8 秒，最长间隔 1 秒");
        assertThat(page.locator(".watch-words li"))
                .hasText(new String[] {"画面时间与本机相差 −0.3 秒，其间漂移 +0.4 秒", "上报时画面：正常", "3 次因画面无效未判读", "缺少画面：首次看到（当时由另一进程监看）"
                });
    }

    @Test
    void togglesBoxesAndProvesEvidence() throws Exception {
        open("/cases/" + file(202, Kind.VENDING));
        assertThat(page.locator(".still-row img")).hasCount(3);
        assertThat(page.locator(".still-row a").first())
                .hasAttribute("href", java.util.regex.Pattern.compile(".*/first-boxes.jpg\\?view=masked"));
        page.locator(".switch").click();
        assertThat(page.locator(".still-row a").first())
                .hasAttribute("href", java.util.regex.Pattern.compile(".*/first.jpg\\?view=masked"));
        page.locator(".verify").click();
        assertThat(page.locator(".verdict")).hasText("8 个文件全部一致");
        byte[] tampered = evidence.get("clip.mp4").clone();
        tampered[tampered.length / 2] ^= 1;
        peers.store(Records.prefix(202) + "clip.mp4", "video/mp4", tampered);
        page.locator(".verify").click();
        assertThat(page.locator(".verdict")).hasText("1 个文件不一致");
    }

    @Test
    void takesAVerdictByKeyboard() throws Exception {
        open("/cases/" + file(203, Kind.DUMPING));
        Locator choice = page.locator(".judgement select");
        choice.waitFor();
        page.keyboard().press("v");
        assertThat(choice).isFocused();
        choice.selectOption("other-class");
        for (String words : List.of("bin", "是垃圾箱", "王")) {
            page.keyboard().press("Tab");
            page.keyboard().type(words);
        }
        page.keyboard().press("Enter");
        assertThat(page.locator(".judgements li")).hasCount(1);
        assertThat(page.locator(".judgements li strong")).hasText("非本类");
        assertThat(page.locator(".judgements li .judgement-note")).hasText("是垃圾箱");
        assertThat(page.locator(".history li strong").last()).hasText("审核");
    }

    @Test
    void showsEverySightingAndWhatOfThePlaceIsUnknown() throws Exception {
        String caseNo = file(206, Kind.VENDING);
        String zone = new Web(api.port())
                .json("/api/v1/cases/" + caseNo)
                .get("zoneId")
                .asText();
        String camera = new Web(api.port())
                .json("/api/v1/cases/" + caseNo)
                .at("/camera/id")
                .asText();
        open("/cases/" + caseNo);
        assertThat(page.locator(".place")).containsText("目录中没有可信的摄像机位置");
        assertThat(page.locator(".place")).containsText("没有对应的有效代码；没有登记处置单位");
        assertThat(page.locator(".sightings li")).hasCount(1);
        IncidentFiled again = Records.incident(207, Kind.VENDING, camera, Instant.now(), evidence);
        peers.put(Records.inZone(again, zone));
        assertThat(page.locator(".sightings li")).hasCount(2);
        assertThat(page.locator(".sightings li").nth(1)).containsText("同一摄像机同一区域");
        assertThat(page.locator(".sightings li").nth(1).locator("a"))
                .hasCount(again.parts().size() + 1);
    }

    @Test
    void movesACaseAndSaysWhatItMayDo() throws Exception {
        String next = file(204, Kind.DUMPING);
        String caseNo = file(205, Kind.VENDING);
        open("/cases/" + caseNo);
        assertThat(page.locator(".life-now strong")).hasText("待审核");
        assertThat(page.locator(".step-buttons button")).hasText(new String[] {"作废"});
        page.locator(".judgement-row input[autocomplete=name]").first().fill("王");
        page.locator(".judgement button").first().click();
        assertThat(page.locator(".life-now strong")).hasText("审核通过");
        page.locator(".case-life input").first().fill("电话已报");
        page.locator(".case-life input").last().fill("李");
        page.locator(".step-buttons button[value=push]").click();
        assertThat(page.locator(".life-now strong")).hasText("已上报");
        assertThat(page.locator(".history li").last()).containsText("审核通过 → 已上报");
        assertThat(page.locator(".history li").last()).containsText("电话已报");
        assertThat(page.locator(".case-tags .strong")).hasText("已上报");
        page.keyboard().press("n");
        assertThat(page.locator("h1 .kind")).hasText("乱倒垃圾");
        assertThat(page).hasURL(new Web(api.port()).base() + "/cases/" + next);
        open("/?status=PENDING_REVIEW");
        assertThat(page.locator("[data-case-no='" + next + "']")).hasCount(1);
        assertThat(page.locator("[data-case-no='" + caseNo + "']")).hasCount(0);
        assertThat(page.locator(".link-state.on")).hasCount(1);
        JudgedCases.judge(new Web(api.port()), next, "{\"who\":\"王\",\"confirmed\":true}");
        assertThat(page.locator("[data-case-no='" + next + "']")).hasCount(0);
    }

    @Test
    void speaksEnglishWhereAskedAndRemembersIt() throws Exception {
        String caseNo = file(301, Kind.GREEN_PARKING);
        open("/cases/" + caseNo);
        assertThat(page.locator("h1 .kind")).hasText("占压绿化带");
        page.locator(".language").click();
        assertThat(page.locator("h1 .kind")).hasText("Parked on green");
        page.reload();
        assertThat(page.locator("h1 .kind")).hasText("Parked on green");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    @Test
    void isUsedByKeyboard() throws Exception {
        file(401, Kind.VENDING);
        String newest = file(402, Kind.VENDING);
        open("/");
        assertThat(page.locator(".card-link").first()).hasAttribute("data-case-no", newest);
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(page.locator(".card-link").first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(new Web(api.port()).base() + "/cases/" + newest);
        page.keyboard().press("Escape");
        assertThat(page.locator(".card-link").first()).isFocused();
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        String script = "<img src=x onerror=alert(1)>";
        peers.put(new org.streetwarden.casefile.WorkerRecord.CameraState(
                "cam-evil", script, State.STOPPED, "x", script, "w", Instant.now(), null, 0));
        open("/");
        assertThat(page.locator(".camera-name", new Page.LocatorOptions().setHasText(script)))
                .hasCount(1);
        assertThat(page.locator(".camera img")).hasCount(0);
    }

    @Test
    void fitsAPhone() throws Exception {
        String caseNo = file(501, Kind.DUMPING);
        page.setViewportSize(375, 800);
        for (String path : List.of("/", "/cases/" + caseNo)) {
            open(path);
            page.locator(path.equals("/") ? ".card" : ".steps").first().waitFor();
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(375);
        }
    }

    @Test
    void explainsWhatIsAwaited() {
        open("/?camera=nobody");
        assertThat(page.locator(".empty p")).hasText("没有符合筛选条件的案件。");
        page.locator(".empty .button").click();
        assertThat(page).hasURL(new Web(api.port()).base() + "/");
    }
}
