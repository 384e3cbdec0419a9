package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code places apply}. */
@Command(name = "apply", description = "Makes an import the register's next version; doing it again changes nothing.")
final class PlaceApplyCommand extends ApiCommand {

    @Parameters(paramLabel = "IMPORT", description = "number of the import")
    private long id;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(names = "--allow-gone", description = "even where more than a fifth of the rows would be gone")
    private boolean allowGone;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return apply(client, id, who, allowGone);
    }

    static JsonNode apply(ApiClient client, long id, String who, boolean allowGone) throws IOException {
        return client.post(
                "/places/imports/" + id + "/apply",
                JsonNodeFactory.instance.objectNode().put("who", who).put("allowGone", allowGone));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        PlaceText.summary(answer, out());
    }
}
