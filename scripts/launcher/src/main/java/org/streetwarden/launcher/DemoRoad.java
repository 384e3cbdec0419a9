package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes two of the demo's cases from raise to end as a reviewer would: confirms both, waits until the platform has registered them
 * and calls them handled, and for what the cameras then see. What is gone is closed; what still stands is not.
 */
final class DemoRoad {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final String WHO = "demo-check";
    private static final List<String> STATES =
            List.of("APPROVED", "PUSHED", "REGISTERED", "HANDLED", "VERIFYING", "CLOSED");

    /** The camera whose street nobody sweeps, though the platform says so. */
    private static final String UNSWEPT = "bin";

    private final ApiClient api;
    private final Set<String> confirmed = new HashSet<>();
    private boolean closed;
    private String ended;

    DemoRoad(ApiClient api) {
        this.api = api;
    }

    /** @return what is still missing, one sentence each */
    List<String> look(List<JsonNode> cases) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        String gone = confirmed(cases, DemoCameras.SWEPT, missing);
        String still = confirmed(cases, UNSWEPT, missing);
        if (gone != null) {
            end(gone, missing);
        }
        if (still != null) {
            boolean found = proposals(still).contains("STILL");
            String status = api.get("/cases/" + still).path("status").asText();
            if (!found || !status.equals("VERIFYING")) {
                missing.add("a check that finds the thing of %s still there and leaves it open, found %s as %s"
                        .formatted(still, proposals(still), status));
            }
        }
        return missing;
    }

    /** @return the camera's case, which is confirmed; null where there is none yet */
    private String confirmed(List<JsonNode> cases, String cameraId, List<String> missing)
            throws IOException, InterruptedException {
        for (JsonNode found : cases) {
            if (found.path("camera").path("id").asText().equals(cameraId)) {
                String caseNo = found.path("caseNo").asText();
                if (found.path("status").asText().equals("PENDING_REVIEW") && confirmed.add(caseNo)) {
                    api.post("/cases/" + caseNo + "/verdicts", said().put("confirmed", true));
                }
                return caseNo;
            }
        }
        missing.add("a case of camera " + cameraId + " to confirm");
        return null;
    }

    private static ObjectNode said() {
        return JSON.createObjectNode().put("who", WHO);
    }

    private void end(String caseNo, List<String> missing) throws IOException, InterruptedException {
        if (!closed && proposals(caseNo).contains("GONE")) {
            api.post(
                    "/cases/" + caseNo + "/steps",
                    said().put("action", "close")
                            .put("from", "VERIFYING")
                            .put("why", "the check shows that it is gone"));
            closed = true;
        }
        List<String> states = new ArrayList<>();
        for (JsonNode entry : api.get("/cases/" + caseNo).path("history")) {
            if (entry.hasNonNull("to")) {
                states.add(entry.path("to").asText());
            }
        }
        if (!closed || !states.equals(STATES)) {
            missing.add(
                    "case %s over %s, found %s and proposals %s".formatted(caseNo, STATES, states, proposals(caseNo)));
        } else {
            ended = caseNo;
        }
    }

    /** The case that has come to its end by a check. */
    Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    private List<String> proposals(String caseNo) throws IOException, InterruptedException {
        List<String> proposals = new ArrayList<>();
        api.get("/cases/" + caseNo + "/checks")
                .path("checks")
                .forEach(check -> proposals.add(check.path("proposal").asText()));
        return proposals;
    }
}
