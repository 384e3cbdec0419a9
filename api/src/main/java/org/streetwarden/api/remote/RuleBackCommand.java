package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules back}. */
@Command(
        name = "back",
        description = "Puts earlier rules in force again: those before, or a version that rules history names.")
final class RuleBackCommand extends ApiCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            description = "its first digits, at least 8; else the one before")
    private String version;

    @Option(
            names = {"--reason", "--why"},
            required = true,
            paramLabel = "WHY",
            description = "why, one sentence")
    private String why;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.post(
                "/rules/back",
                JsonNodeFactory.instance.objectNode().put("sha256", earlier(client)),
                Map.of("X-Who", ApiClient.encoded(who), "X-Why", ApiClient.encoded(why)));
    }

    private String earlier(ApiClient client) throws IOException {
        List<String> versions = new ArrayList<>();
        client.get("/rules/history", Map.of())
                .path("changes")
                .forEach(change -> versions.add(change.path("sha256").asText()));
        List<String> found = versions.stream()
                .distinct()
                .filter(each -> version == null
                        ? !each.equals(versions.getFirst())
                        : version.length() >= 8 && each.startsWith(version))
                .toList();
        if (found.isEmpty() || (version != null && found.size() > 1)) {
            throw new RemoteFailure(
                    version == null
                            ? "expected rules before those in force, found none"
                            : "VERSION: expected the first 8 digits or more of one in rules history, found " + version);
        }
        return found.getFirst();
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        RuleText.change(answer, out());
    }
}
