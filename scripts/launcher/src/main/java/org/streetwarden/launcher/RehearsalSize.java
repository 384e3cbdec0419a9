package org.streetwarden.launcher;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.streetwarden.launcher.RehearsalCameras.Role;

/**
 * How large a rehearsal is.
 *
 * @param promise every camera is to be seen at least this often
 */
record RehearsalSize(int cameras, int workers, Duration time, Duration promise, long seed) {

    /** One in a hundred is dead, one flaps, one carries an incident; one in two hundred is turned away. */
    Map<Role, Integer> roles() {
        Map<Role, Integer> roles = new EnumMap<>(Role.class);
        roles.put(Role.DEAD, cameras / 100);
        roles.put(Role.FLAPPING, cameras / 100);
        roles.put(Role.TURNED, cameras / 200);
        roles.put(Role.INCIDENT, Math.max(4, cameras / 100));
        return roles;
    }

    Duration flightComes() {
        return share(2);
    }

    /** When a worker is killed without warning … */
    Duration workerDies() {
        return share(5);
    }

    /** … and when it is back: not before others had the time to take over. */
    Duration workerReturns() {
        Duration soonest = workerDies().plusSeconds(25);
        return share(7).compareTo(soonest) > 0 ? share(7) : soonest;
    }

    Duration redisRestarts() {
        return share(8);
    }

    Duration storeLeaves() {
        return share(10);
    }

    Duration storeReturns() {
        return share(12);
    }

    private Duration share(int fifteenths) {
        return time.multipliedBy(fifteenths).dividedBy(15);
    }
}
