package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.streetwarden.flight.FlightNames;
import org.streetwarden.flight.FlightNames.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flights upload}. */
@Command(
        name = "upload",
        description =
                "Uploads videos, telemetry and photographs as one flight. Run again after a cut, it goes on where it was.")
final class FlightUploadCommand extends ApiCommand {

    private static final int MOST_DEPTH = 6;
    private static final int MIB = 1 << 20;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "files, or folders as the aircraft writes them")
    private List<Path> paths;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "what the flight is called; else the first path's name")
    private String name;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        Map<String, Path> files = files();
        JsonNode flight = begun(client, files);
        FlightText.unpaired(flight, err());
        String flightId = flight.path("flightId").asText();
        long total = flight.path("bytes").asLong();
        Progress progress = new Progress(err(), "MiB uploaded", Clock.systemUTC());
        long before = 0;
        try (TusClient tus = new TusClient(client.base())) {
            for (JsonNode file : flight.path("files")) {
                long start = before;
                String fileName = file.path("name").asText();
                if (!file.path("stored").asBoolean()) {
                    String path = file.path("upload").isTextual()
                            ? file.path("upload").asText()
                            : tus.create(flightId, fileName, file.path("bytes").asLong());
                    tus.send(
                            path,
                            files.get(fileName),
                            kept -> progress.at((int) ((start + kept) / MIB), (int) (total / MIB)));
                }
                before += file.path("bytes").asLong();
            }
        }
        return client.get("/flights/" + flightId, Map.of());
    }

    /** By name as it is announced: within the folder given, with slashes. */
    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path path : paths) {
            if (Files.isRegularFile(path)) {
                files.put(path.getFileName().toString(), path);
            } else if (Files.isDirectory(path)) {
                try (Stream<Path> found = Files.walk(path, MOST_DEPTH)) {
                    found.filter(Files::isRegularFile)
                            .filter(file -> Kind.of(file.toString()) != Kind.OTHER)
                            .sorted()
                            .forEach(file ->
                                    files.put(path.relativize(file).toString().replace('\\', '/'), file));
                }
            } else {
                throw new RemoteFailure(path + ": expected a file or folder, found none");
            }
        }
        if (files.isEmpty()) {
            throw new RemoteFailure("expected videos, telemetry or photographs there, found none");
        }
        return files;
    }

    /** The same files that are on their way already, else a new flight. */
    private JsonNode begun(ApiClient client, Map<String, Path> files) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String first = paths.getFirst().toAbsolutePath().normalize().toString();
        body.put("name", name == null ? FlightNames.file(first) : name);
        ArrayNode announced = body.putArray("files");
        for (Map.Entry<String, Path> file : files.entrySet()) {
            announced.addObject().put("name", file.getKey()).put("bytes", Files.size(file.getValue()));
        }
        for (JsonNode open : client.get("/flights", ApiClient.query("state", "UPLOADING", "limit", "200"))
                .path("flights")) {
            if (open.path("name").equals(body.path("name"))
                    && open.path("fileCount").asInt() == files.size()) {
                JsonNode detail = client.get("/flights/" + open.path("flightId").asText(), Map.of());
                if (same(detail, announced)) {
                    err().println("going on with " + detail.path("flightId").asText());
                    return detail;
                }
            }
        }
        return client.post("/flights", body);
    }

    private static boolean same(JsonNode detail, ArrayNode announced) {
        for (int i = 0; i < announced.size(); i++) {
            JsonNode file = detail.path("files").path(i);
            if (!file.path("name").equals(announced.path(i).path("name"))
                    || file.path("bytes").asLong()
                            != announced.path(i).path("bytes").asLong()) {
                return false;
            }
        }
        return true;
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        FlightText.detail(answer, out());
    }
}
