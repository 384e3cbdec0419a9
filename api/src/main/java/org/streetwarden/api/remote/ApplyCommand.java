package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cameras apply} and {@code places apply}. */
@Command(name = "apply", description = "Does what an import says; doing it again changes nothing.")
final class ApplyCommand extends ApiCommand {

    private final String group;
    private final BiConsumer<JsonNode, PrintWriter> summary;

    @Parameters(paramLabel = "IMPORT", description = "number of the import")
    private long id;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(names = "--allow-gone", description = "even where more than a fifth of what stands would be gone")
    private boolean allowGone;

    /** @param group {@code cameras} or {@code places} */
    ApplyCommand(String group, BiConsumer<JsonNode, PrintWriter> summary) {
        this.group = group;
        this.summary = summary;
    }

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return apply(client, group, id, who, allowGone);
    }

    static JsonNode apply(ApiClient client, String group, long id, String who, boolean allowGone) throws IOException {
        return client.post(
                "/" + group + "/imports/" + id + "/apply",
                JsonNodeFactory.instance.objectNode().put("who", who).put("allowGone", allowGone));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        summary.accept(answer, out());
    }
}
