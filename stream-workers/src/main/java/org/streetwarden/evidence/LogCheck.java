package org.streetwarden.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.ManifestEntry;

/** Since when a manifest stands in the append-only log, as far as the proof beside it shows it. */
final class LogCheck {

    private LogCheck() {}

    /**
     * @param there whether a proof lies beside the manifest
     * @param manifestSha256 of the manifest's bytes
     */
    static List<Statement> of(
            PackSource pack, boolean there, EvidenceManifest manifest, String manifestSha256, Believed believed) {
        boolean asked = believed.log().isPresent() || believed.checkpoint().isPresent();
        if (!there) {
            String unlogged = "that it stands in a log: no proof lies beside it";
            return List.of(asked ? Statement.refuted(unlogged) : Statement.notProven(unlogged));
        }
        try {
            LogProof proof = LogProof.decode(pack.read(EvidenceVerifier.LOG_PROOF_FILE, LogProof.MAX_BYTES));
            ManifestEntry entry = ManifestEntry.decode(proof.entry());
            if (!entry.manifestSha256().equals(manifestSha256)
                    || !entry.incidentId().equals(manifest.incidentId())) {
                return List.of(Statement.refuted(
                        "the log's proof is of another manifest, of case %s".formatted(entry.caseNo())));
            }
            if (!proof.holds()) {
                return List.of(Statement.refuted("the log's proof does not lead to its checkpoint"));
            }
            return held(proof, entry, believed);
        } catch (IOException | MalformedProof unreadable) {
            return List.of(Statement.refuted("the log's proof: %s".formatted(unreadable.getMessage())));
        }
    }

    private static List<Statement> held(LogProof proof, ManifestEntry entry, Believed believed) throws MalformedProof {
        List<Statement> statements = new ArrayList<>();
        Checkpoint checkpoint = Checkpoint.of(proof.note());
        statements.add(Statement.proven(
                ("it is the evidence of case %s, entry %d of the %d that log %s had at its checkpoint; the log says it was "
                                + "filed at %s")
                        .formatted(entry.caseNo(), proof.index(), checkpoint.size(), checkpoint.origin(), entry.at())));
        statements.add(signed(proof, checkpoint, believed));
        believed.checkpoint().ifPresent(kept -> statements.add(kept(proof, checkpoint, kept, believed.growth())));
        return statements;
    }

    static Statement signed(LogProof proof, Checkpoint checkpoint, Believed believed) {
        if (believed.log().isEmpty()) {
            return Statement.notProven(
                    proof.note().signatures().isEmpty()
                            ? "who says so: the checkpoint is not signed"
                            : "who says so: give --log-key with the log's key");
        }
        boolean ours = believed.log().get().name().equals(checkpoint.origin())
                && proof.note().signedBy(believed.log().get());
        return ours
                ? Statement.proven("the log's key, which you gave, signed that checkpoint")
                : Statement.refuted("the log's key, which you gave, did not sign that checkpoint");
    }

    private static Statement kept(
            LogProof proof, Checkpoint checkpoint, Checkpoint kept, Optional<GrowthProof> growth) {
        if (checkpoint.same(kept)) {
            return Statement.proven("that checkpoint is the one you kept");
        }
        if (growth.isEmpty()
                || kept.size() == checkpoint.size()
                || !kept.origin().equals(checkpoint.origin())) {
            return Statement.refuted(
                    ("the checkpoint you kept is of %s with %d entries; the proof is for %s with %d, or its root differs. "
                                    + "Give --growth with a proof from one size to the other")
                            .formatted(kept.origin(), kept.size(), checkpoint.origin(), checkpoint.size()));
        }
        if (!growth.get().joins(checkpoint, kept)) {
            return Statement.refuted(
                    "the log did not just grow between that checkpoint and the one you kept, of %d entries"
                            .formatted(kept.size()));
        }
        return kept.size() > proof.index()
                ? Statement.proven(
                        "the checkpoint you kept, of %d entries, holds that entry: the log only grew in between"
                                .formatted(kept.size()))
                : Statement.proven(
                        "that checkpoint continues the one you kept, of %d entries, which is older than the entry"
                                .formatted(kept.size()));
    }
}
