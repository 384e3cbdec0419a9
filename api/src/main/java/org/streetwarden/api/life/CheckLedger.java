package org.streetwarden.api.life;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.GoneCheck.Proposal;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.scene.ViewState;

/** Takes and shows checks of handled cases. Thread-safe; blocks on the database. */
public final class CheckLedger {

    private static final int MAX_SHOWN = 100;
    private static final String CHECKED = "CHECKED";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final Clock clock;
    private final Runnable afterCheck;

    /** @param afterCheck called after each check's commit, on the caller's thread */
    public CheckLedger(Database database, Clock clock, Runnable afterCheck) {
        this.database = database;
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
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean begins = standing.status() != CaseStatus.VERIFYING;
        if (begins) {
            CaseLife.require(handle, standing, "verify");
        }
        GoneCheck check = GoneCheck.of(samples, who, handledAt(handle, standing), now);
        insert(handle, standing.id(), check);
        String why = check.proposal() + ": " + check.why();
        if (begins) {
            CaseLife.move(handle, standing, new Move(CaseStatus.VERIFYING, now, now, who, CHECKED, why));
        } else {
            CaseLife.note(handle, standing.id(), now, who, CHECKED, why);
        }
        Announcement.write(handle, "case-checked", standing.caseNo(), now);
        return check;
    }

    /** When we learned that it was handled, the last time. */
    private static Instant handledAt(Handle handle, Standing standing) {
        return handle.createQuery("SELECT max(at) FROM case_history WHERE case_id = :case AND to_status = 'HANDLED'")
                .bind("case", standing.id())
                .mapTo(Instant.class)
                .one();
    }

    private static void insert(Handle handle, long caseId, GoneCheck check) {
        ArrayNode samples = JsonNodeFactory.instance.arrayNode();
        check.samples().forEach(sample -> samples.addObject()
                .put("at", sample.at().toString())
                .put("view", sample.view().name())
                .put("seen", sample.seen()));
        handle.createUpdate("""
                        INSERT INTO case_checks (case_id, at, who, proposal, why, samples)
                        VALUES (:case, :at, :who, :proposal, :why, :samples::jsonb)""")
                .bind("case", caseId)
                .bind("at", check.at())
                .bind("who", check.who())
                .bind("proposal", check.proposal().name())
                .bind("why", check.why())
                .bind("samples", samples.toString())
                .execute();
    }

    /**
     * The checks of a case, oldest first.
     *
     * @return empty where there is no such case
     */
    public Optional<List<GoneCheck>> of(String caseNo) {
        return database.read(handle -> handle.createQuery("SELECT id FROM cases WHERE case_no = :caseNo")
                .bind("caseNo", caseNo)
                .mapTo(Long.class)
                .findOne()
                .map(id -> of(handle, id)));
    }

    private static List<GoneCheck> of(Handle handle, long caseId) {
        return handle.createQuery("SELECT * FROM case_checks WHERE case_id = :case ORDER BY id DESC LIMIT :limit")
                .bind("case", caseId)
                .bind("limit", MAX_SHOWN)
                .map((row, context) -> check(row))
                .list()
                .reversed();
    }

    private static GoneCheck check(ResultSet row) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        try {
            for (JsonNode sample : JSON.readTree(row.getString("samples"))) {
                samples.add(new Sample(
                        Instant.parse(sample.get("at").asText()),
                        ViewState.valueOf(sample.get("view").asText()),
                        sample.get("seen").asBoolean()));
            }
        } catch (JsonProcessingException unreadable) {
            throw new SQLException("case_checks " + row.getLong("id") + " cannot be read", unreadable);
        }
        return new GoneCheck(
                row.getTimestamp("at").toInstant(),
                row.getString("who"),
                Proposal.valueOf(row.getString("proposal")),
                row.getString("why"),
                samples);
    }
}
