package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RehearseMainTest {

    /** Of the living cameras in the last minute; the goal itself is for a machine that does nothing else, started long ago. */
    private static final double LEAST_SEEN = 0.95;

    @TempDir
    private Path dir;

    @Test
    void filesEveryIncidentOnceThoughAWorkerRedisAndTheStoreFail() throws Exception {
        Path report = dir.resolve("report.json");
        Path card = Files.createDirectory(dir.resolve("card"));
        Path flights = ModuleProcess.ofThisProject().root().resolve("models/scenes/flights");
        Files.copy(flights.resolve("survey.mp4"), card.resolve("DJI_0001.MP4"));
        Files.copy(flights.resolve("survey.brackets-gimbal.srt"), card.resolve("DJI_0001.SRT"));
        StringWriter told = new StringWriter();
        new CommandLine(new RehearseMain())
                .setOut(new PrintWriter(told))
                .execute(
                        "--cameras",
                        "300",
                        "--workers",
                        "2",
                        "--minutes",
                        "2",
                        "--brief",
                        "--flight",
                        card.toString(),
                        "--report",
                        report.toString());
        JsonNode found = new ObjectMapper().readTree(Files.readString(report));
        // The detector sees the rendered stall in two of three looks: it alone may wait for a later patrol.
        assertThat(found.path("incidentsNotFiled")).as(told.toString()).allSatisfy(missed -> assertThat(missed.asText())
                .endsWith(" vending"));
        assertThat(found.path("incidentsFiledTwice")).as(told.toString()).isEmpty();
        assertThat(found.path("casesUntold")).as(told.toString()).isEmpty();
        assertThat(goal(found, "a killed worker's cameras are held by others")
                        .path("found")
                        .asText())
                .endsWith(" s");
        assertThat(found.path("seenShareByWindow")).hasSize(2);
        assertThat(found.path("seenShareByWindow").path(1).asDouble())
                .as(told.toString())
                .isGreaterThan(LEAST_SEEN);
        assertThat(found.path("flight").asText()).as(told.toString()).isEqualTo("DONE");
        assertThat(found.path("flightFindings").asInt()).isEqualTo(12);
        assertThat(found.path("seenShareByWindowAndRole").path("DEAD"))
                .allSatisfy(share -> assertThat(share.asDouble()).isZero());
    }

    private static JsonNode goal(JsonNode report, String what) {
        for (JsonNode goal : report.path("goals")) {
            if (goal.path("what").asText().equals(what)) {
                return goal;
            }
        }
        throw new AssertionError("no goal called " + what);
    }

    @Test
    void namesEveryWrongOptionAtOnce() {
        StringWriter err = new StringWriter();
        int status = new CommandLine(new RehearseMain())
                .setErr(new PrintWriter(err))
                .execute("--cameras", "7", "--workers", "99", "--minutes", "1", "--every", "5m", "--flight", "nowhere");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("--cameras: expected 100 to 20000, found 7")
                .contains("--workers: expected 1 to 16, found 99")
                .contains("--every: expected at most --minutes, found 300 s")
                .contains("--flight: expected a folder, found nowhere");
    }
}
