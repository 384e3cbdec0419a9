package org.streetwarden.api.retention;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.evidence.WriteOnce;

/** Says what is kept how long, what falls due, and how it stands with one case. */
public final class RetentionIndex {

    private final Database database;
    private final EvidenceStore store;
    private final RetentionRules rules;
    private final Clock clock;

    public RetentionIndex(Database database, EvidenceStore store, RetentionRules rules, Clock clock) {
        this.database = database;
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * How it stands with a class of material.
     *
     * @param days empty where it is kept for good
     * @param due whose time is over and of which nothing has been decided yet
     * @param soon whose time will be over within the days asked for, those included
     * @param going decided, but not gone
     * @param refused of those, how many the store did not let go
     * @param deleted evidence packs that are gone
     */
    public record Standing(
            MaterialClass material, OptionalInt days, long due, long soon, long going, long refused, long deleted) {}

    /** Of every class. */
    public List<Standing> standings(int withinDays) {
        Instant now = clock.instant();
        return database.read(handle -> {
            List<Standing> all = new ArrayList<>();
            for (MaterialClass material : MaterialClass.values()) {
                all.add(standing(handle, material, now, withinDays));
            }
            return all;
        });
    }

    private Standing standing(Handle handle, MaterialClass material, Instant now, int withinDays) {
        Optional<Instant> over = rules.over(material, now);
        long due = over.map(before -> DueCounts.of(handle, material, before)).orElse(0L);
        long soon = over.map(before -> DueCounts.of(handle, material, before.plus(Duration.ofDays(withinDays))))
                .orElse(0L);
        return handle.createQuery("""
                        SELECT count(*) FILTER (WHERE deleted_at IS NULL), count(refused), count(deleted_at)
                        FROM deletions WHERE class = :class""")
                .bind("class", material.id())
                .map((row, context) -> new Standing(
                        material, rules.daysOf(material), due, soon, row.getLong(1), row.getLong(2), row.getLong(3)))
                .one();
    }

    /** Evidence whose time will be over within so many days, soonest first; nothing is decided by asking. */
    public List<Due> due(int withinDays, int most) {
        Instant now = clock.instant();
        List<Due> all = new ArrayList<>();
        database.read(handle -> {
            for (MaterialClass material :
                    List.of(MaterialClass.CLOSED_CASES, MaterialClass.REJECTED_CASES, MaterialClass.INCIDENTS)) {
                rules.over(material, now.plus(Duration.ofDays(withinDays)))
                        .ifPresent(before -> all.addAll(RetentionSweep.due(handle, material, before, most, false)));
            }
            return null;
        });
        return all.stream()
                .sorted(Comparator.comparing(due -> until(due).orElseThrow()))
                .limit(most)
                .toList();
    }

    /** When the time of some evidence is over. */
    public Optional<Instant> until(Due due) {
        return rules.until(due.material(), due.since());
    }

    /**
     * How it stands with the evidence of a case.
     *
     * @param material null while the case is open
     * @param until null while it is open, and where it is kept for good
     * @param hold null where none stands
     * @param deletion null while it is kept
     * @param writeOnce of its manifest; null where the store does not answer
     */
    public record Kept(
            MaterialClass material,
            Instant until,
            LegalHolds.Hold hold,
            Deletions.Ended deletion,
            WriteOnce writeOnce) {}

    private record Facts(String manifestKey, MaterialClass material, Instant since, Deletions.Ended deletion) {}

    /** Empty where there is no such case. */
    public Optional<Kept> of(String caseNo) {
        Optional<LegalHolds.Hold> hold = database.read(handle -> LegalHolds.standing(handle, caseNo));
        return database.read(handle -> facts(handle, caseNo))
                .map(facts -> new Kept(
                        facts.material(),
                        facts.material() == null
                                ? null
                                : rules.until(facts.material(), facts.since()).orElse(null),
                        hold.orElse(null),
                        facts.deletion(),
                        writeOnce(facts.manifestKey())));
    }

    private static Optional<Facts> facts(Handle handle, String caseNo) {
        return handle.createQuery("""
                        SELECT c.evidence_prefix || 'manifest.json' AS manifest, c.status, c.status_since, c.evidence_deletion, d.*
                        FROM cases c LEFT JOIN deletions d ON d.id = c.evidence_deletion WHERE c.case_no = :caseNo""")
                .bind("caseNo", caseNo)
                .map((row, context) -> {
                    String status = row.getString("status");
                    MaterialClass material = DueEvidence.ENDS.entrySet().stream()
                            .filter(ends -> ends.getValue().contains(status))
                            .map(ends -> ends.getKey())
                            .findFirst()
                            .orElse(null);
                    boolean going = row.getObject("evidence_deletion") != null;
                    return new Facts(
                            row.getString("manifest"),
                            material,
                            DueEvidence.instant(row, "status_since"),
                            going ? Deletions.ended(row) : null);
                })
                .findOne();
    }

    private WriteOnce writeOnce(String manifestKey) {
        try {
            return store.writeOnce(manifestKey);
        } catch (EvidenceMissing none) {
            return WriteOnce.NONE;
        } catch (IOException silent) {
            return null;
        }
    }

    /** The list of what an entry of the log says was deleted: canonical JSON; empty where it is no such entry. */
    public Optional<byte[]> list(long logPosition) {
        return database.read(handle -> Deletions.list(handle, logPosition));
    }

    /** The deletion that took an object of a case; empty where none names it. */
    public Optional<Deletions.Ended> deletionOf(String caseNo, String key) {
        return database.read(handle -> Deletions.of(handle, caseNo, key));
    }
}
