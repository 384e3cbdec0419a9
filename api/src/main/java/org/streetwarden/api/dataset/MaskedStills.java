package org.streetwarden.api.dataset;

import java.io.IOException;
import java.util.Optional;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.models.ModelRegistry;

/** Masks the still of a raise by what the manifest says was seen in it; where that proves nothing, there is none. */
public final class MaskedStills implements Stills {

    private final CaseIndex index;
    private final EvidenceStore store;
    private final ModelRegistry models;

    public MaskedStills(CaseIndex index, EvidenceStore store, ModelRegistry models) {
        this.index = index;
        this.store = store;
        this.models = models;
    }

    @Override
    public Masked of(String caseNo) throws IOException {
        Optional<CaseDetail> detail = index.find(caseNo);
        if (detail.isEmpty()) {
            return Masked.none("there is no such case");
        }
        try {
            Darkroom darkroom = new Darkroom(index, new EvidenceReader(index, store), models, true);
            return new Masked(darkroom.masked(detail.get()), "");
        } catch (LeftOut leftOut) {
            return Masked.none(leftOut.getMessage());
        }
    }
}
