package org.streetwarden.api.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.life.CheckEvidence;
import org.streetwarden.api.life.GoneCheck;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.proof.LogProof;
import org.streetwarden.scene.ViewState;

/**
 * A check of a handled case as it goes out: what it rests on, the api's seal over that, the proof that its digest stands in the log,
 * and its pictures.
 *
 * @param proof empty where the log does not name it
 */
record CheckPack(CheckEvidence evidence, Optional<LogProof> proof) {

    private static final int MOST_CHECKS = 3;
    private static final int MOST_PICTURES = 120;

    /** A case's newest checks, as many as a pack may hold; oldest first. */
    static List<CheckPack> of(Handle handle, LogIdentity identity, String caseNo, long logSize) {
        List<CheckPack> packs = new ArrayList<>();
        int pictures = 0;
        for (CheckEvidence each : CheckEvidence.of(handle, caseNo, MOST_CHECKS).reversed()) {
            pictures += each.check().samples().size();
            if (pictures <= MOST_PICTURES) {
                String sha256 = each.check().asked().manifestSha256();
                packs.addFirst(new CheckPack(
                        each, EvidenceLog.proofOfAct(handle, identity, caseNo, "CHECK", sha256, logSize)));
            }
        }
        return packs;
    }

    GoneCheck check() {
        return evidence.check();
    }

    String manifestName() {
        return "check-%d.json".formatted(evidence.id());
    }

    String sealName() {
        return "check-%d.seal.json".formatted(evidence.id());
    }

    String proofName() {
        return "check-%d.tlog-proof".formatted(evidence.id());
    }

    String pictureName(int number) {
        return "check-%d-look-%d.jpg".formatted(evidence.id(), number);
    }

    List<Sample> pictured() {
        return check().samples().stream()
                .filter(sample -> sample.shot() != null && sample.shot().picture() != null)
                .toList();
    }

    /** The last clear view; where there is none, the last one. */
    Optional<Sample> after() {
        List<Sample> all = pictured();
        return all.reversed().stream()
                .filter(sample -> sample.view() == ViewState.CLEAR)
                .findFirst()
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }
}
