package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cameras list}. */
@Command(name = "list", description = "Lists what stands in the directory, by code.")
final class ListCommand extends ApiCommand {

    @Option(names = "--source", paramLabel = "NAME", description = "only those of this source")
    private String source;

    @Option(names = "--division", paramLabel = "DIGITS", description = "only those whose division begins so")
    private String division;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "camera",
            description = "camera, division, virtual-organisation …; else camera")
    private String kind;

    @Option(
            names = "--released",
            arity = "1",
            paramLabel = "BOOL",
            description = "only those that may be analysed, or may not")
    private Boolean released;

    @Option(
            names = "--present",
            arity = "1",
            paramLabel = "BOOL",
            description = "only those that their source names, or no longer")
    private Boolean present;

    @Option(names = "--after", paramLabel = "CODE", description = "go on behind this code")
    private String after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many, up to 500")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get(
                "/cameras/directory",
                ApiClient.query(
                        "source", source,
                        "division", division,
                        "kind", kind,
                        "released", released == null ? null : released.toString(),
                        "present", present == null ? null : present.toString(),
                        "after", after,
                        "limit", Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        answer.path("entries").forEach(entry -> {
            JsonNode facts = entry.path("facts");
            out().printf(
                            "%-20s %-3s %-8s %s%n",
                            entry.path("code").asText(),
                            facts.path("status").asText(),
                            entry.path("released").asBoolean() ? "released" : "-",
                            facts.path("name").asText());
        });
        if (answer.path("next").isTextual()) {
            out().printf("more with --after %s%n", answer.path("next").asText());
        }
    }
}
