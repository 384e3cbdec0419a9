package org.streetwarden.api.proof;

import java.util.Optional;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.SigningKey;

/**
 * The log's name and the key that signs its checkpoints.
 *
 * @param key Ed25519; null: checkpoints stay unsigned and say so
 */
public record LogIdentity(String origin, SigningKey key) {

    /** @throws IllegalArgumentException where the key is no Ed25519 key, or the name holds a blank or a plus sign */
    public LogIdentity {
        if (key != null) {
            NoteKey.of(origin, key);
        }
    }

    /** A checkpoint as others keep it. */
    public SignedNote sign(Checkpoint checkpoint) {
        return checkpoint.signed(key);
    }

    /** What others check checkpoints with; empty where there is no key. */
    public Optional<NoteKey> publicKey() {
        return Optional.ofNullable(key).map(signing -> NoteKey.of(origin, signing));
    }
}
