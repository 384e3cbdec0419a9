package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
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
final class PlaceImportCommand extends ImportCommand {

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

    PlaceImportCommand() {
        super("places");
    }

    @Override
    JsonNode bring(ApiClient client) throws IOException {
        String path = "/places/" + ApiClient.encoded(register) + "/imports";
        return upload(client, path, ApiClient.query("source", source, "crs", crs), file, mime(file));
    }

    @Override
    void show(JsonNode draft, ApiClient client) throws IOException {
        PlaceText.summary(draft, out());
        PlaceText.changes(draft, client, out());
    }
}
