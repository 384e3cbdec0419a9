package org.streetwarden.api.push;

import java.time.Instant;

/** Brings events to one target in its way. Several threads deliver at once; the rest is one thread's. */
interface Courier extends AutoCloseable {

    /** How many events it takes now. */
    int room(Instant now);

    /** Tries once; never throws. */
    Attempt deliver(Outbox.Claimed claimed, Instant now);

    /** Looks for what comes back by other ways than as an answer. */
    default void collect() {}

    /** What is under way fails. */
    @Override
    void close();
}
