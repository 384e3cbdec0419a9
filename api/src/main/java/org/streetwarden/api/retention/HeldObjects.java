package org.streetwarden.api.retention;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceRefused;
import org.streetwarden.api.evidence.EvidenceStore;

/** Tells a store with Object Lock which objects are under legal hold; the hold itself stands in the database before. */
final class HeldObjects {

    private static final Logger LOG = LoggerFactory.getLogger(HeldObjects.class);
    private static final int MOST = 20;

    private final Database database;
    private final EvidenceStore store;

    HeldObjects(Database database, EvidenceStore store) {
        this.database = database;
        this.store = store;
    }

    private record Untold(long id, long caseId, boolean lifted) {}

    /** @throws IOException where the store does not answer; what was not told is told at the next call */
    void tell() throws IOException {
        for (Untold hold : untold()) {
            Optional<String> told = told(hold);
            told.ifPresent(mark ->
                    database.write(handle -> handle.createUpdate("UPDATE legal_holds SET store = :told WHERE id = :id")
                            .bind("told", mark)
                            .bind("id", hold.id())
                            .execute()));
        }
    }

    private List<Untold> untold() {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, case_id, lifted_at IS NOT NULL AS lifted FROM legal_holds
                        WHERE store = 'PENDING' OR (store = 'HELD' AND lifted_at IS NOT NULL) ORDER BY id LIMIT :most""")
                .bind("most", MOST)
                .map((row, context) -> new Untold(row.getLong("id"), row.getLong("case_id"), row.getBoolean("lifted")))
                .list());
    }

    /** Empty where the store does not let itself be told; it is asked again at the next call. */
    private Optional<String> told(Untold hold) throws IOException {
        try {
            return Optional.of(tell(hold));
        } catch (EvidenceRefused refused) {
            LOG.warn("legal hold {}: the store does not take it: {}", hold.id(), refused.getMessage());
            return Optional.empty();
        }
    }

    private String tell(Untold hold) throws IOException {
        if (!store.locks()) {
            return "NONE";
        }
        boolean stands = !hold.lifted();
        for (String key : database.read(handle -> DueEvidence.keysOf(handle, hold.caseId()))) {
            try {
                store.hold(key, stands);
            } catch (EvidenceMissing gone) {
                LOG.debug("{} is not in the store", key);
            }
        }
        return stands ? "HELD" : "FREED";
    }
}
