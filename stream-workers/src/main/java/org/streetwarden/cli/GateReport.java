package org.streetwarden.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import org.streetwarden.detect.ModelIdentity;

/**
 * Whether a candidate may look at streets, and by which numbers; as JSON it is what the registry keeps.
 *
 * @param baseline null where there is none
 * @param verifier looked again at what either raised; null: nobody did, or there was nothing to look at
 * @param at ISO 8601
 */
@JsonPropertyOrder({"schema", "candidate", "baseline", "verifier", "golden", "at", "passed", "checks"})
record GateReport(
        int schema,
        Model candidate,
        Model baseline,
        Model verifier,
        Golden golden,
        String at,
        boolean passed,
        List<GateCheck> checks) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A model by name and digest; the digest is empty where the package could not be read. */
    @JsonPropertyOrder({"name", "version", "sha256"})
    record Model(String name, String version, String sha256) {
        static Model of(ModelIdentity identity) {
            return new Model(identity.name(), identity.version(), identity.sha256());
        }
    }

    /** The golden sets together. */
    @JsonPropertyOrder({"name", "sha256"})
    record Golden(String name, String sha256) {}

    static GateReport of(
            Model candidate, Model baseline, Model verifier, Golden golden, Instant at, List<GateCheck> checks) {
        return new GateReport(
                1,
                candidate,
                baseline,
                verifier,
                golden,
                at.toString(),
                checks.stream().allMatch(GateCheck::passed),
                List.copyOf(checks));
    }

    String json() throws JsonProcessingException {
        return JSON.writeValueAsString(this) + "\n";
    }
}
