package org.streetwarden.proof;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;

/**
 * What the log says of one case's evidence: the entry's bytes are its canonical JSON.
 *
 * @param manifestSha256 of the pack's {@code manifest.json}
 * @param at when the case was filed, by the log's clock
 */
public record ManifestEntry(String caseNo, String incidentId, String manifestSha256, Instant at) {

    public static final String TYPE = "manifest";

    public ManifestEntry {
        Objects.requireNonNull(caseNo);
        Objects.requireNonNull(incidentId);
        Objects.requireNonNull(manifestSha256);
        Objects.requireNonNull(at);
    }

    public byte[] encode() {
        return CanonicalJson.write(Map.of(
                "type", TYPE,
                "caseNo", caseNo,
                "incidentId", incidentId,
                "manifestSha256", manifestSha256,
                "at", at.toString()));
    }

    /** @throws MalformedProof where the entry says something else */
    public static ManifestEntry decode(byte[] entry) throws MalformedProof {
        Map<String, Object> members = CanonicalJson.canonicalObject(entry);
        if (!TYPE.equals(members.get("type"))) {
            throw new MalformedProof("log entry: expected one of a manifest, found " + members.get("type"));
        }
        try {
            return new ManifestEntry(
                    (String) members.get("caseNo"),
                    (String) members.get("incidentId"),
                    (String) members.get("manifestSha256"),
                    Instant.parse((String) members.get("at")));
        } catch (ClassCastException | NullPointerException | DateTimeParseException unfit) {
            throw new MalformedProof("log entry: expected case, incident, manifest and time, found others", unfit);
        }
    }
}
