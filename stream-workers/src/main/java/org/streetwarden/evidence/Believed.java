package org.streetwarden.evidence;

import java.util.Optional;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.TrustedKeys;

/**
 * What a verifier believes beforehand.
 *
 * @param signers whose seals; {@link TrustedKeys#NONE} where it knows nobody
 * @param log the key of the log; empty where it knows none
 * @param checkpoint of that log, kept from another source; empty where there is none
 */
public record Believed(TrustedKeys signers, Optional<NoteKey> log, Optional<Checkpoint> checkpoint) {

    public static final Believed NOTHING = new Believed(TrustedKeys.NONE, Optional.empty(), Optional.empty());
}
