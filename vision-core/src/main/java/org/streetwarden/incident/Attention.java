package org.streetwarden.incident;

/**
 * What a camera's judge waits for after its last look.
 *
 * @param raiseInUs how long it takes at the least until an incident can be raised, microseconds of media time;
 *     {@link Long#MAX_VALUE} where nothing dwells
 * @param missing whether the thing of a standing incident was not seen at the last look
 */
public record Attention(long raiseInUs, boolean missing) {

    /** Nothing dwells, and what stands was seen. */
    public static final Attention NONE = new Attention(Long.MAX_VALUE, false);

    /** Whether something dwells that may become an incident. */
    public boolean dwelling() {
        return raiseInUs < Long.MAX_VALUE;
    }

    /** Whether looks are wanted sooner than usual. */
    public boolean wanted() {
        return dwelling() || missing;
    }

    Attention and(Attention other) {
        return new Attention(Math.min(raiseInUs, other.raiseInUs), missing || other.missing);
    }
}
