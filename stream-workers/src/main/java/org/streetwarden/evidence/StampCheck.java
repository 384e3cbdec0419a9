package org.streetwarden.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.proof.TimeStampAuthorities;
import org.streetwarden.proof.TimeStampToken;

/** By when a manifest was there, by the clock of a time-stamp authority: its token is of the checkpoint that the log's proof leads to. */
final class StampCheck {

    /** How far our clock and an authority's may differ before its token contradicts what we say. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private static final String BY_WHEN = "by when it was there, by another's clock: ";

    private StampCheck() {}

    /** @param names of what lies in the pack */
    static List<Statement> of(
            PackSource pack, List<String> names, EvidenceManifest manifest, TimeStampAuthorities authorities) {
        boolean asked = authorities != TimeStampAuthorities.NONE;
        if (!names.contains(EvidenceVerifier.TIME_STAMP_FILE)) {
            String unstamped = BY_WHEN + "it is not time-stamped";
            return List.of(asked ? Statement.refuted(unstamped) : Statement.notProven(unstamped));
        }
        try {
            TimeStampToken token =
                    TimeStampToken.decode(pack.read(EvidenceVerifier.TIME_STAMP_FILE, TimeStampToken.MAX_BYTES));
            LogProof proof = LogProof.decode(pack.read(EvidenceVerifier.LOG_PROOF_FILE, LogProof.MAX_BYTES));
            if (!token.covers(
                    HashAlgorithm.SHA_256.digest().digest(proof.note().text().getBytes(UTF_8)))) {
                return List.of(
                        Statement.refuted("the time-stamp is not of the checkpoint that the log's proof leads to"));
            }
            String by = authorities.vouch(token);
            Instant said = earliest(ManifestEntry.decode(proof.entry()), manifest);
            if (token.at().plus(token.accuracy()).plus(CLOCKS).isBefore(said)) {
                return List.of(Statement.refuted(
                        "the time-stamp says %s, before the evidence was there, at %s".formatted(token.at(), said)));
            }
            return List.of(stamped(token, by, asked));
        } catch (IOException | MalformedProof unsound) {
            return List.of(Statement.refuted("the time-stamp: %s".formatted(unsound.getMessage())));
        }
    }

    private static Statement stamped(TimeStampToken token, String by, boolean asked) {
        String when = "%s at %s, give or take %s s (policy %s, serial number %s)"
                .formatted(by, token.at(), seconds(token.accuracy()), token.policy(), token.serial());
        return asked
                ? Statement.proven(
                        ("manifest and log were there by then: %s signed the checkpoint, under a certificate that you "
                                        + "trust and that was valid then; whether it was revoked was not asked")
                                .formatted(when))
                : Statement.notProven("%s%s says so, but whose key that is: give --tsa-cert with a certificate you know"
                        .formatted(BY_WHEN, when));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    /** Before this it cannot have been there, as log and manifest say. */
    private static Instant earliest(ManifestEntry entry, EvidenceManifest manifest) {
        try {
            Instant raised = manifest.times().raised() == null
                    ? entry.at()
                    : Instant.parse(manifest.times().raised().at());
            return raised.isAfter(entry.at()) ? raised : entry.at();
        } catch (DateTimeException timeless) {
            return entry.at();
        }
    }
}
