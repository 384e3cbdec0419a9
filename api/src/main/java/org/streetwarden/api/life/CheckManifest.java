package org.streetwarden.api.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.life.AskedChecks.Open;
import org.streetwarden.api.life.GoneCheck.Asked;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.GoneCheck.Shot;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.SigningKey;

/**
 * What a check rests on: every look with its picture's digest, and the digest of the manifest that the case was filed with. The log
 * has the digest of this text.
 *
 * @param check with that digest
 * @param text canonical JSON (RFC 8785); names the key that sealed it
 * @param seal over that text; null where there is no key
 */
record CheckManifest(GoneCheck check, String text, String seal) {

    private static final int SCHEMA = 1;

    /** Without a manifest: somebody told his own samples. */
    static CheckManifest none(GoneCheck check) {
        return new CheckManifest(check, null, null);
    }

    static CheckManifest of(Handle handle, Standing standing, Open open, GoneCheck check, SigningKey key) {
        Map<String, Object> members = new TreeMap<>();
        members.put("schema", SCHEMA);
        members.put("type", "check");
        members.put("checkId", Long.toString(open.id()));
        members.put("caseNo", standing.caseNo());
        members.put("case", filed(handle, standing.id()));
        members.put("because", open.because());
        members.put("since", open.since().toString());
        members.put("looksWanted", open.looks());
        members.put("apartMs", open.apart().toMillis());
        members.put("deadlineAt", open.deadlineAt().toString());
        members.put("at", check.at().toString());
        members.put("proposal", check.proposal().name());
        members.put("why", check.why());
        members.put("signer", key == null ? null : key.id());
        members.put("looks", check.samples().stream().map(CheckManifest::look).toList());
        byte[] text = CanonicalJson.write(members);
        String digest = HashAlgorithm.SHA_256.hex(text);
        return new CheckManifest(
                check.with(new Asked(open.id(), digest)),
                new String(text, UTF_8),
                key == null ? null : new String(key.seal(text).encode(), UTF_8));
    }

    private static Map<String, Object> filed(Handle handle, long caseId) {
        return handle.createQuery("SELECT * FROM cases WHERE id = :case")
                .bind("case", caseId)
                .map((row, context) -> {
                    Map<String, Object> members = new TreeMap<>();
                    members.put("incidentId", row.getString("incident_id"));
                    members.put("manifestSha256", row.getString("manifest_sha256"));
                    members.put("kind", row.getString("kind"));
                    members.put("cameraId", row.getString("camera_id"));
                    members.put("zoneId", row.getString("zone_id"));
                    members.put("zoneVersion", row.getString("zone_version"));
                    members.put(
                            "raisedAt",
                            row.getTimestamp("raised_at").toInstant().toString());
                    members.put(
                            "box",
                            List.of(
                                    row.getDouble("box_left"),
                                    row.getDouble("box_top"),
                                    row.getDouble("box_right"),
                                    row.getDouble("box_bottom")));
                    return members;
                })
                .one();
    }

    private static Map<String, Object> look(Sample sample) {
        Shot shot = sample.shot();
        Map<String, Object> members = new TreeMap<>();
        members.put("number", shot.number());
        members.put("at", sample.at().toString());
        members.put("clockOffsetUs", shot.clockOffsetUs());
        members.put("workerId", shot.workerId());
        members.put("view", sample.viewName());
        members.put("finding", sample.finding().name());
        members.put("score", shot.score());
        members.put("detail", sample.detail());
        if (shot.picture() != null) {
            members.put(
                    "model",
                    Map.of(
                            "name", shot.model().name(),
                            "version", shot.model().version(),
                            "sha256", shot.model().sha256()));
            members.put(
                    "picture",
                    Map.of(
                            "key", shot.pictureKey(),
                            "mime", shot.picture().mime(),
                            "bytes", shot.picture().bytes(),
                            "sha256", shot.picture().sha256()));
        }
        return members;
    }
}
