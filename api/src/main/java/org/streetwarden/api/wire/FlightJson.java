package org.streetwarden.api.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.flights.Announced;
import org.streetwarden.api.flights.Flight;
import org.streetwarden.api.flights.FlightFile;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.casefile.FlightObject.Role;

/** Flights as the API writes them. */
public final class FlightJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper READER = new ObjectMapper();

    private FlightJson() {}

    /** @param flights one more than {@code limit} where there are more */
    public static ObjectNode page(List<Flight> flights, int limit) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("flights");
        flights.stream().limit(limit).forEach(flight -> array.add(summary(flight)));
        String next = flights.size() > limit ? flights.get(limit - 1).flightId() : null;
        return node.put("next", next);
    }

    private static ObjectNode summary(Flight flight) {
        ObjectNode node = JSON.objectNode()
                .put("flightId", flight.flightId())
                .put("name", flight.name())
                .put("pilot", flight.pilot())
                .put("state", flight.state().name())
                .put("detail", flight.detail())
                .put("createdAt", flight.createdAt().toString())
                .put("movedAt", flight.movedAt().toString())
                .put("endedAt", text(flight.endedAt()))
                .put("fileCount", flight.files())
                .put("bytes", flight.bytes())
                .put("received", flight.received())
                .put("track", !flight.trackKey().isEmpty());
        Flight.Progress progress = flight.progress();
        node.putObject("progress")
                .put("workerId", progress.workerId())
                .put("doneMs", progress.doneMs())
                .put("totalMs", progress.totalMs())
                .put("pictures", progress.pictures())
                .put("findings", progress.findings())
                .put("etaSeconds", progress.etaSeconds() < 0 ? null : (Long) progress.etaSeconds())
                .put("at", text(progress.at()));
        return node;
    }

    public static ObjectNode detail(FlightLedger.Detail detail) {
        ObjectNode node = summary(detail.flight());
        ArrayNode files = node.putArray("files");
        detail.files().forEach(file -> files.add(file(file)));
        ArrayNode alone = node.putArray("unpaired");
        detail.files().stream()
                .filter(file ->
                        file.pairedWith().isEmpty() && (file.role() == Role.VIDEO || file.role() == Role.TELEMETRY))
                .forEach(file -> alone.addObject()
                        .put("name", file.name())
                        .put("role", file.role().name()));
        node.set("inspection", inspection(detail.flight().inspection()));
        return node;
    }

    private static ObjectNode file(FlightFile file) {
        return JSON.objectNode()
                .put("number", file.number())
                .put("name", file.name())
                .put("shown", Announced.shown(file.name()))
                .put("role", file.role().name())
                .put("pairedWith", file.pairedWith().isEmpty() ? null : file.pairedWith())
                .put("bytes", file.bytes())
                .put("received", file.storedAt() == null ? file.received() : file.bytes())
                .put("sha256", file.sha256())
                .put("stored", file.storedAt() != null)
                .put("upload", file.uploadId() == null ? null : "/api/v1/uploads/" + file.uploadId());
    }

    /** What a worker sent is shown only where it is JSON. */
    private static JsonNode inspection(String text) {
        try {
            return text == null ? JSON.nullNode() : READER.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return JSON.nullNode();
        }
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
