package org.streetwarden.config;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;
import org.streetwarden.zone.Zone;

/**
 * How often cameras are seen, and what their upstreams are asked for.
 *
 * @param mode of a camera for which neither it nor a plan says another
 * @param every the coverage promise: every camera is seen at least this often
 * @param looks pictures judged in one visit
 * @param sessions most visits at once
 * @param mostBursts most cameras held open at once for something that stands there
 * @param burstInterval between two looks at a camera that is held open
 * @param plans what differs for some cameras at some hours; the first that fits decides
 * @param upstreams gateways and recorders with limits of their own
 */
public record PatrolConfig(
        Mode mode,
        Duration every,
        int looks,
        int sessions,
        int mostBursts,
        Duration burstInterval,
        List<Plan> plans,
        List<UpstreamConfig> upstreams) {

    /** How a camera is watched. */
    public enum Mode {
        /** Kept open. */
        WATCH,
        /** Visited again and again. */
        PATROL
    }

    /** Every camera is kept open. */
    public static final PatrolConfig NONE =
            new PatrolConfig(Mode.WATCH, Duration.ofMinutes(5), 1, 64, 32, Duration.ofSeconds(2), List.of(), List.of());

    public PatrolConfig {
        plans = List.copyOf(plans);
        upstreams = List.copyOf(upstreams);
    }

    /**
     * What is different for some cameras at some hours. A set that is empty means all of them.
     *
     * @param hours null: at all hours
     * @param mode null: as without the plan
     * @param every null: as without the plan
     */
    public record Plan(
            Set<String> cameras, Set<String> groups, Set<Kind> kinds, Schedule hours, Mode mode, Duration every) {

        public Plan {
            cameras = Set.copyOf(cameras);
            groups = Set.copyOf(groups);
            kinds = Set.copyOf(kinds);
        }

        boolean fits(CameraConfig camera, Instant now) {
            return (cameras.isEmpty() || cameras.contains(camera.id()))
                    && (groups.isEmpty() || groups.contains(camera.group()))
                    && (kinds.isEmpty()
                            || camera.zones().stream().map(Zone::kind).anyMatch(kinds::contains))
                    && (hours == null || hours.permits(now));
        }
    }

    /**
     * What one gateway or recorder may be asked for: by this worker, or in a fleet by all together.
     *
     * @param sessions most cameras open at once
     * @param opensPerSecond most cameras opened in a second
     */
    public record UpstreamConfig(String id, int sessions, int opensPerSecond) {

        /** One that nobody configured: no limit of sessions, and starts that are not all at once. */
        public static UpstreamConfig unlimited(String id) {
            return new UpstreamConfig(id, Integer.MAX_VALUE, 50);
        }
    }

    /** How one camera is watched at one time. */
    public record Way(Mode mode, Duration every) {}

    /** A camera's way: its plan's, else its own, else everybody's. */
    public Way way(CameraConfig camera, Instant now) {
        Mode own = camera.mode() == null ? mode : camera.mode();
        for (Plan plan : plans) {
            if (plan.fits(camera, now)) {
                return new Way(plan.mode() == null ? own : plan.mode(), plan.every() == null ? every : plan.every());
            }
        }
        return new Way(own, every);
    }

    /** The limits of a camera's upstream. */
    public UpstreamConfig upstreamOf(CameraConfig camera) {
        return upstreams.stream()
                .filter(each -> each.id().equals(camera.upstream()))
                .findFirst()
                .orElseGet(() -> UpstreamConfig.unlimited(camera.upstream()));
    }
}
