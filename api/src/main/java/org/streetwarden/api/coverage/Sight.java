package org.streetwarden.api.coverage;

/** Whether a camera is seen as often as promised and, where not, why; also in SQL, see {@link CoverageIndex}. */
public enum Sight {
    /** Seen within the promise. */
    SEEN,
    /** Reported for the first time so lately that nothing is owed yet. */
    NEW,
    /** It does not answer, or sends nothing that can be decoded. */
    DEAD,
    /** Its upstream refuses it. */
    REFUSED,
    /** It sends pictures, but not of its place. */
    VIEW_INVALID,
    /** Every session its upstream allows is taken. */
    NO_SESSION,
    /** Its worker has no time for it. */
    OVERLOADED,
    /** Its worker gives no reason. */
    LATE,
    /** No worker has spoken of it lately. */
    UNREPORTED;

    /** Whether it could be seen by whoever looks, so that the promise is kept to it. */
    public boolean living() {
        return switch (this) {
            case NEW, DEAD, REFUSED, VIEW_INVALID -> false;
            case SEEN, NO_SESSION, OVERLOADED, LATE, UNREPORTED -> true;
        };
    }

    /** Whether the promise to it is broken. */
    public boolean blind() {
        return this != SEEN && this != NEW;
    }
}
