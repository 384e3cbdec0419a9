package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code places import}. */
@Command(
        name = "import",
        description = {
            "Compares a file with what is in force in a register and shows what it would change.",
            "",
            "Tables and points are CSV files (UTF-8 or GB18030; columns in Chinese or English), layers GeoJSON files. A file is "
                    + "the whole register; where one row cannot be used, every problem is named and nothing is kept.",
            "",
            "Registers: codes-SYSTEM, code-map, units, calendar, unit-grids, responsibility-grids, vending-points, green-belts, "
                    + "construction-permits, collection-points."
        })
final class PlaceImportCommand extends ApiCommand {

    @Parameters(index = "0", paramLabel = "REGISTER", description = "which register")
    private String register;

    @Parameters(index = "1", paramLabel = "FILE", description = "the file")
    private Path file;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "TEXT",
            description = "document or office that it comes from")
    private String source;

    @Option(
            names = "--crs",
            paramLabel = "SYSTEM",
            description = "of layers and points: wgs84, cgcs2000, gcj02 or web-mercator")
    private String crs;

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
            description = "with --apply, even where more than a fifth of the rows would be gone")
    private boolean allowGone;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new RemoteFailure(file + ": expected a file, found none");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean geoJson = name.endsWith(".geojson") || name.endsWith(".json");
        JsonNode draft = client.upload(
                "/places/" + ApiClient.encoded(register) + "/imports",
                ApiClient.query("source", source, "crs", crs),
                file,
                Map.of(
                        "Content-Type", geoJson ? "application/geo+json" : "text/csv",
                        "X-Who", ApiClient.encoded(who),
                        "X-Why", ApiClient.encoded(why)));
        return apply ? PlaceApplyCommand.apply(client, draft.path("id").asLong(), who, allowGone) : draft;
    }

    @Override
    void print(JsonNode answer, ApiClient client) throws IOException {
        PlaceText.summary(answer, out());
        PlaceText.changes(answer, client, out());
        if (answer.path("status").asText().equals("DRAFT")) {
            out().printf(
                            "nothing is changed yet: places apply %d%n",
                            answer.path("id").asLong());
        }
    }
}
