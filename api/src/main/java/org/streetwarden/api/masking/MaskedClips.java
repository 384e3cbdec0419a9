package org.streetwarden.api.masking;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.MalformedProof;

/** Finds the masked copies of clips, which workers make and file beside them. Thread-safe; blocks. */
public final class MaskedClips {

    private static final Set<String> NAMES = Set.of(EvidencePart.CLIP, EvidencePart.MASKED_CLIP);
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private final CaseIndex index;
    private final EvidenceStore store;

    public MaskedClips(CaseIndex index, EvidenceStore store) {
        this.index = index;
        this.store = store;
    }

    /** Whether a part is a clip or its copy. */
    public static boolean isClip(String part) {
        return NAMES.contains(part);
    }

    /**
     * The copy as it was filed.
     *
     * @param incidentId of an incident that joined the case; null for the one that opened it
     * @throws NotMasked where there is none; says why as the manifest does
     */
    public EvidenceObject of(String caseNo, String incidentId) throws NotMasked, IOException {
        Optional<EvidenceObject> copy = object(caseNo, incidentId, EvidencePart.MASKED_CLIP);
        if (copy.isEmpty()) {
            throw new NotMasked(why(caseNo, incidentId));
        }
        return copy.get();
    }

    private Optional<EvidenceObject> object(String caseNo, String incidentId, String name) {
        return incidentId == null ? index.evidence(caseNo, name) : index.evidence(caseNo, incidentId, name);
    }

    private String why(String caseNo, String incidentId) throws IOException {
        Optional<EvidenceObject> manifest = object(caseNo, incidentId, "manifest.json");
        try {
            if (manifest.isPresent()
                    && CanonicalJson.object(store.read(manifest.get().key(), MAX_MANIFEST_BYTES))
                                    .get("maskedClip")
                            instanceof Map<?, ?> said
                    && said.get("missing") instanceof String missing) {
                return missing;
            }
        } catch (EvidenceMissing | MalformedProof unreadable) {
            return "the manifest cannot be read";
        }
        return "the worker made none";
    }
}
