package org.streetwarden.api.push;

import java.time.Instant;
import java.util.Optional;

/** Brings events to one target in its way. Several threads deliver at once; the rest is one thread's. */
interface Courier extends AutoCloseable {

    /** How many events it takes now. */
    int room(Instant now);

    /** That the target has the event already, where it can be asked and may have it; never throws. */
    default Optional<Attempt> known(Outbox.Claimed claimed, Instant now) {
        return Optional.empty();
    }

    /** Tries once; never throws. */
    Attempt deliver(Outbox.Claimed claimed, Instant now);

    /** Looks for what comes back by other ways than as an answer. */
    default void collect() {}

    /** What is under way fails. */
    @Override
    void close();
}
