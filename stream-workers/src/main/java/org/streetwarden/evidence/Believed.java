package org.streetwarden.evidence;

import java.util.Optional;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.TimeStampAuthorities;
import org.streetwarden.proof.TrustedKeys;

/**
 * What a verifier believes beforehand.
 *
 * @param signers whose seals; {@link TrustedKeys#NONE} where it knows nobody
 * @param log the key of the log; empty where it knows none
 * @param checkpoint of that log, kept from another source; empty where there is none
 * @param growth proof that the smaller of that checkpoint and the pack's is the beginning of the larger; empty where there is
 *     none
 * @param authorities whose time-stamps; {@link TimeStampAuthorities#NONE} where it knows none
 */
public record Believed(
        TrustedKeys signers,
        Optional<NoteKey> log,
        Optional<Checkpoint> checkpoint,
        Optional<GrowthProof> growth,
        TimeStampAuthorities authorities) {

    public static final Believed NOTHING = new Believed(
            TrustedKeys.NONE, Optional.empty(), Optional.empty(), Optional.empty(), TimeStampAuthorities.NONE);
}
