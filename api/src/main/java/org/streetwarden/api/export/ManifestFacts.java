package org.streetwarden.api.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.MalformedProof;

/** What only the evidence's manifest says; what an older one does not say is left out. */
final class ManifestFacts {

    private static final int US_PER_S = 1_000_000;

    private final Map<?, ?> members;

    private ManifestFacts(Map<?, ?> members) {
        this.members = members;
    }

    static ManifestFacts of(byte[] manifest) {
        try {
            return new ManifestFacts(CanonicalJson.object(manifest));
        } catch (MalformedProof unreadable) {
            return new ManifestFacts(Map.of());
        }
    }

    /** How the camera's timeline lay against this system's clock. */
    List<Fact> clock() {
        if (members.get("watch") instanceof Map<?, ?> watch
                && watch.get("clockOffsetUs") instanceof Number offset
                && watch.get("clockDriftUs") instanceof Number drift) {
            return List.of(new Fact(
                    "时钟差 Clock offset",
                    "本系统时钟减摄像机时间轴 this system's clock less the camera's timeline %.3f s；其间变化 change since %+.3f s"
                            .formatted(offset.doubleValue() / US_PER_S, drift.doubleValue() / US_PER_S)));
        }
        return List.of(new Fact("时钟差 Clock offset", "未记录 not recorded"));
    }

    Optional<String> sm3(String name) {
        if (members.get("parts") instanceof List<?> parts) {
            for (Object each : parts) {
                if (each instanceof Map<?, ?> part && name.equals(part.get("name"))) {
                    return Optional.ofNullable(part.get("sm3")).map(Object::toString);
                }
            }
        }
        return Optional.empty();
    }
}
