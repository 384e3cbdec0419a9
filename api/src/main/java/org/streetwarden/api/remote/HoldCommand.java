package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retention hold}. */
@Command(
        name = "hold",
        description = "Puts a case under legal hold: nothing of it is deleted until another auditor lifts it.")
class HoldCommand extends ApiCommand {

    @Parameters(paramLabel = "CASE_NO", description = "as VA-370126-20261121-000001")
    private String caseNo;

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "one sentence")
    private String why;

    /** Below the case. */
    String path() {
        return "/hold";
    }

    String done() {
        return "under legal hold";
    }

    @Override
    final JsonNode ask(ApiClient client) throws IOException {
        return client.post(
                "/cases/" + ApiClient.encoded(caseNo) + path(),
                JsonNodeFactory.instance.objectNode().put("why", why));
    }

    @Override
    final void print(JsonNode answer, ApiClient client) {
        out().printf("%s %s%n", answer.path("caseNo").asText(), done());
    }
}
