package org.streetwarden.api.places;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.imports.Format;
import org.streetwarden.api.imports.ImportFile;
import org.streetwarden.api.imports.Imports;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.places.PlaceImport.Outcome;

/** Files that were brought into registers. Of a file every row is sound, or all problems are named and none is kept. */
public final class PlaceImports implements Imports<PlaceRequest, PlaceImport> {

    private static final int MAX_LISTED = 100;

    private final Database database;
    private final Clock clock;

    public PlaceImports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What a file holds. */
    private record Content(List<RegisterReader.Entry> entries, List<String> remarks) {}

    @Override
    public Taken<PlaceImport> take(PlaceRequest request, Path file, String sha256) throws IOException {
        Content content = content(request, file);
        return database.write(handle -> {
            Long base = PlaceRows.lock(handle, request.register().name());
            Optional<PlaceImport> twin = PlaceRows.twin(handle, request, sha256, base);
            return new Taken<>(twin.orElseGet(() -> added(handle, request, content, sha256, base)), twin.isEmpty());
        });
    }

    private static Content content(PlaceRequest request, Path file) throws IOException {
        Register.Sort sort = request.register().sort();
        if (request.format() == Format.CSV && sort.shape() == Register.Shape.AREA) {
            throw Refusal.unusable("format: expected GeoJSON, because rows are areas; found CSV");
        }
        if (request.format() == Format.GEOJSON && sort.shape() == Register.Shape.NONE) {
            throw Refusal.unusable("format: expected CSV, because rows have no place; found GeoJSON");
        }
        try (ImportFile<PlaceField> rows = ImportFile.open(file, request.format(), sort.header())) {
            return new Content(new RegisterReader(request.register(), request.system()).read(rows), rows.remarks());
        }
    }

    private PlaceImport added(Handle handle, PlaceRequest request, Content content, String sha256, Long base) {
        if (request.register().sort() == Register.Sort.CODE_MAP) {
            checkCodes(handle, content.entries());
        }
        long id = PlaceRows.insert(
                handle, request, sha256, base, content.entries().size(), content.remarks(), now());
        PlaceRows.supersedeOthers(handle, request.register().name(), id);
        PlaceRows.insertRows(handle, id, content.entries());
        PlaceDiff.count(handle, id, base);
        return PlaceRows.find(handle, id).orElseThrow();
    }

    /** No map may name a code whose table is not there. */
    private static void checkCodes(Handle handle, List<RegisterReader.Entry> entries) {
        Map<String, Set<String>> tables = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (RegisterReader.Entry entry : entries) {
            String system = entry.facts().path("codeSystem").asText();
            String code = entry.facts().path("code").asText();
            Set<String> known = tables.computeIfAbsent(system, each -> codes(handle, each));
            if (!known.contains(code)) {
                problems.add(
                        "%s: code: expected one of %s as it stands, found %s".formatted(entry.place(), system, code));
            }
        }
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
    }

    private static Set<String> codes(Handle handle, String system) {
        return handle.createQuery("""
                        SELECT r.key FROM place_rows r JOIN place_registers p ON p.in_force = r.import_id
                        WHERE p.register = :register""")
                .bind("register", Register.codes(system).name())
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Makes the draft the register's next version. */
    @Override
    public PlaceImport apply(long id, String who, boolean allowGone) {
        return database.write(handle -> {
            String register = PlaceRows.find(handle, id)
                    .orElseThrow(() -> Imports.unknown(id))
                    .register();
            Long inForce = PlaceRows.lock(handle, register);
            PlaceImport draft = PlaceRows.find(handle, id).orElseThrow(() -> Imports.unknown(id));
            if (draft.status() == Status.APPLIED) {
                return draft;
            }
            check(draft, inForce, allowGone);
            put(handle, draft, who);
            return PlaceRows.find(handle, id).orElseThrow();
        });
    }

    private static void check(PlaceImport draft, Long inForce, boolean allowGone) {
        if (draft.status() == Status.SUPERSEDED) {
            throw Refusal.conflict(
                    "A later import of %s has taken the place of import %d.".formatted(draft.register(), draft.id()));
        }
        if (!Objects.equals(draft.base(), inForce)) {
            throw Refusal.conflict("%s changed since import %d was compared: import it again."
                    .formatted(draft.register(), draft.id()));
        }
        int gone = draft.count(Outcome.GONE);
        int stood = gone + draft.count(Outcome.CHANGED) + draft.count(Outcome.UNCHANGED);
        if (!allowGone) {
            Imports.checkGone(gone, stood, "rows of " + draft.register());
        }
    }

    private void put(Handle handle, PlaceImport draft, String who) {
        handle.createUpdate("""
                        UPDATE place_imports SET status = 'APPLIED', applied_at = :now, applied_by = :who,
                            version = (SELECT coalesce(max(version), 0) + 1 FROM place_imports WHERE register = :register)
                        WHERE id = :id""")
                .bind("now", now())
                .bind("who", who)
                .bind("register", draft.register())
                .bind("id", draft.id())
                .execute();
        handle.createUpdate("UPDATE place_registers SET in_force = :id WHERE register = :register")
                .bind("id", draft.id())
                .bind("register", draft.register())
                .execute();
        handle.execute("ANALYZE place_rows");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The newest first.
     *
     * @param register null for all
     */
    public List<PlaceImport> list(String register) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM place_imports WHERE CAST(:register AS text) IS NULL OR register = :register
                        ORDER BY id DESC LIMIT :n""")
                .bind("register", register)
                .bind("n", MAX_LISTED)
                .map((row, context) -> PlaceRows.header(row))
                .list());
    }

    @Override
    public Optional<PlaceImport> find(long id) {
        return database.read(handle -> PlaceRows.find(handle, id));
    }

    /**
     * What it does, by key. Of a superseded one nothing is left to show.
     *
     * @param outcome null for all
     * @param after key behind which to go on; empty for the first page
     * @throws Refusal where there is no such import
     */
    public List<PlaceChange> changes(long id, Outcome outcome, String after, int limit) {
        return database.read(handle -> {
            PlaceImport each = PlaceRows.find(handle, id).orElseThrow(() -> Imports.unknown(id));
            return each.status() == Status.SUPERSEDED
                    ? List.<PlaceChange>of()
                    : PlaceDiff.page(handle, each, outcome, after, limit);
        });
    }
}
