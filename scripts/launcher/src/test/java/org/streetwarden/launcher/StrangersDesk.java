package org.streetwarden.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a model engineer types what README says: a folder with the project's {@code models}, the launcher, and {@code
 * yolo.onnx}.
 */
final class StrangersDesk {

    private static final String SECTION = "## For model engineers";

    /** One stall for 40 seconds, looked at every two; no limit on time, because a whole demo runs beside. */
    private static final String GOLDEN = """
            name: one-stall
            interval: 2s
            rules:
              vending: { notice-after: 4s, raise-after: 8s, presence-share: 0.6, grace: 4s, blind-carry: 6s }
            limits: { latency-ratio: 100, latency-ms: 60000 }
            clips:
              - { video: ../models/scenes/clips/vending.mp4, truth: ../models/scenes/clips/vending.truth.json }
            """;

    private final Path folder;
    private final ProcessBuilder shell;

    /** What a command printed, on both streams. */
    record Said(int exit, String text) {}

    /**
     * @param folder not there yet
     * @param demo whose api it works with
     */
    StrangersDesk(Path folder, ModuleProcess modules, Rig demo) throws IOException {
        this.folder = Files.createDirectory(folder);
        Files.createSymbolicLink(folder.resolve("models"), modules.root().resolve("models"));
        Files.writeString(Files.createDirectory(folder.resolve("golden")).resolve("golden.yaml"), GOLDEN);
        shell = modules.command("stream-workers", "org.streetwarden.cli.Main", 256, List.of());
        Path launcher = Files.createDirectory(folder.resolve("scripts")).resolve("streetwarden");
        Files.writeString(launcher, launcher(shell.command()));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException(launcher + ": expected a file that may run");
        }
        shell.environment().put("STREETWARDEN_API", demo.url());
        shell.environment().put("STREETWARDEN_API_KEY_FILE", demo.keyFile().toString());
        shell.directory(folder.toFile()).redirectErrorStream(true);
    }

    /** The project's launcher, but for its build and the length of the gate. */
    private static String launcher(List<String> command) {
        String java = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return """
                #!/bin/sh
                [ "$2" = gate ] && set -- "$@" --golden golden
                exec %s "$@"
                """.formatted(java);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Has a shell run a command. */
    Said type(String command) throws IOException, InterruptedException {
        Process process = shell.command("bash", "-c", command).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), command + "\n" + text);
    }

    /** The commands that README prints for model engineers, each as it stands there. */
    static List<String> readme(Path root) throws IOException {
        String readme = Files.readString(root.resolve("README.md"));
        String section = readme.substring(readme.indexOf(SECTION));
        String block = section.split("```", 3)[1];
        return List.of(block.strip().split("(?<!\\\\)\n", -1));
    }
}
