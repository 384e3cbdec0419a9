package org.streetwarden.api.fleet;

import java.time.Instant;
import java.util.List;
import org.streetwarden.casefile.FleetStatus;

/**
 * What is known of the workers at one moment.
 *
 * @param cameras that are to be watched by the fleet
 * @param members by worker id; those that died lately among them
 */
public record Fleet(Instant at, long cameras, List<Member> members) {

    public Fleet {
        members = List.copyOf(members);
    }

    /**
     * One worker.
     *
     * @param alive whether it has spoken lately
     * @param drain who wants it to hold nothing and since when, in one line; null where nobody does
     */
    public record Member(FleetStatus status, boolean alive, String drain) {

        /** Whether it takes cameras. */
        public boolean working() {
            return alive && drain == null && status.state() == FleetStatus.State.WORKING;
        }
    }

    /** Cameras held by workers that live. */
    public long held() {
        return members.stream()
                .filter(Member::alive)
                .mapToLong(member -> member.status().held())
                .sum();
    }

    /** What the workers that take cameras can hold together. */
    public long capacity() {
        return members.stream()
                .filter(Member::working)
                .mapToLong(member -> member.status().capacity())
                .sum();
    }
}
