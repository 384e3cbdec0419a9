package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.launcher.RehearsalCameras.Entry;
import org.streetwarden.launcher.RehearsalCameras.Role;

/** What a rehearsal is made of, without running one. */
class RehearsalTest {

    private static final RehearsalSize SIZE =
            new RehearsalSize(600, 3, Duration.ofMinutes(15), Duration.ofMinutes(5), 7);

    @TempDir
    private Path dir;

    private static RehearsalCameras county(RehearsalSize size) throws IOException {
        return new RehearsalCameras(ModuleProcess.ofThisProject().root().resolve("models/scenes/clips"), size);
    }

    @Test
    void drawsAsManyOfEachRoleAsItSays() throws IOException {
        Map<Role, Integer> counts = new EnumMap<>(Role.class);
        county(SIZE).entries().forEach(entry -> counts.merge(entry.role(), 1, Integer::sum));
        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Role.DEAD, 6, Role.FLAPPING, 6, Role.TURNED, 3, Role.INCIDENT, 6, Role.ORDINARY, 579));
    }

    @Test
    void drawsTheSameCountyFromTheSameSeed() throws IOException {
        List<Entry> first = county(SIZE).entries();
        assertThat(county(SIZE).entries()).isEqualTo(first);
        RehearsalSize other = new RehearsalSize(600, 3, SIZE.time(), SIZE.promise(), 8);
        assertThat(county(other).entries()).isNotEqualTo(first);
    }

    @Test
    void writesEveryCameraForFarmAndWorkers() throws IOException {
        RehearsalCameras county = county(SIZE);
        Path farm = dir.resolve("farm.yaml");
        Path worker = dir.resolve("worker.yaml");
        county.writeFarm(farm, "secret");
        county.writeWorker(2, worker, Path.of("zoo"), 8554, 9000, "secret");
        JsonNode served = new YAMLMapper().readTree(farm.toFile()).path("cameras");
        JsonNode watched = new YAMLMapper().readTree(worker.toFile()).path("cameras");
        assertThat(served).hasSize(600);
        assertThat(watched).hasSize(600);
        for (int i = 0; i < 600; i++) {
            assertThat(watched.get(i).path("url").asText())
                    .isEqualTo("rtsp://127.0.0.1:8554/"
                            + served.get(i).path("name").asText());
            assertThat(watched.get(i).path("zones")).isNotEmpty();
        }
    }

    @Test
    void countsACameraInTheWindowsInWhichItWasSeen() throws IOException {
        Instant start = Instant.parse("2026-11-26T08:00:00Z");
        SightLog log = new SightLog();
        log.add(rows("a", start.plusSeconds(299), "b", start.plusSeconds(10)));
        log.add(rows("a", start.plusSeconds(300), "b", start.plusSeconds(10)));
        log.add(new ObjectMapper().readTree("[{\"id\":\"c\",\"lastSeenAt\":null}]"));
        Duration five = Duration.ofMinutes(5);
        assertThat(log.windows(Set.of("a", "b"), start, start.plusSeconds(899), five))
                .extracting(SightLog.Window::share)
                .containsExactly(1.0, 0.5);
        assertThat(log.windows(Set.of("c"), start, start.plusSeconds(300), five))
                .extracting(SightLog.Window::share)
                .containsExactly(0.0);
        assertThat(log.longestBlind(Set.of("a", "b"), start, start.plusSeconds(600)))
                .isEqualTo(Duration.ofSeconds(590));
    }

    private static JsonNode rows(String one, Instant oneSeen, String other, Instant otherSeen) throws IOException {
        return new ObjectMapper()
                .readTree("[{\"id\":\"%s\",\"lastSeenAt\":\"%s\"},{\"id\":\"%s\",\"lastSeenAt\":\"%s\"}]"
                        .formatted(one, oneSeen, other, otherSeen));
    }

    @Test
    void addsUpWhatThisProcessUses() {
        ProcessUse use = new ProcessUse();
        Map<String, Long> self = Map.of("self", ProcessHandle.current().pid());
        use.begin(self);
        Thread burner = Thread.ofPlatform().name("burner-7").start(() -> {
            long until = System.nanoTime() + 300_000_000L;
            while (System.nanoTime() < until || use.hashCode() == 0) {
                Thread.onSpinWait();
            }
            use.sample(self);
        });
        while (burner.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(use.cpuSeconds().get(new ProcessUse.Group("self", "burner"))).isPositive();
        assertThat(use.residentBytes().get("self")).isGreaterThan(10L << 20);
    }
}
