package org.streetwarden.api.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceRefused;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.masking.MaskedStills;

/**
 * Deletes what is kept long enough, a bounded piece each round: first it is written down that some evidence is to go, a round
 * later its objects go, and when the last is gone that and the log's entry are written in one transaction. Killed anywhere, the
 * next round goes on. Several may run at once. Deletes nothing before {@link RetentionStart} says that it may.
 */
public final class RetentionSweep {

    /** How long readers and masked copies under way have until objects go. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final int MOST_PACKS = 50;
    private static final int MOST_ROWS = 2000;

    private final Database database;
    private final EvidenceStore store;
    private final RetentionRules rules;
    private final HeldObjects held;
    private final Clock clock;
    private final Instant from;
    private final Counter packs;
    private final Counter rows;
    private final Counter refusals;
    private boolean said;

    /** Decides nothing before a minute has gone by, so that whoever starts with wrong settings can stop it. */
    public RetentionSweep(
            Database database, EvidenceStore store, RetentionRules rules, Clock clock, MeterRegistry registry) {
        this.database = database;
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        held = new HeldObjects(database, store);
        from = clock.instant().plus(GRACE);
        packs = registry.counter("streetwarden.retention.packs.deleted");
        rows = registry.counter("streetwarden.retention.rows.deleted");
        refusals = registry.counter("streetwarden.retention.refused");
    }

    /** One round. */
    public void look() throws IOException {
        if (!database.migrated()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        held.tell();
        if (database.read(RetentionStart::of).isEmpty()) {
            sayOnce();
            return;
        }
        carryOut(now);
        if (!now.isBefore(from)) {
            decide(now);
            deleteRows(now);
        }
    }

    private void sayOnce() {
        if (!said) {
            said = true;
            LOG.warn("nothing is deleted before somebody confirms it: `retention dryrun` lists what would go, "
                    + "`retention confirm` begins");
        }
    }

    private void decide(Instant now) {
        for (MaterialClass material :
                List.of(MaterialClass.CLOSED_CASES, MaterialClass.REJECTED_CASES, MaterialClass.INCIDENTS)) {
            OptionalInt days = rules.daysOf(material);
            rules.over(material, now)
                    .ifPresent(before -> database.write(handle -> {
                        for (Due due : due(handle, material, before, MOST_PACKS, true)) {
                            Deletions.decide(handle, due, days.orElseThrow(), now);
                        }
                        return null;
                    }));
        }
    }

    static List<Due> due(Handle handle, MaterialClass material, Instant before, int most, boolean lock) {
        return material == MaterialClass.INCIDENTS
                ? DueEvidence.incidents(handle, before, most, lock)
                : DueEvidence.cases(handle, material, before, most, lock);
    }

    private void deleteRows(Instant now) {
        for (MaterialClass material : OldRows.STATEMENTS.keySet()) {
            rules.over(material, now)
                    .ifPresent(before -> rows.increment(database.write(handle -> OldRows.delete(
                            handle, material, rules.daysOf(material).orElseThrow(), before, now, MOST_ROWS))));
        }
    }

    private void carryOut(Instant now) throws IOException {
        List<Deletions.Open> incidents = new ArrayList<>();
        for (Deletions.Open deletion :
                database.read(handle -> Deletions.open(handle, now.minus(GRACE), now, MOST_PACKS))) {
            if (!removed(deletion, now)) {
                continue;
            }
            if (deletion.caseId() == null) {
                incidents.add(deletion);
            } else {
                end(List.of(deletion), now);
            }
        }
        for (Deletions.Open first : firstOfEachRule(incidents)) {
            end(
                    incidents.stream()
                            .filter(each -> each.keeps().equals(first.keeps()))
                            .toList(),
                    now);
        }
    }

    private static List<Deletions.Open> firstOfEachRule(List<Deletions.Open> all) {
        Set<String> seen = new HashSet<>();
        return all.stream().filter(each -> seen.add(each.keeps())).toList();
    }

    private void end(List<Deletions.Open> gone, Instant now) {
        packs.increment(database.write(handle -> Deletions.end(handle, gone, now)));
    }

    /** @return whether nothing of it is in the store any more */
    private boolean removed(Deletions.Open deletion, Instant now) throws IOException {
        try {
            for (NamedObject object : deletion.objects()) {
                store.delete(object.key());
                for (String copy : MaskedStills.copiesOf(object.key())) {
                    store.delete(copy);
                }
            }
            return true;
        } catch (EvidenceRefused refused) {
            refusals.increment();
            LOG.warn("{}: the store does not delete its evidence: {}", deletion.subject(), refused.getMessage());
            database.write(handle -> {
                Deletions.refuse(handle, deletion, refused.getMessage(), now);
                return null;
            });
            return false;
        }
    }
}
