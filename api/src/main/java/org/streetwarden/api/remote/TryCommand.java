package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code streetwarden platform try}. */
@Command(
        name = "try",
        description = {
            "Shows what a target would be sent of a case, with every problem of the mapping, and sends nothing.",
            "",
            "Exit code 1 also where it could not be sent."
        })
final class TryCommand extends ApiCommand {

    @Parameters(paramLabel = "CASE_NO", description = "such as VA-370126-20261121-000001")
    private String caseNo;

    @Option(names = "--target", paramLabel = "NAME", required = true, description = "id in the file of targets")
    private String target;

    @Option(
            names = "--op",
            paramLabel = "OP",
            defaultValue = "CREATE",
            description = "CREATE, UPDATE, RESOLVE_HINT, WITHDRAW, or NEARBY for the question before; else CREATE")
    private String op;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get(
                "/push/targets/" + ApiClient.encoded(target) + "/try", ApiClient.query("case", caseNo, "op", op));
    }

    @Override
    void print(JsonNode answer, ApiClient client) throws IOException {
        out().printf(
                        "%s of %s to %s (%s)%n",
                        op,
                        caseNo,
                        answer.path("to").asText(),
                        answer.path("contentType").asText());
        answer.path("headers").forEach(each -> out().println("  header " + each.asText() + ": …"));
        answer.path("body").properties().forEach(each -> out().println("  " + each.getKey() + " = " + each.getValue()));
        answer.path("files").forEach(each -> out().printf(
                        "  file %s, %s, %d bytes%n",
                        each.path("name").asText(),
                        each.path("mime").asText(),
                        each.path("bytes").asLong()));
        answer.path("notes").forEach(each -> out().println("note: " + each.asText()));
        answer.path("problems").forEach(each -> out().println("problem: " + each.asText()));
        out().flush();
        if (!answer.path("problems").isEmpty()) {
            throw new RemoteFailure("It could not be sent.");
        }
    }
}
