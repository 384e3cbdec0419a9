package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Confirms the flight's stalls as a reviewer would, and waits for what the platform says when it is asked first: of one it has
 * nothing, the other was reported there, and is joined.
 */
final class DemoStalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN_THERE = "Asked first: it has no open case within ";

    private final ApiClient api;
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> pushed = new HashSet<>();
    private final Set<String> joined = new HashSet<>();

    DemoStalls(ApiClient api) {
        this.api = api;
    }

    /** @param missing takes a sentence for each that is still waited for */
    void look(List<JsonNode> cases, List<String> missing) throws IOException, InterruptedException {
        if (pushed.isEmpty() || joined.isEmpty()) {
            confirm(cases);
            for (JsonNode delivery : api.get("/push/deliveries?limit=200").path("deliveries")) {
                take(delivery);
            }
        }
        if (pushed.isEmpty()) {
            missing.add("a stall of the flight that is handed over once the platform said that it has none there");
        }
        if (joined.isEmpty()) {
            missing.add("a stall of the flight that is joined to the platform's own case");
        }
    }

    private void confirm(List<JsonNode> cases) throws IOException, InterruptedException {
        for (JsonNode found : cases) {
            boolean stall = found.path("kind").asText().equals("vending")
                    && found.path("camera").path("id").asText().startsWith(DemoCheck.FLIGHT_CAMERA);
            String caseNo = found.path("caseNo").asText();
            if (stall && confirmed.add(caseNo)) {
                api.post(
                        "/cases/" + caseNo + "/verdicts",
                        JSON.createObjectNode().put("who", DemoRoad.WHO).put("confirmed", true));
            }
        }
    }

    private void take(JsonNode delivery) throws IOException, InterruptedException {
        String caseNo = delivery.path("caseNo").asText();
        if (!confirmed.contains(caseNo) || !delivery.path("op").asText().equals("CREATE")) {
            return;
        }
        for (JsonNode tried : delivery.path("attempts")) {
            if (tried.path("detail").asText().startsWith(UNKNOWN_THERE)
                    && tried.path("outcome").asText().equals("DELIVERED")) {
                pushed.add(caseNo);
            }
        }
        if (delivery.path("state").asText().equals("HELD")) {
            join(caseNo);
        }
    }

    /** The one case that the platform named. */
    private void join(String caseNo) throws IOException, InterruptedException {
        JsonNode answer =
                api.get("/cases/" + caseNo + "/nearby").path("answers").path(0);
        if (answer.path("found").size() == 1) {
            api.post(
                    "/cases/" + caseNo + "/nearby",
                    JSON.createObjectNode()
                            .put("target", answer.path("target").asText())
                            .put("act", "join")
                            .put(
                                    "platformCaseNo",
                                    answer.at("/found/0/platformCaseNo").asText())
                            .put("why", "the stall that an inspector reported"));
            joined.add(caseNo);
        }
    }
}
