package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout.Band;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

class RosterTest {

    private final LoadedModel old = FakeModel.seeing("1").loaded();
    private final LoadedModel young = FakeModel.seeing("2").loaded();

    private List<String> canaries(double share) {
        Map<String, String> cameras = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            cameras.put("cam-" + i, "market");
        }
        GroupModels models = new GroupModels(
                old,
                Optional.empty(),
                Optional.of(new GroupModels.Trial(young, share)),
                Optional.empty(),
                Band.DEFAULTS);
        Roster roster = new Roster(cameras, Map.of("market", models));
        List<String> canaries = new ArrayList<>();
        cameras.keySet().forEach(camera -> {
            if (roster.crew(camera).role() == ModelRole.CANARY) {
                assertThat(roster.crew(camera).judge()).isSameAs(young);
                canaries.add(camera);
            }
        });
        return canaries;
    }

    @Test
    void givesTheCanaryItsShareOfTheCameras() {
        assertThat(canaries(0.25).size() / 1000.0).isEqualTo(0.25, within(0.05));
        assertThat(canaries(1)).hasSize(1_000);
    }

    @Test
    void takesNoCameraBackAsTheShareGrows() {
        assertThat(canaries(0.5)).containsAll(canaries(0.1));
        assertThat(canaries(0.1)).containsExactlyElementsOf(canaries(0.1));
    }

    @Test
    void seatsEachModelOnce() {
        GroupModels models = new GroupModels(
                old, Optional.empty(), Optional.empty(), Optional.of(young), Band.DEFAULTS);
        Roster roster = new Roster(Map.of("a", "x", "b", "y"), Map.of("x", models, "y", models));
        assertThat(roster.models()).containsExactly(old, young);
        assertThat(roster.seats()).hasSize(4);
    }

    @Test
    void comparesBoxesByLabelAndOverlap() {
        Detection bin = new Detection("bin", 0.8f, new Box(0.1, 0.1, 0.2, 0.2));
        Detection sameBin = new Detection("bin", 0.6f, new Box(0.1, 0.1, 0.2, 0.17));
        Detection otherBin = new Detection("bin", 0.6f, new Box(0.5, 0.1, 0.6, 0.2));
        Detection person = new Detection("person", 0.6f, bin.box());
        assertThat(Likeness.of(List.of(bin, bin), List.of(sameBin, otherBin, person)))
                .isEqualTo(Map.of("bin", new Agreement(1, 1, 1), "person", new Agreement(0, 0, 1)));
        assertThat(Likeness.of(List.of(), List.of())).isEmpty();
    }
}
