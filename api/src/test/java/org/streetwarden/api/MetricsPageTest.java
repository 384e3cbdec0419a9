package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.engines.MetricsPage;

/** {@code METRICS.md} says what is scraped, all of it and nothing else. */
class MetricsPageTest {

    private static final ModelIdentity MODEL = new ModelIdentity("street", "1", "ab".repeat(32));

    @Test
    void saysWhatIsScraped(@TempDir Path dir) throws Exception {
        MetricsPage page = MetricsPage.read(Path.of(System.getProperty("streetwarden.root"), "api", "METRICS.md"));
        Peers peers = Peers.start();
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_CHECKPOINT_FOLDER", dir.toString());
        environment.put("CITY_SECRET", FakePlatform.SECRET);
        environment.put("STREETWARDEN_PUSH_TARGETS", dir.resolve("targets.json").toString());
        Files.writeString(
                dir.resolve("targets.json"),
                "{\"targets\":[{\"id\":\"city\",\"url\":\"https://platform.invalid/\",\"secrets\":[\"env:CITY_SECRET\"]}]}");
        try (Api api = Api.start(ApiSettings.from(environment), Clock.systemUTC())) {
            Web web = new Web(api.port());
            Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
            Instant now = Instant.now();
            peers.put(new ModelReport(
                    "r",
                    "w",
                    "default",
                    ModelRole.SHADOW,
                    MODEL,
                    now.minus(Duration.ofMinutes(1)),
                    now,
                    9,
                    1,
                    5000,
                    9000,
                    1,
                    Map.of("stall", 3L),
                    Map.of("stall", new Agreement(1, 1, 1))));
            peers.put(
                    new ModelEvent("e", "w", "default", ModelRole.SHADOW, MODEL, ModelEvent.Step.LOADED, "well", now));
            Peers.await("written", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
            String scrape = new String(web.get("/metrics").body(), UTF_8);
            assertThat(page.undocumented(scrape)).as("scraped, not on the page").isEmpty();
            assertThat(MetricsPage.scraped(scrape))
                    .as("on the page, not scraped")
                    .isEqualTo(page.types());
        }
    }
}
