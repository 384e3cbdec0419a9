package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Who flew over the demo's site: uploads the rendered flight as any pilot would, by {@code flights upload}, once. */
final class DemoPilot implements Runnable {

    /** What the flight is called. */
    static final String FLIGHT = "演示·北区勘察 Site Survey (demo)";

    private static final String CLIP = "survey.mp4";
    private static final String SUBTITLES = "survey.brackets-gimbal.srt";
    private static final String FOUND = "survey.survey.json";
    private static final int HEAP_MB = 64;
    private static final long MOST_SECONDS = 300;

    private final ModuleProcess modules;
    private final Path card;
    private final String url;
    private final Path keyFile;

    /**
     * @param card folder to lay the flight's files into, as an aircraft's memory card holds them
     * @param keyFile holds the key that is shown the api
     */
    DemoPilot(ModuleProcess modules, Path card, String url, Path keyFile) {
        this.modules = modules;
        this.card = card;
        this.url = url;
        this.keyFile = keyFile;
    }

    /** How many things of each kind the shipped model finds. */
    static Map<String, Integer> findings(ModuleProcess modules) throws IOException {
        Map<String, Integer> findings = new TreeMap<>();
        new ObjectMapper()
                .readTree(flights(modules).resolve(FOUND).toFile())
                .path("findings")
                .forEach(found -> findings.merge(found.path("kind").asText(), 1, Integer::sum));
        return findings;
    }

    private static Path flights(ModuleProcess modules) {
        return modules.root().resolve("models/scenes/flights");
    }

    /** Uploads, unless a demo with the same data has. */
    @Override
    public void run() {
        Path done = card.resolveSibling("uploaded");
        if (Files.exists(done)) {
            return;
        }
        try {
            Files.createDirectories(card);
            lay(CLIP, "DJI_0001.MP4");
            lay(SUBTITLES, "DJI_0001.SRT");
            upload(modules, card, FLIGHT, url, keyFile, card.resolveSibling("upload.log"));
            Files.createFile(done);
        } catch (IOException failed) {
            System.err.println("demo: flight: " + failed.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void lay(String file, String name) throws IOException {
        Files.copy(flights(modules).resolve(file), card.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Hands a flight to an api, and returns when it has all of it; the log takes what was said. */
    static void upload(ModuleProcess modules, Path card, String flight, String url, Path keyFile, Path log)
            throws IOException, InterruptedException {
        List<String> arguments = List.of("upload", "--api", url, "--name", flight, card.toString());
        ProcessBuilder command = modules.command("api", "org.streetwarden.api.remote.FlightsMain", HEAP_MB, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().put("STREETWARDEN_API_KEY_FILE", keyFile.toString());
        Process process = command.start();
        try {
            process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IOException(
                    "flights upload: expected exit code 0, found %d: see %s".formatted(process.exitValue(), log));
        }
    }
}
