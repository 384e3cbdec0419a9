package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Flights as people read them. */
final class FlightText {

    private FlightText() {}

    static void line(JsonNode flight, PrintWriter out) {
        long bytes = Math.max(1, flight.path("bytes").asLong());
        out.printf(
                "%s %-10s %3d%%  %s%n",
                flight.path("flightId").asText(),
                flight.path("state").asText(),
                100 * flight.path("received").asLong() / bytes,
                safe(flight.path("name").asText()));
    }

    static void detail(JsonNode flight, PrintWriter out) {
        line(flight, out);
        if (!flight.path("detail").asText().isEmpty()) {
            out.println("  " + safe(flight.path("detail").asText()));
        }
        JsonNode progress = flight.path("progress");
        if (progress.path("totalMs").asLong() > 0) {
            out.printf(
                    "  surveyed %d of %d s, %d findings%s%n",
                    progress.path("doneMs").asLong() / 1000,
                    progress.path("totalMs").asLong() / 1000,
                    progress.path("findings").asInt(),
                    progress.path("etaSeconds").isNumber()
                            ? ", " + progress.path("etaSeconds").asLong() + " s left"
                            : "");
        }
        for (JsonNode file : flight.path("files")) {
            out.printf(
                    "  %-9s %s %s%n",
                    file.path("role").asText(),
                    file.path("stored").asBoolean() ? "here   " : "to come",
                    file.path("shown").asText());
        }
        unpaired(flight, out);
        for (JsonNode part : flight.path("inspection").path("flights")) {
            part.path("problems")
                    .forEach(problem ->
                            out.println("  ! " + safe(problem.path("en").asText())));
        }
    }

    /** What a pilot can still put right. */
    static void unpaired(JsonNode flight, PrintWriter out) {
        for (JsonNode file : flight.path("unpaired")) {
            out.printf(
                    "  ? %s: %s%n",
                    safe(file.path("name").asText()),
                    file.path("role").asText().equals("VIDEO")
                            ? "no telemetry (.SRT) of that name; where none is inside the video, nothing can be placed on the ground"
                            : "no video of that name; it is of no use alone");
        }
    }

    static String safe(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD");
    }
}
