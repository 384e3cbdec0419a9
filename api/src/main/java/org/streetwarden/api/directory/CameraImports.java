package org.streetwarden.api.directory;

import java.io.IOException;
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
import org.streetwarden.api.imports.Header;
import org.streetwarden.api.imports.ImportFile;
import org.streetwarden.api.imports.Imports;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CameraField;
import org.streetwarden.directory.CatalogueReader;

/**
 * Catalogues of cameras that were brought. One at a time, because each locks the directory.
 */
public final class CameraImports implements Imports<ImportRequest, CameraImport> {

    private static final Header<CameraField> HEADER = new Header<>(
            CameraField.class, CameraField::of, CameraField::header, List.of(CameraField.CODE, CameraField.NAME));

    private static final int MAX_LISTED = 100;

    private final Database database;
    private final Clock clock;

    public CameraImports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Taken<CameraImport> take(ImportRequest request, Path file, String sha256) throws IOException {
        try {
            return database.write(handle -> {
                long revision = ImportRows.lock(handle);
                Optional<CameraImport> twin = ImportRows.twin(handle, request, sha256, revision);
                return new Taken<>(
                        twin.orElseGet(() -> added(handle, request, file, sha256, revision)), twin.isEmpty());
            });
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        }
    }

    private CameraImport added(Handle handle, ImportRequest request, Path file, String sha256, long revision) {
        long id = ImportRows.insert(handle, request, sha256, revision, now());
        ImportRows.supersedeOthers(handle, request.source(), id);
        CatalogueReader reader = new CatalogueReader(request.system(), request.purpose(), request.sharingDocument());
        try (ImportFile<CameraField> catalogue = ImportFile.open(file, request.format(), HEADER)) {
            ImportStaging.Staged staged = ImportStaging.stage(handle, id, catalogue, reader);
            new ImportDiff(handle, id, request.source()).make(staged, request.complete(), catalogue.remarks());
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
        return ImportRows.find(handle, id).orElseThrow();
    }

    /** Makes the directory what the draft says. */
    @Override
    public CameraImport apply(long id, String who, boolean allowGone) {
        return database.write(handle -> {
            long revision = ImportRows.lock(handle);
            CameraImport draft = ImportRows.find(handle, id).orElseThrow(() -> Imports.unknown(id));
            if (draft.status() == Status.APPLIED) {
                return draft;
            }
            ImportApplication application = new ImportApplication(handle, draft);
            application.check(revision, allowGone);
            application.make(who, now());
            return ImportRows.find(handle, id).orElseThrow();
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The newest first. */
    public List<CameraImport> list() {
        return database.read(handle -> ImportRows.newest(handle, MAX_LISTED));
    }

    @Override
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
                throw Imports.unknown(id);
            }
            return ImportRows.page(handle, id, outcome, after, limit);
        });
    }
}
