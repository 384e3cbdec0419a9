package org.streetwarden.evidence;

import java.util.function.BiConsumer;
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

/** Shows a verifier the picture that raised an incident, and says who has to know that there is none. One thread at a time. */
public final class SecondLook {

    private static final Logger LOG = LoggerFactory.getLogger(SecondLook.class);

    private final Verifier verifier;
    private final BiConsumer<Incident, Verification> refused;

    /**
     * @param verifier stays the caller's to close, after the last look
     * @param refused told of every incident that is not to be filed, on the thread that looks
     */
    public SecondLook(Verifier verifier, BiConsumer<Incident, Verification> refused) {
        this.verifier = verifier;
        this.refused = refused;
    }

    /** Asked once for each raise. Where there is nothing to look at, or the verifier fails, the verdict says so. */
    public Verification at(Raise raise) {
        Incident incident = raise.incident();
        Verification verification = raise.raised().isEmpty()
                ? failed("expected the raise's picture, found that the ring had lost it")
                : look(raise);
        if (verification.verdict() == Verdict.FAILED) {
            LOG.warn("incident {}: goes on unverified: {}", incident.id(), verification.detail());
        }
        if (verification.verdict() == Verdict.NOT_REAL) {
            refused.accept(incident, verification);
        }
        return verification;
    }

    private Verification look(Raise raise) {
        try (Decoder decoder = new Decoder(raise.raised().orElseThrow().info());
                Frame frame = decoder.decodeLast(raise.raised().orElseThrow())) {
            return frame == null
                    ? failed("expected the raise's picture, found it damaged")
                    : verifier.verify(frame, subject(raise).box(), name(raise.incident()));
        } catch (StreamFailure | RuntimeException undecodable) {
            return failed(undecodable.toString());
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

    private Verification failed(String why) {
        return new Verification(Verdict.FAILED, verifier.model(), 0, why);
    }
}
