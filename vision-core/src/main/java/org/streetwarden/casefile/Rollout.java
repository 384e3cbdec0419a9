package org.streetwarden.casefile;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.streetwarden.detect.ModelIdentity;

/**
 * Which models look at which groups of cameras: what the api has decided and workers follow. Coded by
 * {@link RolloutCodec}.
 *
 * @param revision grows with every change
 * @param groups by name; a group that is not here is served as the worker's configuration says
 */
public record Rollout(long revision, Map<String, Group> groups) {

    /** The Redis hash that holds the one rollout. */
    public static final String KEY = "streetwarden:rollout";

    /** The group of a camera whose configuration names none. */
    public static final String DEFAULT_GROUP = "default";

    /** Nothing decided yet. */
    public static final Rollout NONE = new Rollout(0, Map.of());

    public Rollout {
        groups = java.util.Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /** The group's part; one without any model where the rollout does not name it. */
    public Group group(String name) {
        return groups.getOrDefault(name, Group.AS_CONFIGURED);
    }

    /**
     * One group's models.
     *
     * @param active where empty, the model of the worker's configuration
     * @param band what the active and the canary model must keep to
     */
    public record Group(
            Optional<ModelIdentity> active, Optional<Canary> canary, Optional<ModelIdentity> shadow, Band band) {
        static final Group AS_CONFIGURED =
                new Group(Optional.empty(), Optional.empty(), Optional.empty(), Band.DEFAULTS);
    }

    /**
     * A model on trial.
     *
     * @param share of the group's cameras it judges, above 0 and at most 1
     */
    public record Canary(ModelIdentity model, double share) {}

    /**
     * What a promoted model must keep to; outside it a worker goes back to the model before.
     *
     * @param maxFailureShare of pictures on which inference may fail, 0 to 1
     * @param maxLatency mean time of one picture
     * @param maxRaiseRatio its raises per look over those of the model it is compared with; at least 1
     */
    public record Band(double maxFailureShare, Duration maxLatency, double maxRaiseRatio) {
        public static final Band DEFAULTS = new Band(0.02, Duration.ofSeconds(1), 3);
    }
}
