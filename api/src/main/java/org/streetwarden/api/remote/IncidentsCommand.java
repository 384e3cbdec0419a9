package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules incidents}. */
@Command(
        name = "incidents",
        description =
                "Lists incidents that made no case, or others, newest first; of one, everything that was decided and why.")
final class IncidentsCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "INCIDENT", description = "id of one")
    private String id;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            defaultValue = "SUPPRESS",
            description = "SUPPRESS (else), WAIT, REMIND or FILE")
    private String outcome;

    @Option(names = "--reason", paramLabel = "REASON", description = "as permitted, short, duplicate")
    private String reason;

    @Option(names = "--kind", paramLabel = "KIND", description = "as vending")
    private String kind;

    @Option(names = "--camera", paramLabel = "ID", description = "of one camera")
    private String camera;

    @Option(names = "--zone", paramLabel = "ID", description = "of one zone")
    private String zone;

    @Option(names = "--after", paramLabel = "NEXT", description = "go on behind that page")
    private String after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many, up to 200")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return id != null
                ? client.get("/incidents/" + ApiClient.encoded(id), Map.of())
                : client.get(
                        "/incidents",
                        ApiClient.query(
                                "outcome",
                                outcome,
                                "reason",
                                reason,
                                "kind",
                                kind,
                                "camera",
                                camera,
                                "zone",
                                zone,
                                "after",
                                after,
                                "limit",
                                Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        if (id != null) {
            RuleText.incident(answer, out());
            answer.path("decisions").forEach(each -> RuleText.decision(each, out()));
            return;
        }
        answer.path("incidents").forEach(each -> RuleText.incident(each, out()));
        if (answer.path("next").isTextual()) {
            out().printf("more with --after '%s'%n", answer.path("next").asText());
        }
    }
}
