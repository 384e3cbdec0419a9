package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** The fleet as people read it. */
final class FleetText {

    private FleetText() {}

    static void print(JsonNode fleet, PrintWriter out) {
        out.printf(
                "%d cameras, %d held, room for %d%n",
                fleet.path("cameras").asLong(),
                fleet.path("held").asLong(),
                fleet.path("capacity").asLong());
        if (fleet.path("workers").isEmpty()) {
            out.println("no worker has spoken within an hour");
        }
        fleet.path("workers").forEach(worker -> print(out, worker));
    }

    private static void print(PrintWriter out, JsonNode worker) {
        String scarcest = worker.path("scarcest").asText();
        out.printf(
                Locale.ROOT,
                "%-20s %-9s %5d of %5d cameras  %.2f cores  %d MB  %d sessions  %3.0f %% %s%n",
                worker.path("id").asText(),
                state(worker),
                worker.path("held").asInt(),
                worker.path("capacity").asInt(),
                worker.path("coresUsed").asDouble(),
                worker.path("residentBytes").asLong() >> 20,
                worker.path("openSessions").asInt(),
                100 * worker.path("busiest").asDouble(),
                scarcest.isEmpty() ? "busy" : "of " + scarcest);
        if (!worker.path("drain").isNull()) {
            out.printf("  to hold nothing: %s%n", worker.path("drain").asText());
        }
    }

    private static String state(JsonNode worker) {
        return worker.path("alive").asBoolean() ? worker.path("state").asText().toLowerCase(Locale.ROOT) : "dead";
    }

    /** @return null where nobody of that id is there */
    static JsonNode worker(JsonNode fleet, String id) {
        for (JsonNode worker : fleet.path("workers")) {
            if (worker.path("id").asText().equals(id)) {
                return worker;
            }
        }
        return null;
    }
}
