package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Those who sweep the demo's back lane: once the platform has registered a case there, its camera shows the lane without the pile.
 * Nobody comes to the demo's other streets, whatever the platform says of them.
 */
final class DemoCrew implements Runnable {

    private static final long LOOK_EVERY_MS = 1000;
    private static final Set<String> KNOWN_TO_PLATFORM = Set.of("REGISTERED", "DISPATCHED", "HANDLED", "VERIFYING");

    private final Supplier<ApiClient> api;
    private final Path sign;

    /**
     * @param api opens a client of it
     * @param sign the file by which the camera knows
     */
    DemoCrew(Supplier<ApiClient> api, Path sign) {
        this.api = api;
        this.sign = sign;
    }

    /** Until the lane is swept, or the thread is interrupted. */
    @Override
    public void run() {
        try (ApiClient client = api.get()) {
            while (!Files.exists(sign)) {
                Thread.sleep(LOOK_EVERY_MS);
                if (isAsked(client)) {
                    Files.createFile(sign);
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } catch (IOException unwritable) {
            System.err.println("demo: " + sign + ": expected to write it, found " + unwritable.getMessage());
        }
    }

    private static boolean isAsked(ApiClient api) throws InterruptedException {
        try {
            for (JsonNode found : api.cases()) {
                boolean here = found.path("camera").path("id").asText().equals(DemoCameras.SWEPT);
                if (here && KNOWN_TO_PLATFORM.contains(found.path("status").asText())) {
                    return true;
                }
            }
        } catch (IOException away) {
            return false; // it starts, or starts again
        }
        return false;
    }
}
