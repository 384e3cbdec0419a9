package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Brings a file, shows what it would change, and applies it where that is asked for. */
abstract class ImportCommand extends ApiCommand {

    private final String group;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "why, in one sentence")
    private String why;

    @Option(names = "--apply", description = "apply it at once")
    private boolean apply;

    @Option(
            names = "--allow-gone",
            description = "with --apply, even where more than a fifth of what stands would be gone")
    private boolean allowGone;

    /** @param group {@code cameras} or {@code places} */
    ImportCommand(String group) {
        this.group = group;
    }

    /** @return the draft */
    abstract JsonNode bring(ApiClient client) throws IOException;

    /** Shows what a draft changes or changed. */
    abstract void show(JsonNode draft, ApiClient client) throws IOException;

    @Override
    final JsonNode ask(ApiClient client) throws IOException {
        JsonNode draft = bring(client);
        return apply ? ApplyCommand.apply(client, group, draft.path("id").asLong(), who, allowGone) : draft;
    }

    /** The type of a file by its name. */
    static String mime(Path file) throws RemoteFailure {
        if (!Files.isRegularFile(file)) {
            throw new RemoteFailure(file + ": expected a file, found none");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".geojson") || name.endsWith(".json") ? "application/geo+json" : "text/csv";
    }

    final JsonNode upload(ApiClient client, String path, Map<String, String> query, Path file, String mime)
            throws IOException {
        return client.upload(
                path,
                query,
                file,
                Map.of(
                        "Content-Type", mime,
                        "X-Who", ApiClient.encoded(who),
                        "X-Why", ApiClient.encoded(why)));
    }

    @Override
    final void print(JsonNode answer, ApiClient client) throws IOException {
        show(answer, client);
        if (answer.path("status").asText().equals("DRAFT")) {
            out().printf(
                            "nothing is changed yet: %s apply %d%n",
                            group, answer.path("id").asLong());
        }
    }
}
