package org.streetwarden.api.masking;

import java.awt.Color;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.casefile.Masking;
import org.streetwarden.flight.GroundDetail;
import org.streetwarden.geometry.Box;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.MalformedProof;

/**
 * Makes masked copies of stills, and keeps them in the store beside a sidecar that names the parent's digest, how and with which
 * boxes it was masked. Never overwrites evidence: copies lie under a folder of their own. Thread-safe; blocks.
 */
public final class MaskedStills implements Stills {

    private static final String RAISE = "raised.jpg";

    private static final String METHOD = "mosaic-1";
    private static final String FOLDER = "masked/" + METHOD + "/";

    /** Of the sidecar; copies beside another are made anew. */
    private static final double SCHEMA = 2;

    private static final String BOXES = "-boxes.jpg";
    private static final String JPEG = "image/jpeg";
    private static final int MAX_STILL_BYTES = 32 << 20;
    private static final int MAX_JSON_BYTES = 1 << 20;

    private final CaseIndex index;
    private final EvidenceStore store;
    private final SightedModels models;

    public MaskedStills(CaseIndex index, EvidenceStore store, SightedModels models) {
        this.index = index;
        this.store = store;
        this.models = models;
    }

    /** Where the masked copy of an object of evidence lies, if there is one, and its sidecar. */
    public static List<String> copiesOf(String key) {
        return key.endsWith(".jpg") ? List.of(FOLDER + key, FOLDER + key + ".json") : List.of();
    }

    @Override
    public Masked of(String caseNo) throws IOException {
        try {
            return new Masked(of(caseNo, null, RAISE).jpeg(), "");
        } catch (NotMasked none) {
            return Masked.none(none.getMessage());
        }
    }

    /** Where one picture comes from: itself without boxes, and the manifest of its pack. */
    private record Origin(EvidenceObject shown, EvidenceObject plain, EvidenceObject manifest) {}

    /**
     * The masked copy of one still.
     *
     * @param incidentId of an incident that joined the case; null for the one that opened it
     * @param part as {@code raised.jpg} or {@code raised-boxes.jpg}
     * @throws NotMasked where it is no still, or cannot be read as it was filed
     */
    public MaskedCopy of(String caseNo, String incidentId, String part) throws NotMasked, IOException {
        Origin origin = origin(caseNo, incidentId, part);
        Optional<MaskedCopy> kept = kept(caseNo, origin);
        return kept.isPresent() ? kept.get() : make(caseNo, incidentId, part, origin);
    }

    /**
     * A picture of which it is not known who is in it: all of it coarse. Not kept.
     *
     * @throws NotMasked where it cannot be read as it was filed
     */
    public MaskedCopy coarse(EvidenceObject object) throws NotMasked, IOException {
        Picture picture = picture(object.part().name(), filed(object, MAX_STILL_BYTES));
        picture.coarsen(Masking.blockPixels(picture.width(), picture.height()), null, List.of());
        byte[] jpeg = picture.jpeg();
        return new MaskedCopy(jpeg, HashAlgorithm.SHA_256.hex(jpeg));
    }

    private Origin origin(String caseNo, String incidentId, String part) throws NotMasked {
        EvidenceObject shown = object(caseNo, incidentId, part);
        if (shown.part() == null || !shown.part().mime().equals(JPEG)) {
            throw new NotMasked(part + " is no picture");
        }
        return new Origin(
                shown,
                object(caseNo, incidentId, part.endsWith(BOXES) ? look(part) + ".jpg" : part),
                object(caseNo, incidentId, "manifest.json"));
    }

    private EvidenceObject object(String caseNo, String incidentId, String name) throws NotMasked {
        return (incidentId == null ? index.evidence(caseNo, name) : index.evidence(caseNo, incidentId, name))
                .orElseThrow(() -> new NotMasked("the evidence has no " + name));
    }

    private static String look(String part) {
        return part.replaceAll("(-boxes)?\\.jpg$", "");
    }

    /** What was made before, where it is still what its sidecar says, of the same parent, and as clear as it may be. */
    private Optional<MaskedCopy> kept(String caseNo, Origin origin) throws IOException {
        String key = FOLDER + origin.shown().key();
        try {
            Map<String, Object> sidecar = CanonicalJson.object(store.read(key + ".json", MAX_JSON_BYTES));
            byte[] jpeg = store.read(key, MAX_STILL_BYTES);
            String sha256 = HashAlgorithm.SHA_256.hex(jpeg);
            boolean same = Double.valueOf(SCHEMA).equals(sidecar.get("schema"))
                    && origin.plain().sha256().equals(sidecar.get("parentSha256"))
                    && origin.manifest().sha256().equals(sidecar.get("manifestSha256"))
                    && sha256.equals(sidecar.get("sha256"))
                    && (Boolean.FALSE.equals(sidecar.get("awaitsModel")) || !isSighted(caseNo));
            return same ? Optional.of(new MaskedCopy(jpeg, sha256)) : Optional.empty();
        } catch (EvidenceMissing | MalformedProof none) {
            return Optional.empty();
        }
    }

    private MaskedCopy make(String caseNo, String incidentId, String part, Origin origin)
            throws NotMasked, IOException {
        byte[] manifest = filed(origin.manifest(), MAX_JSON_BYTES);
        Picture picture = picture(part, filed(origin.plain(), MAX_STILL_BYTES));
        boolean sighted = isSighted(caseNo);
        OptionalInt fromAbove = GroundDetail.blockPixels(LookFootprint.of(manifest, look(part)), picture.width());
        int block = fromAbove.orElse(Masking.blockPixels(picture.width(), picture.height()));
        Cover cover = fromAbove.isPresent()
                ? Cover.outlined(manifest, look(part))
                : incidentId == null ? cover(caseNo, part, manifest, sighted) : Cover.EVERYTHING;
        picture.coarsen(block, cover.clear(), cover.masks());
        if (part.endsWith(BOXES)) {
            cover.outlines().forEach(box -> picture.outline(box, Color.YELLOW));
            if (incidentId == null && look(part).equals(Cover.RAISED)) {
                picture.outline(index.find(caseNo).orElseThrow().box(), Color.RED);
            }
        }
        byte[] jpeg = picture.jpeg();
        MaskedCopy copy = new MaskedCopy(jpeg, HashAlgorithm.SHA_256.hex(jpeg));
        String key = FOLDER + origin.shown().key();
        store.put(key, JPEG, jpeg);
        store.put(key + ".json", "application/json", sidecar(origin, cover, sighted, block, copy));
        return copy;
    }

    private Cover cover(String caseNo, String part, byte[] manifest, boolean sighted) {
        return Cover.of(index.find(caseNo).orElseThrow(), look(part), manifest, sighted);
    }

    private boolean isSighted(String caseNo) {
        CaseDetail detail = index.find(caseNo).orElseThrow();
        return models.looksForBoth(detail.model().sha256());
    }

    private byte[] filed(EvidenceObject object, int maxBytes) throws NotMasked, IOException {
        byte[] bytes = store.read(object.key(), maxBytes);
        if (!HashAlgorithm.SHA_256.hex(bytes).equals(object.sha256())) {
            throw new NotMasked("the stored evidence is not what was filed");
        }
        return bytes;
    }

    private static Picture picture(String part, byte[] jpeg) throws NotMasked {
        try {
            return Picture.read(jpeg);
        } catch (IOException unreadable) {
            throw new NotMasked(part + ": " + unreadable.getMessage());
        }
    }

    private static byte[] sidecar(Origin origin, Cover cover, boolean sighted, int block, MaskedCopy copy) {
        Map<String, Object> members = new HashMap<>();
        members.put("schema", SCHEMA);
        members.put("method", METHOD);
        members.put("awaitsModel", !sighted);
        members.put("blockPixels", block);
        members.put("parent", origin.plain().part().name());
        members.put("parentSha256", origin.plain().sha256());
        members.put("manifestSha256", origin.manifest().sha256());
        members.put("sha256", copy.sha256());
        members.put("clear", cover.clear() == null ? List.of() : edges(cover.clear()));
        members.put("masks", cover.masks().stream().map(MaskedStills::edges).toList());
        return CanonicalJson.write(members);
    }

    private static List<Double> edges(Box box) {
        return List.of(box.left(), box.top(), box.right(), box.bottom());
    }
}
