package org.streetwarden.evidence;

import java.util.List;
import java.util.Optional;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.EvidenceManifest.Model;
import org.streetwarden.geometry.Box;

/**
 * The masked copy of a clip, or why there is none.
 *
 * @param file {@code clip-masked.mp4}; empty where there is none
 * @param described in the manifest
 */
record MaskedClip(Optional<PackFile> file, EvidenceManifest.MaskedCopy described) {

    static MaskedClip missing(String why) {
        return new MaskedClip(
                Optional.empty(), new EvidenceManifest.MaskedCopy(null, null, null, null, null, null, why));
    }

    /**
     * @param method how it was masked
     * @param parent {@code clip.mp4}
     * @param model that looked; empty where none did
     * @param clear what is not coarse; empty: nothing
     * @param looks that the masks rest on
     */
    static MaskedClip of(
            String method, byte[] mp4, PackFile parent, Optional<ModelIdentity> model, Optional<Box> clear, int looks) {
        PackFile file = new PackFile(
                EvidencePart.MASKED_CLIP,
                parent.part().mime(),
                mp4,
                Optional.of(parent.part().name()),
                parent.at(),
                parent.ptsUs());
        return new MaskedClip(
                Optional.of(file),
                new EvidenceManifest.MaskedCopy(
                        EvidencePart.MASKED_CLIP,
                        method,
                        parent.part().sha256(),
                        model.map(each -> new Model(each.name(), each.version(), each.sha256()))
                                .orElse(null),
                        clear.map(box -> List.of(box.left(), box.top(), box.right(), box.bottom()))
                                .orElse(null),
                        looks,
                        null));
    }
}
