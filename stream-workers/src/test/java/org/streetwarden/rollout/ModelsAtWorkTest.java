package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout.Band;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.incident.Look;
import org.streetwarden.models.pixels.TestPicture;
import org.streetwarden.rollout.ModelsAtWork.Sight;

/** Six cameras of one group. */
class ModelsAtWorkTest {

    private static final List<String> CAMERAS = List.of("a", "b", "c", "d", "e", "f");
    private static final Band BAND = new Band(0.1, Duration.ofSeconds(10), 3);

    private final Tallies tallies = new Tallies(new SimpleMeterRegistry(), InstantSource.system());
    private final Map<String, Look> looks = new LinkedHashMap<>();
    private final Map<String, Eye> eyes = new HashMap<>();
    private final List<String> alarms = new ArrayList<>();
    private final FakeModel active = FakeModel.seeing("active", FakeModel.STALL);
    private ModelsAtWork models;

    private void work(FakeModel canary, double share, FakeModel shadow) {
        Map<String, String> groups = new HashMap<>();
        CAMERAS.forEach(camera -> groups.put(camera, "market"));
        GroupModels all = new GroupModels(
                active.loaded(),
                Optional.empty(),
                Optional.ofNullable(canary).map(model -> new GroupModels.Trial(model.loaded(), share)),
                Optional.ofNullable(shadow).map(FakeModel::loaded),
                BAND);
        Roster roster = new Roster(groups, Map.of("market", all));
        models = new ModelsAtWork(roster, tallies, 10);
        models.switchTo(roster);
        models.alarm((seat, why) -> alarms.add(seat.role() + " " + why));
    }

    private int sweep() {
        looks.clear();
        return models.look(CAMERAS.stream().map(this::sight).toList());
    }

    private Sight sight(String camera) {
        return new Sight(camera, TestPicture.grey(), (look, eye) -> {
            assertThat(looks.put(camera, look))
                    .as("a second look at one picture")
                    .isNull();
            eyes.put(camera, eye);
        });
    }

    private Counts total(ModelRole role, FakeModel model) {
        return tallies.total(new Seat("market", role, model.model()));
    }

    @Test
    void batchesByModelAndSaysWhoLooked() {
        FakeModel canary = FakeModel.seeing("canary");
        work(canary, 0.5, null);

        assertThat(sweep()).isEqualTo(6);

        int canaries = (int) total(ModelRole.CANARY, canary).looks();
        assertThat(canaries).isBetween(1, 5);
        assertThat(canary.batches.stream().mapToInt(i -> i).sum()).isEqualTo(canaries);
        assertThat(active.batches.stream().mapToInt(i -> i).sum()).isEqualTo(6 - canaries);
        looks.forEach((camera, look) -> {
            assertThat(look.model()).isEqualTo(eyes.get(camera).seat().model());
            assertThat(eyes.get(camera).experimental())
                    .containsExactly("experimental-of-" + look.model().version());
        });
    }

    @Test
    void comparesAShadowAndTellsNoJudge() {
        FakeModel shadow =
                FakeModel.seeing("shadow", new Detection("bin", 0.5f, FakeModel.STALL.box()), FakeModel.STALL);
        work(null, 0, shadow);

        assertThat(sweep()).isEqualTo(6);

        assertThat(looks.values()).allSatisfy(look -> {
            assertThat(look.model()).isEqualTo(active.model());
            assertThat(look.detections()).containsExactly(FakeModel.STALL);
        });
        Tally.Cut cut = tallies.cut(seat -> seat.role() == ModelRole.SHADOW).getFirst();
        assertThat(cut.counts().looks()).isEqualTo(6);
        assertThat(cut.agreement()).isEqualTo(Map.of("bin", new Agreement(0, 0, 6), "stall", new Agreement(6, 0, 0)));
    }

    @Test
    void looksWithTheActiveModelWhereTheCanaryFails() {
        work(FakeModel.failing("canary"), 1, null);

        for (int i = 0; i < 5; i++) {
            assertThat(sweep()).isEqualTo(6);
            assertThat(looks.keySet()).containsExactlyInAnyOrderElementsOf(CAMERAS);
            assertThat(looks.values()).allMatch(look -> look.model().equals(active.model()));
        }

        assertThat(alarms)
                .containsExactly("CANARY failures: expected at most 0.1000 of pictures, found 1.000 (12 of 12)");
    }

    @Test
    void takesTheSeatOfACanaryThatLeavesItsBandBetweenTwoBatches() {
        FakeModel canary = FakeModel.failing("canary");
        work(canary, 1, null);
        sweep();
        sweep();
        int asked = canary.batches.size();

        assertThat(sweep()).isEqualTo(6);

        assertThat(canary.batches).hasSize(asked);
        assertThat(eyes.values()).extracting(eye -> eye.seat().role()).containsOnly(ModelRole.ACTIVE);
    }

    @Test
    void losesNoLookToAShadowThatFails() {
        work(null, 0, FakeModel.failing("shadow"));
        for (int i = 0; i < 20; i++) {
            assertThat(sweep()).isEqualTo(6);
        }
        assertThat(alarms).as("a shadow files nothing and has no band").isEmpty();
    }

    /** One picture that the model chokes on is one look less, not six. */
    @Test
    void triesEachPictureOfAFailedBatchAlone() {
        FakeModel choking = new FakeModel("choking", frame -> {
            if (frame.ptsUs() == 3) {
                throw new DetectorFailure("chokes");
            }
            return List.of();
        });
        GroupModels all = new GroupModels(choking.loaded(), Optional.empty(), Optional.empty(), Optional.empty(), BAND);
        models = new ModelsAtWork(new Roster(Map.of("a", "market"), Map.of("market", all)), tallies, 10);
        List<Sight> sights = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (long ptsUs = 1; ptsUs <= 4; ptsUs++) {
            sights.add(new Sight("a", new StampedPicture(ptsUs), (look, eye) -> seen.add(look.ptsUs())));
        }

        assertThat(models.look(sights)).isEqualTo(3);

        assertThat(seen).containsExactly(1L, 2L, 4L);
        assertThat(total(ModelRole.ACTIVE, choking)).satisfies(counts -> {
            assertThat(counts.looks()).isEqualTo(3);
            assertThat(counts.failures()).isEqualTo(1);
        });
    }

    @Test
    void takesNonsenseForFailures() {
        List<FakeModel> candidates = List.of(
                new FakeModel("crowd", frame -> Collections.nCopies(300, FakeModel.STALL)),
                new FakeModel("nan", frame -> List.of(new Detection("stall", Float.NaN, FakeModel.STALL.box()))),
                new FakeModel("loud", frame -> List.of(new Detection("stall", 7, FakeModel.STALL.box()))),
                new FakeModel("broken", frame -> {
                    throw new IllegalStateException("a defect");
                }));
        for (FakeModel candidate : candidates) {
            work(candidate, 1, null);
            assertThat(sweep()).as(candidate.model().version()).isEqualTo(6);
            assertThat(total(ModelRole.CANARY, candidate).failures())
                    .as(candidate.model().version())
                    .isEqualTo(6);
            assertThat(looks.values()).allMatch(look -> look.model().equals(active.model()));
        }
    }
}
