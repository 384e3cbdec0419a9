package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.zone.Kind;

/** What tests of the console have: the whole api, a page of a real Chromium, and no complaint left in it. */
abstract class ConsoleBench {

    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final String MANIFEST = """
            {"schema":1,"times":{"first":{"ptsUs":3000000},"threshold":{"ptsUs":5000000},"raised":{"ptsUs":8000000}},
            "watch":{"view":"clear","suspendedLooks":3,"clockOffsetUs":-300000,"clockDriftUs":400000,"missing":["first"]},
            "clip":{"fromUs":2000000,"toUs":12000000}}""";

    private static final double PATIENCE_MS = 60_000;

    @TempDir
    static Path dir;

    static Peers peers;
    static Api api;
    static Map<String, byte[]> evidence;
    static Browser browser;

    final List<String> complaints = new ArrayList<>();
    /** What a browser says, now or later, of what a test brings about. */
    Predicate<String> expected = text -> false;

    BrowserContext context;
    Page page;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(FFMPEG), "no ffmpeg at " + FFMPEG);
        browser = Chromium.get();
        setDefaultAssertionTimeout(PATIENCE_MS);
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        if (evidence == null) {
            evidence = Records.evidence(media("clip.mp4"), media("still.jpg"));
            evidence.put("manifest.json", MANIFEST.getBytes(UTF_8));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (api != null) {
            api.close();
            api = null;
            peers.close();
        }
    }

    @BeforeEach
    void openPage() {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1440, 1000)
                .setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + Peers.KEY)));
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
        complaints.removeIf(expected);
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

    static String file(int number, Kind kind) throws Exception {
        return file(number, Records.incident(number, kind, "cam-" + number, Instant.now(), evidence));
    }

    static String file(int number, IncidentFiled record) throws Exception {
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(record);
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        return peers.text(query);
    }

    void open(String path) {
        page.navigate(new Web(api.port()).base() + path);
    }

    /** Scripts run outside the page's policy only one expression at a time, so waiting is done here. */
    void await(String what, String expression) throws Exception {
        Peers.await(what, () -> (Boolean) page.evaluate(expression));
    }
}
