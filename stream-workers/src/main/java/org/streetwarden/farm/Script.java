package org.streetwarden.farm;

import java.time.Duration;
import java.util.List;

/**
 * A camera's behaviours made ready for the event loop: times in nanoseconds since a session's PLAY, {@link #NEVER} where
 * they do not happen.
 *
 * @param door how the camera meets a request
 * @param audioOnly whether it describes audio only
 * @param corruptShare share of RTP payloads to spoil, 0 to 1
 */
record Script(
        Door door,
        boolean audioOnly,
        long stallNanos,
        long cutNanos,
        double corruptShare,
        long corruptSeed,
        long jumpNanos,
        long jumpTicks,
        long repeatNanos) {

    static final long NEVER = Long.MAX_VALUE;

    /** What a request meets before it is even looked at. */
    enum Door {
        OPEN,
        REFUSE,
        HANG_UP,
        WRONG_PASSWORD,
        SILENT,
        HTTP,
        GARBAGE
    }

    static final Script NORMAL = of(List.of());

    static Script of(List<Behaviour> behaviours) {
        Script s = new Script(Door.OPEN, false, NEVER, NEVER, 0, 0, NEVER, 0, NEVER);
        for (Behaviour b : behaviours) {
            s = s.with(b);
        }
        return s;
    }

    private Script with(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Refuse b -> withDoor(Door.REFUSE);
            case Behaviour.HangUp b -> withDoor(Door.HANG_UP);
            case Behaviour.WrongPassword b -> withDoor(Door.WRONG_PASSWORD);
            case Behaviour.Silent b -> withDoor(Door.SILENT);
            case Behaviour.TalksHttp b -> withDoor(Door.HTTP);
            case Behaviour.TalksGarbage b -> withDoor(Door.GARBAGE);
            case Behaviour.AudioOnly b ->
                new Script(
                        door, true, stallNanos, cutNanos, corruptShare, corruptSeed, jumpNanos, jumpTicks, repeatNanos);
            case Behaviour.Stall b -> withEnds(nanos(b.after()), cutNanos);
            case Behaviour.Cut b -> withEnds(stallNanos, nanos(b.after()));
            case Behaviour.Corrupt b ->
                new Script(
                        door, audioOnly, stallNanos, cutNanos, b.share(), b.seed(), jumpNanos, jumpTicks, repeatNanos);
            case Behaviour.Jump b -> withTimes(nanos(b.after()), Ticks.fromNanos(nanos(b.by())), repeatNanos);
            case Behaviour.Repeat b -> withTimes(jumpNanos, jumpTicks, nanos(b.after()));
            case Behaviour.ChangeEvery b -> this;
            case Behaviour.ChangeOnce b -> this;
            case Behaviour.ChangeWhen b -> this;
        };
    }

    private Script withDoor(Door newDoor) {
        return new Script(
                newDoor, audioOnly, stallNanos, cutNanos, corruptShare, corruptSeed, jumpNanos, jumpTicks, repeatNanos);
    }

    private Script withEnds(long stall, long cut) {
        return new Script(door, audioOnly, stall, cut, corruptShare, corruptSeed, jumpNanos, jumpTicks, repeatNanos);
    }

    private Script withTimes(long jump, long ticks, long repeat) {
        return new Script(door, audioOnly, stallNanos, cutNanos, corruptShare, corruptSeed, jump, ticks, repeat);
    }

    private static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
