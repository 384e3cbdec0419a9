package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report weekly}. */
@Command(name = "weekly", description = "Saves the report of one week: figures, trends, early warnings and charts.")
final class WeeklyCommand extends ApiCommand {

    @Option(
            names = "--week",
            required = true,
            paramLabel = "WEEK",
            description = "ISO week in China's time, as 2026-W47")
    private String week;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "where to; a name that ends in .html makes a page, any other a PDF")
    private Path out;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        if (!week.matches("[0-9]{4}-W[0-9]{2}")) {
            throw new RemoteFailure("--week: expected one as 2026-W47, found " + week);
        }
        String format = out.toString().endsWith(".html") ? "html" : "pdf";
        client.download("/reports/weekly?week=" + week + "&format=" + format, Map.of(), out);
        return JsonNodeFactory.instance
                .objectNode()
                .put("week", week)
                .put("file", out.toString())
                .put("bytes", Files.size(out));
    }

    @Override
    void print(JsonNode saved, ApiClient client) {
        out().printf(
                        "%s: %d bytes%n",
                        saved.path("file").asText(), saved.path("bytes").asLong());
    }
}
