package org.streetwarden.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.filing.Digests;

/** Which model looks at which camera. Immutable; the models in it are borrowed. */
final class Roster {

    private final Map<String, String> groupOfCamera;
    private final Map<String, GroupModels> groups;
    private final Map<String, Crew> crews = new HashMap<>();

    /** Who looks at one camera: the judge, in its role, and everybody else of its group. */
    record Crew(String group, LoadedModel judge, ModelRole role, GroupModels models) {

        Seat seat() {
            return new Seat(group, role, judge.identity());
        }
    }

    /**
     * @param groupOfCamera every camera's group, by its id
     * @param groups the models of every group named there
     */
    Roster(Map<String, String> groupOfCamera, Map<String, GroupModels> groups) {
        this.groupOfCamera = Map.copyOf(groupOfCamera);
        this.groups = new TreeMap<>(groups);
        groupOfCamera.forEach((camera, group) -> crews.put(camera, crew(camera, group, groups.get(group))));
    }

    private static Crew crew(String cameraId, String group, GroupModels models) {
        return models.canary()
                .filter(trial -> place(cameraId, trial.model().identity().sha256()) < trial.share())
                .map(trial -> new Crew(group, trial.model(), ModelRole.CANARY, models))
                .orElseGet(() -> new Crew(group, models.active(), ModelRole.ACTIVE, models));
    }

    /**
     * Where a camera stands in the order in which a canary takes cameras over; always the same for the same two, and
     * another order for another model.
     *
     * @return 0 inclusive to 1 exclusive
     */
    static double place(String cameraId, String sha256) {
        String digest = Digests.sha256((sha256 + "|" + cameraId).getBytes(StandardCharsets.UTF_8));
        long bits = ByteBuffer.wrap(java.util.HexFormat.of().parseHex(digest)).getLong();
        return (bits >>> 11) * 0x1.0p-53;
    }

    Crew crew(String cameraId) {
        return crews.get(cameraId);
    }

    Map<String, GroupModels> groups() {
        return groups;
    }

    Roster withoutCanary(String group) {
        Map<String, GroupModels> others = new TreeMap<>(groups);
        others.computeIfPresent(group, (name, models) -> models.withoutCanary());
        return new Roster(groupOfCamera, others);
    }

    /** Every model in it, once. */
    Set<LoadedModel> models() {
        Set<LoadedModel> models = new LinkedHashSet<>();
        groups.values().forEach(group -> {
            models.add(group.active());
            group.canary().ifPresent(trial -> models.add(trial.model()));
            group.shadow().ifPresent(models::add);
        });
        return models;
    }

    /** Every seat in it: group by group the active, the canary, the shadow. */
    Set<Seat> seats() {
        Set<Seat> seats = new LinkedHashSet<>();
        groups.forEach((name, group) -> {
            seats.add(new Seat(name, ModelRole.ACTIVE, group.active().identity()));
            group.canary()
                    .ifPresent(trial ->
                            seats.add(new Seat(name, ModelRole.CANARY, trial.model().identity())));
            group.shadow().ifPresent(shadow -> seats.add(new Seat(name, ModelRole.SHADOW, shadow.identity())));
        });
        return seats;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Roster roster
                && groups.equals(roster.groups)
                && groupOfCamera.equals(roster.groupOfCamera);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }
}
