package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CaseFacts;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseStep;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Judging;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.cases.StepRefused;
import org.streetwarden.api.insight.InsightIndex;
import org.streetwarden.api.insight.Span;
import org.streetwarden.api.life.HotSpotIndex;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.VerdictLedger;
import org.streetwarden.api.verdicts.VerdictReason;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.zone.Kind;

/** Lets cases go random ways through the api's own doors, and now and then counts them from memory and anew. */
final class CountedHistories {

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int CAMERAS = 3;
    private static final List<String> GRIDS = List.of("R1", "R2", "U1");

    private final Random random;
    private final Hands clock = new Hands(Records.NOON);
    private final Database database;
    private final CaseLedger ledger;
    private final VerdictLedger verdicts;
    private final CaseFacts facts;
    private int incidents;

    /** @param database empty, with the schema */
    CountedHistories(Database database, int seed) {
        this.database = database;
        random = new Random(seed);
        ReviewGate gate = ReviewGate.parse("vending=always, green-parking=0.8");
        ledger = new CaseLedger(database, "370126", gate, this::place, Judging.FILES_ALL, clock);
        verdicts = new VerdictLedger(database, clock, () -> {});
        facts = new CaseFacts(database, clock);
        database.write(handle -> {
            for (int i = 0; i < CAMERAS; i++) {
                handle.execute(
                        "INSERT INTO cameras (camera_id, name, state, reason, detail, worker_id, reported_at, changed_at, frames_judged, group_name) "
                                + "VALUES (?, ?, 'WATCHING', '', '', 'w', now(), now(), 1, ?)",
                        "cam-" + i,
                        "cam-" + i,
                        i % 2 == 0 ? "north" : "south");
            }
            return null;
        });
    }

    private void place(Handle handle, long caseId, IncidentFiled filed, Instant filedAt) {
        Map<String, Object> row = new HashMap<>();
        row.put("case", caseId);
        row.put("unit", random.nextInt(3) == 0 ? null : "U" + random.nextInt(3));
        row.put("wide", random.nextInt(3) == 0 ? null : "R" + random.nextInt(3));
        Gathering.write(handle, """
                INSERT INTO case_places (case_id, unit_grid, unit_grid_version, responsibility_grid, responsibility_grid_version, gaps)
                VALUES (:case, CAST(:unit AS text), CASE WHEN CAST(:unit AS text) IS NOT NULL THEN 1 END, CAST(:wide AS text),
                    CASE WHEN CAST(:wide AS text) IS NOT NULL THEN 1 END, '[]')""", row);
    }

    /** @param acts how many things happen, one behind the other */
    void go(int acts) {
        for (int i = 0; i < acts; i++) {
            clock.set(clock.instant().plus(Duration.ofMinutes(random.nextInt(300))));
            switch (random.nextInt(8)) {
                case 0, 1 -> file();
                case 2, 3 -> judge();
                default -> step();
            }
            if (random.nextInt(4) == 0) {
                facts.look();
            }
            if (i % 10 == 9) {
                compare("after " + (i + 1) + " acts");
            }
        }
    }

    private void file() {
        List<IncidentFiled> several = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            Instant raised = clock.instant().minusSeconds(random.nextInt(9) == 0 ? 900_000 : random.nextInt(900));
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            several.add(Records.inZone(
                    Records.incident(++incidents, kind, "cam-" + random.nextInt(CAMERAS), raised, Map.of()), "zone-1"));
        }
        ledger.fileAll(several);
    }

    private void judge() {
        Opinion opinion = random.nextInt(4) > 0
                ? new Opinion("wang", null, null, List.of(), "")
                : new Opinion("li", VerdictReason.GONE, null, List.of(), "");
        newest().ifPresent(caseNo -> {
            try {
                verdicts.give(caseNo, opinion, false);
            } catch (StepRefused tooFar) {
                assertThat(tooFar).hasMessageContaining(caseNo);
            }
        });
    }

    private void step() {
        newest().ifPresent(caseNo -> database.write(handle -> {
            CaseLife.Standing standing = CaseLife.lock(handle, caseNo).orElseThrow();
            boolean voids = random.nextInt(8) == 0;
            List<CaseStep> steps = CaseLife.steps(handle, standing.status()).stream()
                    .filter(each -> voids || each.to() != CaseStatus.VOID)
                    .toList();
            if (!steps.isEmpty()) {
                CaseStep step = steps.stream()
                        .filter(each -> each.to() == CaseStatus.CLOSED)
                        .findFirst()
                        .orElse(steps.get(random.nextInt(steps.size())));
                Instant now = clock.instant();
                CaseLife.move(
                        handle,
                        standing,
                        new CaseLife.Move(step.to(), now, now, "platform", CaseLife.MOVED, "Random."));
            }
            return null;
        }));
    }

    /** One of the newest dozen, so that most get far. */
    private Optional<String> newest() {
        List<String> few =
                database.read(handle -> handle.createQuery("SELECT case_no FROM cases ORDER BY id DESC LIMIT 12")
                        .mapTo(String.class)
                        .list());
        return few.isEmpty() ? Optional.empty() : Optional.of(few.get(random.nextInt(few.size())));
    }

    private void compare(String when) {
        Instant now = clock.instant();
        Instant to = now.minus(Duration.ofHours(random.nextInt(200)));
        Instant asOf = random.nextBoolean() ? now : to.plus(Duration.ofHours(24));
        Set<String> grids = random.nextInt(3) == 0 ? Set.of(GRIDS.get(random.nextInt(GRIDS.size()))) : Set.of();
        Set<String> groups = random.nextInt(3) == 0 ? Set.of("north") : Set.of();
        Span span = new Span(to, 1 + random.nextInt(9), asOf, grids, groups);
        int days = 1 + random.nextInt(60);
        int least = 1 + random.nextInt(3);
        assertThat(Recount.lines(new InsightIndex(database, facts).of(span)))
                .as("insight %s, %s", when, span)
                .isEqualTo(database.read(handle -> Recount.insight(handle, span)));
        assertThat(Recount.lines(new HotSpotIndex(facts, clock).list(Duration.ofDays(days), least, 500)))
                .as("hot spots %s, %d days", when, days)
                .isEqualTo(database.read(handle -> Recount.hotSpots(handle, now.minus(Duration.ofDays(days)), least)));
    }
}
