package org.streetwarden.api.dataset;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.evidence.EvidenceTooLong;
import org.streetwarden.api.masking.SeenThings;
import org.streetwarden.api.models.Digests;
import org.streetwarden.api.verdicts.LabelledBox;

/** Reads what a dataset needs of a case's evidence, each object checked against the digest it was filed with. */
final class EvidenceReader {

    static final String STILL = "raised.jpg";

    private static final int MAX_STILL_BYTES = 32 << 20;
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private final CaseIndex index;
    private final EvidenceStore store;

    EvidenceReader(CaseIndex index, EvidenceStore store) {
        this.index = index;
        this.store = store;
    }

    /** The picture of the raise as it was filed. */
    byte[] still(String caseNo) throws LeftOut, IOException {
        EvidenceObject object = index.evidence(caseNo, STILL)
                .orElseThrow(() -> new LeftOut(LeftOut.Reason.NO_STILL, "the evidence has no " + STILL));
        return read(object, MAX_STILL_BYTES);
    }

    /**
     * All that the model saw in that picture.
     *
     * @return empty where the manifest does not say, as older ones do not, or says it in a form that cannot be read
     */
    Optional<List<LabelledBox>> seen(String caseNo) throws LeftOut, IOException {
        byte[] manifest = read(index.evidence(caseNo, "manifest.json").orElseThrow(), MAX_MANIFEST_BYTES);
        return SeenThings.of(manifest, "raised");
    }

    private byte[] read(EvidenceObject object, int maxBytes) throws LeftOut, IOException {
        byte[] bytes;
        try {
            bytes = store.read(object.key(), maxBytes);
        } catch (EvidenceMissing missing) {
            throw new LeftOut(LeftOut.Reason.EVIDENCE_DAMAGED, "the store does not hold " + name(object));
        } catch (EvidenceTooLong overlong) {
            throw new LeftOut(LeftOut.Reason.EVIDENCE_DAMAGED, overlong.getMessage());
        }
        if (!HexFormat.of().formatHex(Digests.sha256().digest(bytes)).equals(object.sha256())) {
            throw new LeftOut(
                    LeftOut.Reason.EVIDENCE_DAMAGED, name(object) + " does not have the digest it was filed with");
        }
        return bytes;
    }

    private static String name(EvidenceObject object) {
        return object.part() == null ? "manifest.json" : object.part().name();
    }
}
