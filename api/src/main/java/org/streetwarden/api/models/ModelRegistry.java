package org.streetwarden.api.models;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.Database;

/** The packages that were imported and their gate reports. Thread-safe; blocks on the database. */
public final class ModelRegistry {

    private static final int MAX_MODELS = 1000;
    private static final int MAX_STEPS = 500;

    private final Database database;
    private final Clock clock;

    public ModelRegistry(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A package that has been looked into.
     *
     * @param signedBy null where no known key signed it
     */
    public record Arrival(
            String sha256,
            PackageManifest manifest,
            String manifestText,
            long bytes,
            String signedBy,
            String who,
            String why) {}

    /** @throws Refusal where another package has the same name and version */
    public void refuseNamesake(String sha256, PackageManifest manifest) {
        database.read(handle -> {
            refuseNamesake(handle, sha256, manifest);
            return null;
        });
    }

    private static void refuseNamesake(Handle handle, String sha256, PackageManifest manifest) {
        handle.createQuery("SELECT sha256 FROM models WHERE name = :name AND version = :version AND sha256 <> :sha256")
                .bind("name", manifest.name())
                .bind("version", manifest.version())
                .bind("sha256", sha256)
                .mapTo(String.class)
                .findOne()
                .ifPresent(other -> {
                    throw Refusal.conflict("%s %s: expected digest %s, which was imported first, found %s"
                            .formatted(manifest.name(), manifest.version(), other, sha256));
                });
    }

    /**
     * Takes in a package that already lies in the store.
     *
     * @return false where it was here before; only a first signature is new then
     * @throws Refusal where another package has the same name and version
     */
    public boolean add(Arrival arrival) {
        return database.write(handle -> {
            StepRows.lock(handle);
            refuseNamesake(handle, arrival.sha256(), arrival.manifest());
            Instant now = StepRows.now(clock);
            boolean added = insert(handle, arrival, now);
            if (added) {
                StepRows.add(handle, arrival.sha256(), imported(arrival, now, StepRows.revision(handle)));
            }
            Announcement.write(handle, "model-changed", arrival.sha256(), now);
            return added;
        });
    }

    private static boolean insert(Handle handle, Arrival arrival, Instant now) {
        return handle.createQuery("""
                        INSERT INTO models VALUES (:sha256, :name, :version, :role, :bytes, :signer, 'IMPORTED',
                            :manifest, :now, :who)
                        ON CONFLICT (sha256) DO UPDATE SET signed_by = coalesce(models.signed_by, excluded.signed_by)
                        RETURNING xmax = 0""")
                .bind("sha256", arrival.sha256())
                .bind("name", arrival.manifest().name())
                .bind("version", arrival.manifest().version())
                .bind("role", arrival.manifest().role())
                .bind("bytes", arrival.bytes())
                .bind("signer", arrival.signedBy())
                .bind("manifest", arrival.manifestText())
                .bind("now", now)
                .bind("who", arrival.who())
                .mapTo(Boolean.class)
                .one();
    }

    private static ModelDetail.Step imported(Arrival arrival, Instant now, long revision) {
        String state = ModelState.IMPORTED.name();
        return new ModelDetail.Step(
                now, arrival.who(), arrival.why(), "IMPORT", state, state, null, null, null, null, revision);
    }

    /**
     * Keeps a gate report.
     *
     * @throws Refusal where the model is unknown or the report is about another
     */
    public void addGate(String sha256, GateReport report, byte[] json, String who) {
        if (!report.candidate().equals(sha256)) {
            throw Refusal.unusable(
                    "gate.json: candidate.sha256: expected %s, found %s".formatted(sha256, report.candidate()));
        }
        database.write(handle -> {
            if (ModelRows.find(handle, sha256).isEmpty()) {
                throw Refusal.unknown(sha256);
            }
            Instant now = StepRows.now(clock);
            GateRows.add(handle, report, new String(json, StandardCharsets.UTF_8), who, now);
            Announcement.write(handle, "model-changed", sha256, now);
            return null;
        });
    }

    /** The newest first. */
    public List<ModelEntry> list() {
        return database.read(handle -> ModelRows.newest(handle, MAX_MODELS));
    }

    public Optional<ModelEntry> find(String sha256) {
        return database.read(handle -> ModelRows.find(handle, sha256));
    }

    /** The newest facts of some packages; unknown digests are left out. */
    public List<ModelEntry> some(Handle handle, List<String> digests) {
        return ModelRows.some(handle, digests);
    }

    public Optional<ModelDetail> detail(String sha256) {
        return database.read(handle -> ModelRows.find(handle, sha256)
                .map(entry -> new ModelDetail(
                        entry,
                        StepRows.of(handle, sha256, MAX_STEPS),
                        GateRows.newest(handle, sha256).orElse(null))));
    }
}
