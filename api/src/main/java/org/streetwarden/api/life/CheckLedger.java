package org.streetwarden.api.life;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.zone.Kind;

/** Takes and shows checks of handled cases. Thread-safe; blocks on the database. */
public final class CheckLedger {

    private static final int MAX_SHOWN = 100;
    private static final String CHECKED = "CHECKED";

    private final Database database;
    private final Map<Kind, CheckRule> rules;
    private final Clock clock;
    private final Runnable afterCheck;

    /** @param afterCheck called after each check's commit, on the caller's thread */
    public CheckLedger(Database database, Map<Kind, CheckRule> rules, Clock clock, Runnable afterCheck) {
        this.database = database;
        this.rules = Map.copyOf(rules);
        this.clock = clock;
        this.afterCheck = afterCheck;
    }

    /**
     * Judges what was seen and writes it down; a handled case is being verified from then on. Nothing is ever closed by it.
     *
     * @return empty where there is no such case
     * @throws org.streetwarden.api.cases.StepRefused where the case is neither handled nor being verified
     */
    public Optional<GoneCheck> take(String caseNo, String who, List<Sample> samples) {
        Optional<GoneCheck> check = database.write(
                handle -> CaseLife.lock(handle, caseNo).map(standing -> take(handle, standing, who, samples)));
        check.ifPresent(each -> afterCheck.run());
        return check;
    }

    private GoneCheck take(Handle handle, Standing standing, String who, List<Sample> samples) {
        if (standing.status() != CaseStatus.VERIFYING) {
            CaseLife.require(handle, standing, "verify");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CheckRule rule = rules.get(kind(handle, standing));
        GoneCheck check = GoneCheck.of(samples, who, handledAt(handle, standing), now, rule);
        keep(handle, standing, CheckManifest.none(check));
        return check;
    }

    /** Writes a judged check down, in the case's history and in the log. The case is locked, and handled or being verified. */
    static void keep(Handle handle, Standing standing, CheckManifest manifest) {
        GoneCheck check = manifest.check();
        CheckRows.insert(handle, standing.id(), manifest);
        String why = check.proposal() + ": " + check.why();
        if (check.asked() != null) {
            String subject = "%s; manifest of the check %s, of the case %s"
                    .formatted(why, check.asked().manifestSha256(), filedSha256(handle, standing));
            EvidenceLog.addAct(handle, new Act(check.at(), "CHECK", check.who(), "", standing.caseNo(), subject));
        }
        if (standing.status() == CaseStatus.VERIFYING) {
            CaseLife.note(handle, standing.id(), check.at(), check.who(), CHECKED, why);
        } else {
            Move move = new Move(CaseStatus.VERIFYING, check.at(), check.at(), check.who(), CHECKED, why);
            CaseLife.move(handle, standing, move);
        }
        Announcement.write(handle, "case-checked", standing.caseNo(), check.at());
    }

    private static Kind kind(Handle handle, Standing standing) {
        return Kind.of(column(handle, standing, "kind")).orElseThrow();
    }

    private static String filedSha256(Handle handle, Standing standing) {
        return column(handle, standing, "manifest_sha256");
    }

    private static String column(Handle handle, Standing standing, String name) {
        return handle.createQuery("SELECT " + name + " FROM cases WHERE id = :case")
                .bind("case", standing.id())
                .mapTo(String.class)
                .one();
    }

    /** When we learned that it was handled, the last time. */
    private static Instant handledAt(Handle handle, Standing standing) {
        return handle.createQuery("SELECT max(at) FROM case_history WHERE case_id = :case AND to_status = 'HANDLED'")
                .bind("case", standing.id())
                .mapTo(Instant.class)
                .one();
    }

    /**
     * The checks of a case.
     *
     * @param judged oldest first
     * @param open the one that workers are asked for now; empty where there is none
     * @param looks of the open one so far
     */
    public record Shown(List<GoneCheck> judged, Optional<AskedChecks.Open> open, List<Sample> looks) {}

    /** @return empty where there is no such case */
    public Optional<Shown> of(String caseNo) {
        return database.read(handle -> handle.createQuery("SELECT id FROM cases WHERE case_no = :caseNo")
                .bind("caseNo", caseNo)
                .mapTo(Long.class)
                .findOne()
                .map(id -> {
                    Optional<AskedChecks.Open> open = AskedChecks.open(handle, id);
                    List<Sample> looks =
                            open.map(each -> LookRows.of(handle, each.id())).orElse(List.of());
                    return new Shown(CheckRows.of(handle, id, MAX_SHOWN), open, looks);
                }));
    }

    /** The picture of a look that a worker was asked for. */
    public Optional<EvidenceObject> picture(String caseNo, long askedId, int number) {
        return database.read(handle -> handle.createQuery("""
                        SELECT l.* FROM check_looks l JOIN asked_checks a ON a.id = l.asked_id JOIN cases c ON c.id = a.case_id
                        WHERE c.case_no = :caseNo AND a.id = :asked AND l.number = :number AND l.picture_key IS NOT NULL""")
                .bind("caseNo", caseNo)
                .bind("asked", askedId)
                .bind("number", number)
                .map((row, context) -> new EvidenceObject(
                        row.getString("picture_key"), row.getString("picture_sha256"), LookRows.picture(row)))
                .findOne());
    }

    /** What a check that workers were asked for rests on: canonical JSON. */
    public Optional<String> manifest(String caseNo, long askedId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT k.manifest FROM case_checks k JOIN cases c ON c.id = k.case_id
                        WHERE c.case_no = :caseNo AND k.asked_id = :asked""")
                .bind("caseNo", caseNo)
                .bind("asked", askedId)
                .mapTo(String.class)
                .findOne());
    }
}
