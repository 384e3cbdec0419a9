package org.streetwarden.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line and the YAML file. */
final class FarmCommandTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("GATE_PASSWORD", "from-the-environment");

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLine command(FarmCommand command) {
        return new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    @Test
    void loadsTheShippedSample() {
        Path sample = Path.of(System.getProperty("streetwarden.root"), "stream-workers/config/farm.yaml");
        List<String> problems = new ArrayList<>();
        FarmConfig config = FarmConfig.read(sample, ENVIRONMENT, problems);
        assertThat(problems).isEmpty();
        assertThat(config.settings().port()).isEqualTo(8554);
        CameraFarm farm = new CameraFarm(config.settings());
        config.cameras().forEach(c -> c.addTo(farm));
        assertThat(farm.names())
                .contains("gate", "yard", "street-1", "street-100")
                .hasSize(104);
    }

    @Test
    void servesUntilStoppedAndPrintsUrlsWithoutPasswords() throws Exception {
        FarmCommand farm = new FarmCommand(ENVIRONMENT);
        String clip = TestClips.bPictures().toString();
        int[] exit = {-1};
        Thread running = Thread.ofPlatform()
                .start(() -> exit[0] = command(farm)
                        .execute(
                                "--port",
                                "0",
                                "--camera",
                                "a=" + clip,
                                "--camera",
                                "b-{n}=" + clip
                                        + ",user=u,passwordEnv=GATE_PASSWORD,count=2,phase=5s,behaviour=stall:10s"));
        CameraFarmTest.await(() -> out.toString().contains("Ctrl-C"));
        farm.stop();
        running.join(10_000);
        assertThat(exit[0]).isZero();
        assertThat(out.toString())
                .containsPattern("rtsp://127.0.0.1:\\d+/a\n")
                .contains("/b-1", "/b-2", "3 cameras on port")
                .doesNotContain("from-the-environment");
    }

    @Test
    void reportsAllThatIsWrongOnTheCommandLineAtOnce() {
        int exit = command(new FarmCommand(ENVIRONMENT))
                .execute(
                        "--port",
                        "0",
                        "--camera",
                        "a=missing.mp4",
                        "--camera",
                        "nothing",
                        "--camera",
                        "b=" + TestClips.audioOnly() + ",password=hush-hush",
                        "--camera",
                        "c=x.mp4,behaviour=naps");
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .contains("missing.mp4: expected a readable MP4 file, found nothing there")
                .contains("--camera ?: expected name=FILE")
                .contains("--camera b: expected user and password together")
                .contains("found 'naps'")
                .doesNotContain("hush-hush");
    }

    @Test
    void reportsAllThatIsWrongInTheFileAtOnce() throws IOException {
        Path yaml = Files.writeString(dir.resolve("farm.yaml"), """
                port: 99999
                colour: blue
                cameras:
                  - name: a
                    file: a.mp4
                    phase: soon
                  - file: b.mp4
                    sound: on
                  - just text
                """);
        List<String> problems = new ArrayList<>();
        FarmConfig.read(yaml, ENVIRONMENT, problems);
        assertThat(problems)
                .anyMatch(p -> p.contains("farm.yaml: port: expected a whole number from 0 to 65535, found 99999"))
                .anyMatch(p -> p.contains("colour: expected one of") && p.contains("an unknown key"))
                .anyMatch(p -> p.contains("cameras[0]: phase: expected a time like") && p.contains("'soon'"))
                .anyMatch(p -> p.contains("cameras[1]: name: expected one, found none"))
                .anyMatch(p -> p.contains("cameras[1]: expected name, file") && p.contains("found 'sound'"))
                .anyMatch(p -> p.contains("cameras[2]: expected name, file and more"));
    }

    @Test
    void reportsAFileThatIsNoYaml() throws IOException {
        for (String text : List.of("", "{", "- a", "cameras: []")) {
            List<String> problems = new ArrayList<>();
            FarmConfig.read(Files.writeString(dir.resolve("farm.yaml"), text), ENVIRONMENT, problems);
            assertThat(problems).as(text).isNotEmpty();
        }
        List<String> problems = new ArrayList<>();
        FarmConfig.read(dir.resolve("none.yaml"), ENVIRONMENT, problems);
        assertThat(problems).singleElement().asString().contains("none.yaml: file: expected a readable file");
    }
}
