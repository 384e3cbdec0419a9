package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Whereabouts;

/** The cases of the sample platform: which numbers they have, and which are open and where. Thread-safe. */
final class SampleDesk {

    private final Map<String, String> numbers = new HashMap<>();
    private final Map<String, Open> open = new LinkedHashMap<>();

    /**
     * An open case.
     *
     * @param caseNo the number of whom it came from by push; null where somebody else reported it
     * @param place null where nobody said it
     */
    private record Open(String caseNo, String kind, LonLat place, Instant at, String source) {}

    /** What somebody else has reported already. */
    record Reported(String kind, LonLat place) {}

    SampleDesk(List<Reported> reported, Instant now) {
        for (Reported each : reported) {
            open.put("I-%06d".formatted(open.size() + 1), new Open(null, each.kind(), each.place(), now, "监督员上报"));
        }
    }

    synchronized boolean knows(String caseNo) {
        return numbers.containsKey(caseNo);
    }

    /** Its number, the same however often it is asked for. */
    synchronized String number(String caseNo) {
        return numbers.computeIfAbsent(caseNo, unknown -> "S-%06d".formatted(numbers.size() + 1));
    }

    /** @param data of the event that brought it */
    synchronized void open(String number, JsonNode data) {
        JsonNode position = data.at("/place/position");
        LonLat place = position.hasNonNull("longitude")
                ? new LonLat(
                        position.path("longitude").asDouble(),
                        position.path("latitude").asDouble())
                : null;
        Instant at = Instant.parse(data.path("occurredAt").asText());
        open.put(
                number, new Open(data.path("caseNo").asText(), data.path("kind").asText(), place, at, "视频智能分析"));
    }

    synchronized void close(String number) {
        open.remove(number);
    }

    /** Open cases of the kind within the radius, as the contract for the question says; their age doesn't matter here. */
    synchronized ObjectNode near(JsonNode question) {
        Whereabouts here = new Whereabouts(
                new LonLat(
                        question.path("longitude").asDouble(),
                        question.path("latitude").asDouble()),
                0);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode cases = answer.putArray("cases");
        open.forEach((number, each) -> {
            if (each.kind().equals(question.path("kind").asText())
                    && each.place() != null
                    && here.distanceM(each.place()) <= question.path("radiusM").asDouble()) {
                cases.addObject()
                        .put("platformCaseNo", number)
                        .put("caseNo", each.caseNo())
                        .put("code", each.kind())
                        .put("status", "立案")
                        .put("longitude", each.place().longitude())
                        .put("latitude", each.place().latitude())
                        .put("at", each.at().toString())
                        .put("source", each.source());
            }
        });
        return answer;
    }
}
