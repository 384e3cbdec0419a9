package org.streetwarden.api.life;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.life.GoneCheck.Asked;
import org.streetwarden.api.life.GoneCheck.Proposal;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.scene.ViewState;

/** Checks to rows and back. The samples of an asked check are its looks; others stand in the row itself. */
final class CheckRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CheckRows() {}

    static void insert(Handle handle, long caseId, CheckManifest manifest) {
        GoneCheck check = manifest.check();
        ArrayNode samples = JsonNodeFactory.instance.arrayNode();
        if (check.asked() == null) {
            check.samples().forEach(sample -> samples.addObject()
                    .put("at", sample.at().toString())
                    .put("view", sample.view().name())
                    .put("seen", sample.seen()));
        }
        handle.createUpdate("""
                        INSERT INTO case_checks (case_id, at, who, proposal, why, samples, asked_id, manifest, manifest_sha256, seal)
                        VALUES (:case, :at, :who, :proposal, :why, :samples::jsonb, :asked, :manifest, :sha256, :seal)""")
                .bind("case", caseId)
                .bind("at", check.at())
                .bind("who", check.who())
                .bind("proposal", check.proposal().name())
                .bind("why", check.why())
                .bind("samples", samples.toString())
                .bind("asked", check.asked() == null ? null : check.asked().id())
                .bind("manifest", manifest.text())
                .bind("seal", manifest.seal())
                .bind("sha256", check.asked() == null ? null : check.asked().manifestSha256())
                .execute();
    }

    /** Oldest first; the newest {@code limit}. */
    static List<GoneCheck> of(Handle handle, long caseId, int limit) {
        return handle.createQuery("SELECT * FROM case_checks WHERE case_id = :case ORDER BY id DESC LIMIT :limit")
                .bind("case", caseId)
                .bind("limit", limit)
                .map((row, context) -> check(handle, row))
                .list()
                .reversed();
    }

    private static GoneCheck check(Handle handle, ResultSet row) throws SQLException {
        long askedId = row.getLong("asked_id");
        boolean asked = !row.wasNull();
        return new GoneCheck(
                row.getTimestamp("at").toInstant(),
                row.getString("who"),
                Proposal.valueOf(row.getString("proposal")),
                row.getString("why"),
                asked ? LookRows.of(handle, askedId) : told(row),
                asked ? new Asked(askedId, row.getString("manifest_sha256")) : null);
    }

    private static List<Sample> told(ResultSet row) throws SQLException {
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
        return samples;
    }
}
