package org.streetwarden.fleet;

/** What a worker can run out of. */
public enum Resource {
    /** Processor time of this process against the cores it may use. */
    CPU("cpu"),
    /** Time in which the model's thread is at work. */
    INFERENCE("inference"),
    /** Looks that come too late, or that a newer picture replaced: five of a hundred are as much as may be. */
    LATE_LOOKS("late-looks"),
    /** Java's heap after collection, and the whole process against the memory it may use. */
    MEMORY("memory"),
    /** Open files and connections. */
    DESCRIPTORS("descriptors");

    /** Stands in {@code FleetStatus}. */
    public final String word;

    Resource(String word) {
        this.word = word;
    }
}
