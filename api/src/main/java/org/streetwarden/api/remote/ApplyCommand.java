package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cameras apply}. */
@Command(name = "apply", description = "Makes the directory what an import says; doing it again changes nothing.")
final class ApplyCommand extends ApiCommand {

    @Parameters(paramLabel = "IMPORT", description = "number of the import")
    private long id;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(names = "--allow-gone", description = "even where more than a fifth of the source's entries would be gone")
    private boolean allowGone;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return apply(client, id, who, allowGone);
    }

    static JsonNode apply(ApiClient client, long id, String who, boolean allowGone) throws IOException {
        return client.post(
                "/cameras/imports/" + id + "/apply",
                JsonNodeFactory.instance.objectNode().put("who", who).put("allowGone", allowGone));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        ImportText.summary(answer, out());
    }
}
