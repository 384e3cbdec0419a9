package org.streetwarden.evidence;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.Seal;
import org.streetwarden.proof.TrustedKeys;

/** Who signed a manifest, as far as its seal shows it. */
final class SealCheck {

    private SealCheck() {}

    /**
     * @param there whether a seal lies beside the manifest
     * @param file the manifest's bytes
     */
    static List<Statement> of(
            PackSource pack, boolean there, EvidenceManifest manifest, byte[] file, TrustedKeys signers) {
        boolean asked = signers != TrustedKeys.NONE;
        if (manifest.signer() == null) {
            String unsigned = "who made it: the pack is not signed";
            return List.of(asked || there ? Statement.refuted(unsigned) : Statement.notProven(unsigned));
        }
        try {
            Seal seal = Seal.decode(pack.read(EvidenceManifest.SEAL_FILE, Seal.MAX_BYTES));
            if (!seal.keyId().equals(manifest.signer())) {
                return List.of(Statement.refuted(
                        "the manifest names the key %s, the seal is of %s".formatted(manifest.signer(), seal.keyId())));
            }
            if (!seal.holds(file)) {
                return List.of(Statement.refuted("the seal does not belong to this manifest"));
            }
            return held(seal, manifest, signers);
        } catch (IOException | MalformedProof unreadable) {
            return List.of(
                    Statement.refuted("the seal that the manifest names: %s".formatted(unreadable.getMessage())));
        }
    }

    private static List<Statement> held(Seal seal, EvidenceManifest manifest, TrustedKeys signers) {
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.proven("manifest and parts are unchanged since %s signed them (%s, key %s)"
                .formatted(seal.signer(), seal.algorithm().id(), seal.keyId())));
        if (seal.demo()) {
            statements.add(Statement.notProven(
                    "anything to others: the key is a DEMO key, made with the installation; anyone could make one"));
        }
        Optional<String> why = vouched(seal, manifest, signers);
        if (why.isPresent()) {
            statements.add(Statement.proven("whose key that is: %s".formatted(why.get())));
        } else if (signers == TrustedKeys.NONE) {
            statements.add(Statement.notProven("whose key that is: give --trust with a key or certificate you know"));
        } else {
            statements.add(Statement.refuted(
                    "whose key that is: it is none that you trust at %s".formatted(raisedAt(manifest))));
        }
        return statements;
    }

    private static Optional<String> vouched(Seal seal, EvidenceManifest manifest, TrustedKeys signers) {
        try {
            return signers.vouch(seal, Instant.parse(raisedAt(manifest)));
        } catch (DateTimeException timeless) {
            return Optional.empty();
        }
    }

    private static String raisedAt(EvidenceManifest manifest) {
        return manifest.times().raised() == null
                ? "no time"
                : manifest.times().raised().at();
    }
}
