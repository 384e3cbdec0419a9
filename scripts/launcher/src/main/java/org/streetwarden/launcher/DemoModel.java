package org.streetwarden.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Brings the package that the demo's worker looks with to the api, as {@code model push} does: only of a known model can masking be
 * proven, and stills of an unknown one are coarse all over.
 */
final class DemoModel implements Runnable {

    private static final long LOOK_EVERY_MS = 1000;
    private static final int HEAP_MB = 64;
    private static final int MOST_SECONDS = 120;

    private final Rig demo;
    private final ModuleProcess modules;

    /** @param demo started */
    DemoModel(Rig demo, ModuleProcess modules) {
        this.demo = demo;
        this.modules = modules;
    }

    /** Until it is there, or the thread is interrupted. The store has its bucket once the first case is on its way. */
    @Override
    public void run() {
        try (ApiClient api = demo.api()) {
            while (!isReady(api)) {
                Thread.sleep(LOOK_EVERY_MS);
            }
            push();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } catch (IOException refused) {
            System.err.println("demo: stills stay coarse: " + refused.getMessage());
        }
    }

    private static boolean isReady(ApiClient api) throws InterruptedException {
        try {
            return api.isReady();
        } catch (IOException away) {
            return false; // it starts, or starts again
        }
    }

    /** Again where it is there already: that changes nothing. */
    private void push() throws IOException, InterruptedException {
        Path log = demo.folder("api").resolve("model.log");
        Path shipped = Rig.model(modules);
        List<String> arguments = List.of(
                "model",
                "push",
                shipped.toString(),
                "--api",
                demo.url(),
                "--who",
                "demo",
                "--why",
                "the demo looks with it");
        ProcessBuilder push = modules.command("stream-workers", "org.streetwarden.cli.Main", HEAP_MB, arguments);
        push.environment().put("STREETWARDEN_API_KEY_FILE", demo.keyFile().toString());
        push.directory(demo.folder("api").toFile());
        Process process = push.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(nothing())
                .start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(shipped.getFileName() + ": not brought to the api; " + log + " says why");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static File nothing() {
        return new File("/dev/null");
    }
}
