package org.streetwarden.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.geometry.Box;

/** One look a minute at a painted street. */
class CleanReferenceTest {

    private static final Box STALL = new Box(0.4, 0.4, 0.55, 0.7);
    private static final Box LORRY = new Box(0.1, 0.3, 0.4, 0.7);

    private static final SceneView CLEAN = new SceneView(SceneState.TRUSTED, List.of());

    private final Place place = new Place();

    @Test
    void saysThatItIsStillLearning() {
        place.look(9);
        assertThat(place.now().state()).isEqualTo(SceneState.LEARNING);
        place.put(STALL, 2).look(1);
        assertThat(place.now().objects()).isEmpty();
    }

    @Test
    void learnsFromPatrolLooksMinutesApart() {
        place.every(Duration.ofMinutes(7)).look(8);
        assertThat(place.now()).isEqualTo(CLEAN);
    }

    @Test
    void proposesOnceWhatAppearsAndStaysAndSaysSinceWhen() {
        place.look(15);
        long arrivedUs = place.nowUs();
        place.put(STALL, 2).look(20);

        assertThat(place.now().objects()).singleElement().satisfies(object -> {
            assertThat(object.sinceUs()).isEqualTo(arrivedUs);
            assertThat(object.box().iou(STALL)).isGreaterThan(0.7);
            assertThat(object.score()).isGreaterThan(0.5);
        });
        assertThat(place.views.stream()
                        .flatMap(view -> view.objects().stream())
                        .map(StaticObject::id)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void proposesNothingForWhatPasses() {
        place.look(15);
        for (int i = 0; i < 30; i++) {
            place.put(LORRY, 100 + i).look(1).take(LORRY).look(i % 2);
        }
        assertThat(place.views).allSatisfy(view -> assertThat(view.objects()).isEmpty());
        place.look(1);
        assertThat(place.now().state()).isEqualTo(SceneState.TRUSTED);
    }

    /** Where a person or vehicle is seen nothing is compared, however long it stands. */
    @Test
    void leavesOutWhatTheModelCallsAMover() {
        place.look(15).put(LORRY, 3).movers(LORRY).look(30);
        assertThat(place.now().objects()).isEmpty();
        place.take(LORRY).movers().look(2);
        assertThat(place.now()).isEqualTo(CLEAN);
    }

    @Test
    void keepsAnObjectThatSomebodyStandsBefore() {
        Box person = new Box(0.45, 0.35, 0.5, 0.75);
        place.look(15).put(STALL, 2).look(6);
        long id = place.now().objects().getFirst().id();
        place.put(person, 9).movers(person).look(10);
        assertThat(place.now().objects()).extracting(StaticObject::id).containsExactly(id);
    }

    @Test
    void seesNoObjectInASweepOfLightOrAShadow() {
        place.look(15);
        for (double light : new double[] {0.7, 0.5, 0.4, 0.5, 0.8, 1.2, 1.4, 1}) {
            place.light(light).look(4);
        }
        place.shadow(new Box(0.5, 0.2, 0.8, 0.8)).look(10);
        assertThat(place.views).allSatisfy(view -> assertThat(view.objects()).isEmpty());
    }

    /** By night it neither sees, learns nor forgets. */
    @Test
    void cannotSayAnythingInTheDark() {
        place.look(15).put(STALL, 2).look(6);
        long id = place.now().objects().getFirst().id();
        place.light(0.05).look(30);
        assertThat(place.now().state()).isEqualTo(SceneState.UNREADABLE);
        assertThat(place.now().objects()).extracting(StaticObject::id).containsExactly(id);
        place.light(1).look(1);
        assertThat(place.now().state()).isEqualTo(SceneState.TRUSTED);
        assertThat(place.now().objects()).extracting(StaticObject::id).containsExactly(id);
    }

    @Test
    void clearsAnObjectThatIsTakenAway() {
        place.look(15).put(STALL, 2).look(6).take(STALL).look(5);
        assertThat(place.now()).isEqualTo(CLEAN);
    }

    /** A view that changes wholly is said, proposes nothing, and is learnt anew. */
    @Test
    void saysThatTheViewChanged() {
        Box all = new Box(0, 0, 1, 1);
        place.look(15).put(all, 5).look(8);
        assertThat(place.now().state()).isEqualTo(SceneState.CHANGED);
        place.look(10).put(STALL, 2).look(6);
        assertThat(place.now().state()).isEqualTo(SceneState.TRUSTED);
        assertThat(place.now().objects())
                .singleElement()
                .satisfies(object -> assertThat(object.box().iou(STALL)).isGreaterThan(0.6));
    }

    @Test
    void absorbsAfterItsTimeButNeverWhereAnIncidentStands() {
        SceneSettings settings = new SceneSettings(Duration.ofMinutes(10), Duration.ofHours(1));
        Place free = new Place(settings).look(15).put(STALL, 2).look(70);
        assertThat(free.now().objects()).isEmpty();
        Place kept = new Place(settings).look(15).put(STALL, 2).keep(STALL).look(200);
        assertThat(kept.now().objects()).hasSize(1);
    }

    /** What stood there when learning began, and leaves, is no new thing: its trace is absorbed. */
    @Test
    void takesTheTraceOfSomethingThatLeftForNothingNew() {
        place.put(STALL, 2).look(15).take(STALL).look(25);
        assertThat(place.views).allSatisfy(view -> assertThat(view.objects()).isEmpty());
        place.put(STALL, 3).look(6);
        assertThat(place.now().objects()).hasSize(1);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new CleanReference(new SceneSettings(Duration.ZERO, Duration.ofDays(90))))
                .hasMessage("scene: learnAfter: expected PT1S to PT24H, found PT0S; "
                        + "absorbAfter: expected learnAfter to PT720H, found PT2160H");
    }
}
