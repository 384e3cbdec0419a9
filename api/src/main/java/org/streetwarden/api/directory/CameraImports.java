package org.streetwarden.api.directory;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CatalogueReader;

/**
 * Catalogues that were brought: each a draft that says what it would do, until somebody applies it. Thread-safe; blocks on
 * the database and the disk. One at a time, because each locks the directory.
 */
public final class CameraImports {

    private static final int MAX_LISTED = 100;

    private final Database database;
    private final Clock clock;

    public CameraImports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * An import that stands in the database.
     *
     * @param added false where the same draft was there before
     */
    public record Taken(CameraImport draft, boolean added) {}

    /**
     * Reads a catalogue and compares it. Other drafts of its source are superseded.
     *
     * @param sha256 of the file, 64 lower-case hexadecimal digits
     * @throws Refusal where the file as a whole cannot be used; nothing has changed then
     */
    public Taken take(ImportRequest request, Path file, String sha256) throws IOException {
        try {
            return database.write(handle -> {
                long revision = ImportRows.lock(handle);
                Optional<CameraImport> twin = ImportRows.twin(handle, request, sha256, revision);
                return twin.map(draft -> new Taken(draft, false))
                        .orElseGet(() -> new Taken(added(handle, request, file, sha256, revision), true));
            });
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        }
    }

    private CameraImport added(Handle handle, ImportRequest request, Path file, String sha256, long revision) {
        long id = ImportRows.insert(handle, request, sha256, revision, now());
        ImportRows.supersedeOthers(handle, request.source(), id);
        CatalogueReader reader = new CatalogueReader(request.system(), request.purpose(), request.sharingDocument());
        try (CatalogueFile catalogue = open(request, file)) {
            ImportStaging.Staged staged = ImportStaging.stage(handle, id, catalogue, reader);
            new ImportDiff(handle, id, request.source()).make(staged, request.complete(), catalogue.remarks());
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        return ImportRows.find(handle, id).orElseThrow();
    }

    private static CatalogueFile open(ImportRequest request, Path file) throws IOException {
        Reader text = SourceText.open(file);
        try {
            return switch (request.format()) {
                case CSV -> new CsvCatalogue(text);
                case GEOJSON -> new GeoJsonCatalogue(text);
            };
        } catch (IOException | RuntimeException unusable) {
            text.close();
            throw unusable;
        }
    }

    /**
     * Makes the directory what the draft says, in one transaction; doing it again changes nothing.
     *
     * @param allowGone whether more than a fifth of the source's entries may be gone
     * @throws Refusal where there is no such import, or it does not go with how things stand
     */
    public CameraImport apply(long id, String who, boolean allowGone) {
        return database.write(handle -> {
            long revision = ImportRows.lock(handle);
            CameraImport draft = ImportRows.find(handle, id).orElseThrow(() -> unknown(id));
            if (draft.status() == CameraImport.Status.APPLIED) {
                return draft;
            }
            ImportApplication application = new ImportApplication(handle, draft);
            application.check(revision, allowGone);
            application.make(who, now());
            return ImportRows.find(handle, id).orElseThrow();
        });
    }

    private static Refusal unknown(long id) {
        return new Refusal(Refusal.Cause.UNKNOWN, List.of("There is no import " + id + "."));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The newest first. */
    public List<CameraImport> list() {
        return database.read(handle -> ImportRows.newest(handle, MAX_LISTED));
    }

    public Optional<CameraImport> find(long id) {
        return database.read(handle -> ImportRows.find(handle, id));
    }

    /**
     * What it does, in the order of the file.
     *
     * @param outcome null for all
     * @param after position behind which to go on; 0 for the first
     * @throws Refusal where there is no such import
     */
    public List<ImportRow> rows(long id, Outcome outcome, int after, int limit) {
        return database.read(handle -> {
            if (ImportRows.find(handle, id).isEmpty()) {
                throw unknown(id);
            }
            return ImportRows.page(handle, id, outcome, after, limit);
        });
    }
}
