package org.streetwarden.api.retention;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.HashAlgorithm;

/**
 * What retention decided to delete, and how that ended. A deletion is written before its first object goes, so that whoever
 * is killed on the way finds it again, and ends together with its entry of the log.
 */
public final class Deletions {

    /** Action of the log's entries. */
    public static final String ACTION = "DELETE_EVIDENCE";

    static final String WHO = "retention";
    static final Duration RETRY_AFTER = Duration.ofDays(1);

    private static final int MAX_REFUSAL_CHARS = 1000;

    private Deletions() {}

    /**
     * One that has not ended.
     *
     * @param caseId null where the incident made no case
     */
    record Open(
            long id,
            String material,
            String keeps,
            Long caseId,
            String subject,
            Instant since,
            List<NamedObject> objects) {

        private Map<String, Object> members() {
            return Map.of(
                    "subject", subject,
                    "since", since.toString(),
                    "objects", objects.stream().map(NamedObject::members).toList());
        }
    }

    /** What became of the evidence of a case. */
    public record Ended(Instant at, String material, String keeps, long logPosition) {}

    /** @param days that the class is kept now */
    static void decide(Handle handle, Due due, int days, Instant now) {
        long id = handle.createQuery("""
                        INSERT INTO deletions (class, keeps, case_id, subject, since, decided_at, objects)
                        VALUES (:class, :keeps, :case, :subject, :since, :now, CAST(:objects AS jsonb)) RETURNING id""")
                .bind("class", due.material().id())
                .bind("keeps", days + "d")
                .bind("case", due.caseId())
                .bind("subject", due.subject())
                .bind("since", due.since())
                .bind("now", now)
                .bind(
                        "objects",
                        json(due.objects().stream().map(NamedObject::members).toList()))
                .mapTo(Long.class)
                .one();
        if (due.caseId() != null) {
            handle.createUpdate("UPDATE cases SET evidence_deletion = :id WHERE id = :case")
                    .bind("id", id)
                    .bind("case", due.caseId())
                    .execute();
        }
    }

    /** Those decided before a moment that are not waiting for another try, oldest first. */
    static List<Open> open(Handle handle, Instant decidedBefore, Instant now, int most) {
        return handle.createQuery("""
                        SELECT * FROM deletions
                        WHERE deleted_at IS NULL AND decided_at <= :before AND (retry_at IS NULL OR retry_at <= :now)
                        ORDER BY id LIMIT :most""")
                .bind("before", decidedBefore)
                .bind("now", now)
                .bind("most", most)
                .map((row, context) -> openOf(row))
                .list();
    }

    private static Open openOf(ResultSet row) throws SQLException {
        return new Open(
                row.getLong("id"),
                row.getString("class"),
                row.getString("keeps"),
                row.getObject("case_id", Long.class),
                row.getString("subject"),
                DueEvidence.instant(row, "since"),
                NamedObject.parse(row.getString("objects")));
    }

    static void refuse(Handle handle, Open deletion, String why, Instant now) {
        handle.createUpdate(
                        "UPDATE deletions SET refused = :why, retry_at = :retry WHERE id = :id AND deleted_at IS NULL")
                .bind("why", why.length() > MAX_REFUSAL_CHARS ? why.substring(0, MAX_REFUSAL_CHARS) : why)
                .bind("retry", now.plus(RETRY_AFTER))
                .bind("id", deletion.id())
                .execute();
    }

    /**
     * Ends deletions of which nothing is left in the store, with one entry of the log for all of them: of one case, or of
     * incidents without any.
     *
     * @return how many this call ended; somebody else may have ended some
     */
    static int end(Handle handle, List<Open> gone, Instant now) {
        EvidenceLog.lockOrder(handle);
        List<Long> unended = handle.createQuery(
                        "SELECT id FROM deletions WHERE id = ANY(:ids) AND deleted_at IS NULL ORDER BY id FOR UPDATE")
                .bind("ids", gone.stream().map(Open::id).toArray(Long[]::new))
                .mapTo(Long.class)
                .list();
        List<Open> mine =
                gone.stream().filter(each -> unended.contains(each.id())).toList();
        if (mine.isEmpty()) {
            return 0;
        }
        long position = EvidenceLog.size(handle);
        EvidenceLog.addAct(handle, act(mine, now));
        handle.createUpdate("""
                        UPDATE deletions SET deleted_at = :now, log_position = :position, refused = NULL, retry_at = NULL
                        WHERE id = ANY(:ids)""")
                .bind("now", now)
                .bind("position", position)
                .bind("ids", unended.toArray(Long[]::new))
                .execute();
        return mine.size();
    }

    private static Act act(List<Open> gone, Instant now) {
        Open first = gone.getFirst();
        String caseNo = first.caseId() == null ? null : first.subject();
        long bytes = gone.stream()
                .flatMap(each -> each.objects().stream())
                .mapToLong(NamedObject::bytes)
                .sum();
        String said = String.format(
                Locale.ROOT,
                "%s kept %s: %d objects of %d bytes%s, list SHA-256 %s",
                first.material(),
                first.keeps(),
                gone.stream().mapToInt(each -> each.objects().size()).sum(),
                bytes,
                caseNo == null ? " of " + gone.size() + " incidents" : "",
                HashAlgorithm.SHA_256.hex(list(gone)));
        return new Act(now, ACTION, WHO, "", caseNo, said);
    }

    private static byte[] list(List<Open> gone) {
        return CanonicalJson.write(
                Map.of("deleted", gone.stream().map(Open::members).toList()));
    }

    private static String json(Object value) {
        return new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
    }

    /** The list whose digest an entry of the log holds: canonical JSON; empty where that entry deleted no evidence. */
    public static Optional<byte[]> list(Handle handle, long logPosition) {
        List<Open> gone = handle.createQuery("SELECT * FROM deletions WHERE log_position = :position ORDER BY id")
                .bind("position", logPosition)
                .map((row, context) -> openOf(row))
                .list();
        return gone.isEmpty() ? Optional.empty() : Optional.of(list(gone));
    }

    /**
     * The deletion that took an object of a case, whether it has ended or not.
     *
     * @return its end; an entry of -1 where it is under way; empty where no deletion names the object
     */
    public static Optional<Ended> of(Handle handle, String caseNo, String key) {
        return handle.createQuery("""
                        SELECT d.* FROM deletions d JOIN cases c ON c.id = d.case_id
                        WHERE c.case_no = :caseNo AND d.objects @> jsonb_build_array(jsonb_build_object('key', CAST(:key AS text)))
                        ORDER BY d.id DESC LIMIT 1""")
                .bind("caseNo", caseNo)
                .bind("key", key)
                .map((row, context) -> ended(row))
                .findOne();
    }

    static Ended ended(ResultSet row) throws SQLException {
        boolean over = DueEvidence.instant(row, "deleted_at") != null;
        return new Ended(
                DueEvidence.instant(row, over ? "deleted_at" : "decided_at"),
                row.getString("class"),
                row.getString("keeps"),
                over ? row.getLong("log_position") : -1);
    }
}
