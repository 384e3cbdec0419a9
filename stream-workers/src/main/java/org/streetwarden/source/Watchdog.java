package org.streetwarden.source;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The one thread of this process that looks after all open {@link Deadline}s, in rounds; it sleeps while none is open. */
final class Watchdog {

    /** How late a deadline may be noticed. */
    static final Duration ROUND = Duration.ofMillis(100);

    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();
    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("watchdog").start(Watchdog::makeRounds);

    private Watchdog() {}

    static void guard(Deadline deadline) {
        OPEN.add(deadline);
        LockSupport.unpark(THREAD);
    }

    static void leave(Deadline deadline) {
        OPEN.remove(deadline);
    }

    /** Deadlines open now. */
    static int guarded() {
        return OPEN.size();
    }

    private static void makeRounds() {
        while (true) {
            if (OPEN.isEmpty()) {
                LockSupport.park();
            } else {
                LockSupport.parkNanos(ROUND.toNanos());
            }
            OPEN.forEach(Deadline::refresh);
        }
    }
}
