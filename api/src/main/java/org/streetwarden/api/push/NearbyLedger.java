package org.streetwarden.api.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.adapters.Neighbour;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** What targets have near our cases, and what people decided of it. Thread-safe; blocks on the database. */
public final class NearbyLedger {

    /** So many cases are kept and shown of an answer, the nearest ones. */
    static final int MOST_KEPT = 20;

    /** So long an answer that it has none is gone by. */
    static final Duration GOOD_FOR = Duration.ofHours(1);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Delivered once, decided, answered lately, or of no case any more: nothing to ask. */
    private static final String SETTLED = """
            SELECT d.delivered_at IS NOT NULL OR NOT s.open OR coalesce(a.decision = 'PUSH', false)
                OR coalesce(a.unanswered IS NULL AND a.found = '[]' AND a.asked_at > :fresh, false)
            FROM push_deliveries d JOIN cases c ON c.id = d.case_id JOIN case_statuses s USING (status)
            LEFT JOIN nearby_answers a ON a.delivery_id = d.id
            WHERE d.id = :id""";

    /** Numbers of cases that the target has, or may have, from us, and our own numbers. */
    private static final String OURS = """
            SELECT c.platform_case_no FROM cases c
            WHERE c.platform_case_no = ANY(:numbers) AND EXISTS (%1$s d.case_id = c.id)
            UNION SELECT b.platform_case_no FROM case_callbacks b
            WHERE b.platform_case_no = ANY(:numbers) AND EXISTS (%1$s d.case_id = b.case_id)
            UNION SELECT c.case_no FROM cases c WHERE c.case_no = ANY(:ours)""".formatted(
                    "SELECT 1 FROM push_deliveries d WHERE d.target_id = :target AND d.state <> 'SKIPPED'"
                            + " AND d.tried_at IS NOT NULL AND");

    private static final String OF_CASE = """
            SELECT a.*, d.target_id, d.state = 'HELD' AS held
            FROM nearby_answers a JOIN push_deliveries d ON d.id = a.delivery_id JOIN cases c ON c.id = d.case_id
            WHERE c.case_no = :caseNo AND (a.found <> '[]' OR a.unanswered IS NOT NULL)
            ORDER BY d.id DESC LIMIT 20""";

    private final Database database;
    private final Clock clock;

    NearbyLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a case is held for.
     *
     * @param unanswered why there is no answer; null where there is one
     */
    record Held(int radiusM, List<Neighbour> near, String unanswered) {}

    /**
     * What a target said, and what came of it.
     *
     * @param held whether a person has to decide
     * @param found the nearest, nearest first
     * @param more how many more it named
     * @param unanswered why there is no answer; null where there is one
     * @param decision null while nobody decided
     */
    public record Row(
            String targetId,
            boolean held,
            Instant askedAt,
            int radiusM,
            ArrayNode found,
            int more,
            String unanswered,
            Decision decision) {}

    /**
     * What a person decides.
     *
     * @param joined the target's number of the same thing; null where it is another thing, to be pushed
     * @param at null where it is yet to be written down
     */
    public record Decision(String targetId, String joined, String who, Instant at, String why) {}

    /** What came of a decision. */
    public enum Decided {
        DONE,
        /** There is no such case. */
        UNKNOWN,
        /** Nothing of it is held for that target. */
        NOT_HELD,
        /** The target did not name that number. */
        NOT_NAMED
    }

    /** Whether a delivery can go out unasked. */
    boolean settled(long deliveryId) {
        return database.read(handle -> handle.createQuery(SETTLED)
                .bind("id", deliveryId)
                .bind("fresh", now().minus(GOOD_FOR))
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether the target named cases that a person has not judged. */
    boolean named(long deliveryId) {
        return database.read(
                handle -> handle.createQuery("SELECT found <> '[]' FROM nearby_answers WHERE delivery_id = :id")
                        .bind("id", deliveryId)
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(false));
    }

    /** Those that the target does not have from us. */
    List<Neighbour> strangers(String targetId, List<Neighbour> near) {
        if (near.isEmpty()) {
            return near;
        }
        Set<String> ours = new HashSet<>(database.read(handle -> handle.createQuery(OURS)
                .bind("numbers", near.stream().map(Neighbour::caseNo).toArray(String[]::new))
                .bind(
                        "ours",
                        near.stream()
                                .map(Neighbour::ours)
                                .filter(Objects::nonNull)
                                .toArray(String[]::new))
                .bind("target", targetId)
                .mapTo(String.class)
                .list()));
        return near.stream()
                .filter(each -> !ours.contains(each.caseNo()) && !ours.contains(String.valueOf(each.ours())))
                .toList();
    }

    /** That it has none; good for a while. */
    void remember(long deliveryId, int radiusM) {
        database.write(handle -> {
            write(handle, deliveryId, now(), new Held(radiusM, List.of(), null));
            return null;
        });
    }

    /** In the place of an earlier answer; one that named cases stays where there is none now. */
    static void write(Handle handle, long deliveryId, Instant now, Held held) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        held.near().stream().limit(MOST_KEPT).forEach(each -> found.add(json(each)));
        handle.createUpdate("""
                        INSERT INTO nearby_answers (delivery_id, asked_at, radius_m, found, more, unanswered)
                        VALUES (:id, :now, :radius, :found::jsonb, :more, :unanswered)
                        ON CONFLICT (delivery_id) DO UPDATE SET asked_at = EXCLUDED.asked_at, radius_m = EXCLUDED.radius_m,
                            found = EXCLUDED.found, more = EXCLUDED.more, unanswered = EXCLUDED.unanswered
                        WHERE EXCLUDED.unanswered IS NULL OR nearby_answers.found = '[]'""")
                .bind("id", deliveryId)
                .bind("now", now)
                .bind("radius", held.radiusM())
                .bind("found", found.toString())
                .bind("more", Math.max(0, held.near().size() - MOST_KEPT))
                .bind("unanswered", held.unanswered())
                .execute();
    }

    private static ObjectNode json(Neighbour near) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("platformCaseNo", near.caseNo())
                .put("code", near.code())
                .put("status", near.status())
                .put("source", near.source())
                .put("at", near.at() == null ? null : near.at().toString())
                .put("longitude", near.place() == null ? null : near.place().longitude())
                .put("latitude", near.place() == null ? null : near.place().latitude())
                .put("distanceM", near.distanceM() == null ? null : Math.round(near.distanceM() * 10) / 10.0);
    }

    /** Nothing more of the case goes to the target, which does not know it under our number. */
    static void skip(Handle handle, long caseId, String targetId) {
        handle.createUpdate("""
                        UPDATE push_deliveries SET state = 'SKIPPED'
                        WHERE case_id = :case AND target_id = :target AND state IN ('WAITING', 'HELD')""").bind("case", caseId).bind("target", targetId).execute();
    }

    /** What targets have near a case, newest first; empty where none was found, or there is no such case. */
    public List<Row> of(String caseNo) {
        return database.read(handle -> handle.createQuery(OF_CASE)
                .bind("caseNo", caseNo)
                .map((row, context) -> row(row))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        String target = row.getString("target_id");
        Timestamp decided = row.getTimestamp("decided_at");
        Decision decision = decided == null
                ? null
                : new Decision(
                        target,
                        row.getString("joined_no"),
                        row.getString("decided_by"),
                        decided.toInstant(),
                        row.getString("why"));
        return new Row(
                target,
                row.getBoolean("held"),
                row.getTimestamp("asked_at").toInstant(),
                row.getInt("radius_m"),
                found(row.getString("found")),
                row.getInt("more"),
                row.getString("unanswered"),
                decision);
    }

    private static ArrayNode found(String text) {
        try {
            return (ArrayNode) JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes a person's decision on what is held. */
    public Decided decide(String caseNo, Decision decision) {
        return database.write(handle -> {
            Optional<Standing> standing = CaseLife.lock(handle, caseNo);
            return standing.isEmpty() ? Decided.UNKNOWN : decide(handle, standing.get(), decision);
        });
    }

    private Decided decide(Handle handle, Standing standing, Decision decision) {
        Optional<Waiting> held = held(handle, standing, decision.targetId());
        if (held.isEmpty()) {
            return Decided.NOT_HELD;
        }
        if (decision.joined() != null && !held.get().mayBe(decision.joined())) {
            return Decided.NOT_NAMED;
        }
        write(handle, held.get().id(), decision);
        if (decision.joined() == null) {
            push(handle, standing, held.get().id(), decision);
        } else {
            join(handle, standing, decision);
        }
        return Decided.DONE;
    }

    private static Optional<Waiting> held(Handle handle, Standing standing, String targetId) {
        return handle.createQuery("""
                        SELECT d.id, a.found::text AS found, a.unanswered IS NOT NULL AS unanswered
                        FROM push_deliveries d JOIN nearby_answers a ON a.delivery_id = d.id
                        WHERE d.case_id = :case AND d.target_id = :target AND d.state = 'HELD' ORDER BY d.id LIMIT 1""")
                .bind("case", standing.id())
                .bind("target", targetId)
                .map((row, context) ->
                        new Waiting(row.getLong("id"), found(row.getString("found")), row.getBoolean("unanswered")))
                .findOne();
    }

    /** Lets a target be asked once more what it has near a held case; what it says then counts. */
    public Decided askAgain(String caseNo, String targetId, String who, String why) {
        return database.write(handle -> {
            Optional<Standing> standing = CaseLife.lock(handle, caseNo);
            if (standing.isEmpty()) {
                return Decided.UNKNOWN;
            }
            Optional<Waiting> held = held(handle, standing.get(), targetId);
            held.ifPresent(each -> {
                release(handle, each.id());
                String said = "%s is asked again: %s".formatted(targetId, why);
                tell(handle, standing.get(), who, "PUSH_ASK", said);
                CaseLife.note(handle, standing.get().id(), now(), who, "ASKED_AGAIN", said);
            });
            return held.isPresent() ? Decided.DONE : Decided.NOT_HELD;
        });
    }

    private record Waiting(long id, ArrayNode found, boolean unanswered) {

        /** Where it did not answer, a person may have asked in another way. */
        boolean mayBe(String number) {
            return unanswered || found.findValuesAsText("platformCaseNo").contains(number);
        }
    }

    private void write(Handle handle, long deliveryId, Decision decision) {
        handle.createUpdate("""
                        UPDATE nearby_answers SET decision = :decision, joined_no = :joined, decided_by = :who,
                            decided_at = :now, why = :why
                        WHERE delivery_id = :id""")
                .bind("decision", decision.joined() == null ? "PUSH" : "JOIN")
                .bind("joined", decision.joined())
                .bind("who", decision.who())
                .bind("now", now())
                .bind("why", decision.why())
                .bind("id", deliveryId)
                .execute();
    }

    private void push(Handle handle, Standing standing, long deliveryId, Decision decision) {
        release(handle, deliveryId);
        String said = "Another thing than what %s has nearby: %s".formatted(decision.targetId(), decision.why());
        tell(handle, standing, decision.who(), "PUSH_ANYWAY", said);
        CaseLife.note(handle, standing.id(), now(), decision.who(), "PARTED", said);
    }

    private void release(Handle handle, long deliveryId) {
        handle.createUpdate("UPDATE push_deliveries SET state = 'WAITING', tries = 0, next_at = :now WHERE id = :id")
                .bind("now", now())
                .bind("id", deliveryId)
                .execute();
    }

    /** The platform has the thing, so the case stands as one that was handed over, under the platform's number. */
    private void join(Handle handle, Standing standing, Decision decision) {
        skip(handle, standing.id(), decision.targetId());
        String said =
                "The same thing as %s of %s: %s".formatted(decision.joined(), decision.targetId(), decision.why());
        boolean first = standing.status() == CaseStatus.APPROVED;
        Instant now = now();
        tell(handle, standing, decision.who(), "PUSH_JOIN", said);
        if (first) {
            CaseLife.move(handle, standing, new Move(CaseStatus.PUSHED, now, now, decision.who(), "JOINED", said));
        } else {
            CaseLife.note(handle, standing.id(), now, decision.who(), "JOINED", said);
        }
        Outbox.number(handle, standing, decision.joined(), first);
    }

    private void tell(Handle handle, Standing standing, String who, String action, String said) {
        EvidenceLog.addAct(handle, new Act(now(), action, who, "", standing.caseNo(), said));
        Announcement.write(handle, "case-moved", standing.caseNo(), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
