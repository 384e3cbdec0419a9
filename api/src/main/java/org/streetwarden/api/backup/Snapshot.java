package org.streetwarden.api.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.streetwarden.api.backup.RunningRoot.LogState;

/**
 * What one backup holds; it stands in {@code backup.json}, which is written last.
 *
 * @param form version of this form
 * @param takenAt ISO-8601
 * @param schemaVersion last migration
 * @param sequences last value by name
 * @param objects how many of the evidence store
 * @param objectsSha256 of their list
 */
record Snapshot(
        int form,
        String takenAt,
        String schemaVersion,
        Map<String, Table> tables,
        Map<String, Long> sequences,
        LogState log,
        int objects,
        String objectsSha256) {

    static final int FORM = 1;

    private static final String FILE = "backup.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @param sha256 of its file */
    record Table(List<String> columns, long rows, String sha256) {}

    void write(Path folder) throws IOException {
        Path part = folder.resolve(FILE + ".part");
        Files.write(part, JSON.writeValueAsBytes(this));
        Files.move(part, folder.resolve(FILE));
    }

    /** @throws IOException where it cannot be read or is of another form */
    static Snapshot read(Path folder) throws IOException {
        Snapshot read = JSON.readValue(folder.resolve(FILE).toFile(), Snapshot.class);
        if (read.form() != FORM) {
            throw new IOException("%s: form: expected %d, found %d".formatted(folder.resolve(FILE), FORM, read.form()));
        }
        return read;
    }

    static Path table(Path folder, String name) {
        return folder.resolve("tables").resolve(name + ".copy");
    }

    static Path objectList(Path folder) {
        return folder.resolve("objects.jsonl");
    }

    /** The newest whole snapshot; empty where there is none. */
    static Optional<Path> newest(Path backup) throws IOException {
        Path all = backup.resolve("snapshots");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(each -> Files.isRegularFile(each.resolve(FILE)))
                    .max(Path::compareTo);
        }
    }
}
