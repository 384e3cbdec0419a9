package org.streetwarden.evidence;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.decode.Decoder;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.detect.Verifier;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Incident;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.zone.Kind;

/** Shows a verifier the picture that raised an incident. */
final class RaiseCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RaiseCheck.class);

    private RaiseCheck() {}

    /** Never throws: where there is nothing to look at, or the verifier fails, the verdict says so. */
    static Verification of(Raise raise, Verifier verifier) {
        Incident incident = raise.incident();
        Verification verification = raise.raised().isEmpty()
                ? failed(verifier, "expected the raise's picture, found that the ring had lost it")
                : look(raise, verifier);
        if (verification.verdict() == Verdict.FAILED) {
            LOG.warn("incident {}: goes on unverified: {}", incident.id(), verification.detail());
        }
        return verification;
    }

    private static Verification look(Raise raise, Verifier verifier) {
        try (Decoder decoder = new Decoder(raise.raised().orElseThrow().info());
                Frame frame = decoder.decodeLast(raise.raised().orElseThrow())) {
            return frame == null
                    ? failed(verifier, "expected the raise's picture, found it damaged")
                    : verifier.verify(frame, subject(raise).box(), name(raise.incident()));
        } catch (StreamFailure | RuntimeException undecodable) {
            return failed(verifier, undecodable.toString());
        }
    }

    private static Detection subject(Raise raise) {
        return raise.incident().raised().subject();
    }

    /** What the subject is said to be: what the model called it, or, where no model did, what its zone's kind is about. */
    private static String name(Incident incident) {
        if (incident.basis() != Basis.STATIC_OBJECT) {
            return incident.raised().subject().label();
        }
        return incident.kind() == Kind.VENDING ? "stall" : "rubbish";
    }

    private static Verification failed(Verifier verifier, String why) {
        return new Verification(Verdict.FAILED, verifier.model(), 0, why);
    }
}
