package org.streetwarden.api.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/** The row of an incident that joins a case. */
final class JoinedIncident {

    private static final String SQL = """
            INSERT INTO case_incidents (incident_id, case_id, joined_at, joined_as, camera_id, camera_name, zone_id, worker_id,
                raised_at, why, evidence_prefix, manifest_sha256, parts, longitude, latitude, same_because)
            VALUES (:incident, :case, :now, :as, :camera, :cameraName, :zone, :worker,
                :raised, :why, :prefix, :manifest, CAST(:parts AS jsonb), :longitude, :latitude, :because)""";

    private JoinedIncident() {}

    /** How it came to its case. */
    enum As {
        /** It is the same thing as an open one. */
        MERGED,
        /** It opened the case again. */
        REOPENED
    }

    /**
     * Writes it.
     *
     * @param position of the camera, or of what a flight saw; null where there is none
     * @param because why it is taken for the same thing; null unless {@link As#MERGED}
     */
    static void insert(
            Handle handle,
            long caseId,
            IncidentFiled filed,
            CameraPosition position,
            As as,
            String because,
            Instant now) {
        handle.createUpdate(SQL)
                .bind("as", as.name())
                .bind("incident", filed.incidentId())
                .bind("case", caseId)
                .bind("now", now.truncatedTo(ChronoUnit.MICROS))
                .bind("camera", filed.cameraId())
                .bind("cameraName", filed.cameraName())
                .bind("zone", filed.zoneId())
                .bind("worker", filed.workerId())
                .bind("raised", filed.raisedAt().truncatedTo(ChronoUnit.MICROS))
                .bind("why", filed.why())
                .bind("prefix", filed.evidencePrefix())
                .bind("manifest", filed.manifestSha256())
                .bind("parts", parts(filed).toString())
                .bind("longitude", position == null ? null : position.longitude())
                .bind("latitude", position == null ? null : position.latitude())
                .bind("because", because)
                .execute();
        GroundSights.insert(handle, caseId, filed);
    }

    private static ArrayNode parts(IncidentFiled filed) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (EvidencePart part : filed.parts()) {
            parts.addObject()
                    .put("name", part.name())
                    .put("mime", part.mime())
                    .put("bytes", part.bytes())
                    .put("sha256", part.sha256());
        }
        return parts;
    }
}
