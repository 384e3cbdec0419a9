package org.streetwarden.api.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.imports.ImportFile;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CameraField;
import org.streetwarden.directory.CatalogueReader;
import org.streetwarden.directory.CatalogueRow;

/** Brings the rows of one catalogue into the database, a thousand at a time. */
final class ImportStaging {

    private static final int MAX_ROWS = 200_000;
    private static final int BATCH_ROWS = 1000;
    private static final int MAX_ORIGIN_CHARS = 60;
    private static final String SQL = """
            INSERT INTO camera_import_rows (import_id, position, place, code, outcome, facts, reasons)
            VALUES (:id, :position, :place, :code, :outcome, CAST(:facts AS jsonb), CAST(:reasons AS jsonb))""";

    private final PreparedBatch batch;
    private final long importId;
    private final CatalogueReader reader;
    private final Map<String, String> placeByCode = new HashMap<>();
    private int position;
    private boolean everyCodeKnown = true;

    private ImportStaging(PreparedBatch batch, long importId, CatalogueReader reader) {
        this.batch = batch;
        this.importId = importId;
        this.reader = reader;
    }

    /**
     * What a catalogue held.
     *
     * @param rows how many
     * @param everyCodeKnown whether it can be told of every row which camera it is
     */
    record Staged(int rows, boolean everyCodeKnown) {}

    /** @throws Refusal where the file as a whole cannot be used */
    static Staged stage(Handle handle, long importId, ImportFile<CameraField> file, CatalogueReader reader)
            throws IOException {
        try (PreparedBatch batch = handle.prepareBatch(SQL)) {
            ImportStaging staging = new ImportStaging(batch, importId, reader);
            for (ImportFile.Row<CameraField> row = file.next(); row != null; row = file.next()) {
                staging.add(row);
            }
            staging.flush();
            return new Staged(staging.position, staging.everyCodeKnown && !file.torn());
        }
    }

    private void add(ImportFile.Row<CameraField> row) {
        position++;
        if (position > MAX_ROWS) {
            throw Refusal.unusable("expected at most %d rows, found more".formatted(MAX_ROWS));
        }
        CatalogueRow read = row.problem().isEmpty()
                ? reader.read(cells(row))
                : new CatalogueRow.Refused("", List.of(row.problem()));
        switch (read) {
            case CatalogueRow.Refused refused -> put(place(row), refused.code(), "REFUSED", null, refused.reasons());
            case CatalogueRow.Secret secret ->
                put(place(row), secret.code(), "EXCLUDED", null, List.of("secrecy: the source calls it secret"));
            case CatalogueRow.Sound sound -> {
                String facts = EntryFacts.of(sound.entry()).toString();
                put(
                        place(row),
                        sound.entry().code(),
                        "READ",
                        facts,
                        sound.entry().remarks());
            }
        }
    }

    /** Of a feature, only a Point's place is one; a line or an area leaves the camera without. */
    private static Map<CameraField, String> cells(ImportFile.Row<CameraField> row) {
        if (row.geometry() == null) {
            return row.cells();
        }
        Map<CameraField, String> cells = new EnumMap<>(row.cells());
        cells.remove(CameraField.X);
        cells.remove(CameraField.Y);
        JsonNode point = row.geometry().coordinates();
        if (point != null && row.geometry().type().equals("Point")) {
            putNumber(cells, CameraField.X, point.path(0));
            putNumber(cells, CameraField.Y, point.path(1));
        }
        return cells;
    }

    private static void putNumber(Map<CameraField, String> cells, CameraField field, JsonNode number) {
        if (number.isNumber()) {
            cells.put(field, number.asText());
        }
    }

    /** Where the row says that it comes from, else where it stands in the file. */
    private static String place(ImportFile.Row<CameraField> row) {
        String origin = row.cells().getOrDefault(CameraField.ORIGIN, "");
        boolean printable = origin.length() <= MAX_ORIGIN_CHARS && !origin.matches(".*\\p{C}.*");
        return origin.isEmpty() || !printable ? row.place() : origin;
    }

    /** Of several rows with one code the first stands; that one of them is secret is never lost. */
    private void put(String place, String code, String outcome, String facts, List<String> reasons) {
        String first = code.isEmpty() ? null : placeByCode.putIfAbsent(code, place);
        boolean repeated = first != null && !outcome.equals("EXCLUDED");
        everyCodeKnown &= !code.isEmpty() || !outcome.equals("REFUSED");
        batch.bind("id", importId)
                .bind("position", position)
                .bind("place", place)
                .bind("code", code)
                .bind("outcome", repeated ? "REFUSED" : outcome)
                .bind("facts", repeated ? null : facts)
                .bind("reasons", Columns.array(repeated ? List.of("code: stands already at " + first) : reasons))
                .add();
        if (batch.size() >= BATCH_ROWS) {
            flush();
        }
    }

    private void flush() {
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
