package org.streetwarden.evidence;

import java.time.Instant;
import java.util.Optional;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.filing.Digests;
import org.streetwarden.proof.HashAlgorithm;

/** One file of a pack in the making, in heap memory. Immutable. */
final class PackFile {

    private final EvidencePart part;
    private final byte[] bytes;
    private final Optional<String> parent;
    private final Instant at;
    private final long ptsUs;

    /**
     * @param bytes not written to afterwards
     * @param parent the part it was made from; empty where it comes from the stream itself
     * @param at when its first picture arrived
     * @param ptsUs of its first picture
     */
    PackFile(String name, String mime, byte[] bytes, Optional<String> parent, Instant at, long ptsUs) {
        this.part = new EvidencePart(name, mime, bytes.length, Digests.sha256(bytes));
        this.bytes = bytes;
        this.parent = parent;
        this.at = at;
        this.ptsUs = ptsUs;
    }

    EvidencePart part() {
        return part;
    }

    /** Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** @param source what it was made from where nothing nearer is known; null for the stream itself */
    Part described(String source) {
        return new Part(
                part.name(),
                part.mime(),
                part.bytes(),
                part.sha256(),
                HashAlgorithm.SM3.hex(bytes),
                parent.orElse(source),
                at.toString(),
                ptsUs);
    }

    Instant at() {
        return at;
    }

    long ptsUs() {
        return ptsUs;
    }
}
