package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.track.TrackerSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** A look every 10 s; the first 2 minutes show the place itself. Vending is raised after 5 minutes, dumping after 10. */
class StaticEvidenceTest {

    private static final Detection SELLER = new Detection("person", 0.8f, new Box(0.56, 0.4, 0.62, 0.8));
    private static final Detection STALL = new Detection("stall", 0.8f, new Box(0.4, 0.48, 0.56, 0.81));
    private static final Detection BIN = new Detection("bin", 0.8f, new Box(0.39, 0.49, 0.56, 0.81));
    private static final SceneSettings SCENE = new SceneSettings(Duration.ofMinutes(1), Duration.ofHours(24));
    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "0".repeat(64));
    private static final byte[] GROUND = texture(1, 60, 140);
    private static final byte[] THING = texture(2, 20, 230);

    private final List<Verdict> verdicts = new ArrayList<>();
    private CameraJudge judge;
    private int look;

    private static byte[] texture(long seed, int least, int most) {
        int[] patches = new Random(seed).ints(32 * 18, least, most).toArray();
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) patches[i / LumaGrid.WIDTH / 5 * 32 + i % LumaGrid.WIDTH / 5];
        }
        return samples;
    }

    private static LumaGrid picture(boolean there) {
        byte[] samples = GROUND.clone();
        for (int y = 45; y < 72 && there; y++) {
            System.arraycopy(THING, y * LumaGrid.WIDTH + 64, samples, y * LumaGrid.WIDTH + 64, 24);
        }
        return new LumaGrid(samples);
    }

    private StaticEvidenceTest of(Kind kind) {
        Zone zone = new Zone("lower", kind, Street.LOWER_HALF);
        judge = new CameraJudge("cam-1", List.of(zone), Map.of(), TrackerSettings.DEFAULTS, SCENE, null);
        return watch(12, false);
    }

    private StaticEvidenceTest watch(int looks, boolean there, Detection... things) {
        for (int i = 0; i < looks; i++) {
            long ptsUs = look++ * 10_000_000L;
            var at = Street.START.plus(Duration.ofNanos(ptsUs * 1000));
            verdicts.addAll(judge.look(new Look(ptsUs, at, Arrays.asList(things), MODEL, picture(there))));
        }
        return this;
    }

    private List<Incident> raised() {
        return verdicts.stream()
                .filter(Verdict.Raised.class::isInstance)
                .map(verdict -> ((Verdict.Raised) verdict).incident())
                .toList();
    }

    @Test
    void raisesANamelessStallWherePeopleKeepStanding() {
        of(Kind.VENDING).watch(60, true, SELLER);

        assertThat(raised()).singleElement().satisfies(incident -> {
            assertThat(incident.basis()).isEqualTo(Basis.STATIC_OBJECT);
            assertThat(incident.raised().subject().label()).isEqualTo("static_object");
            assertThat(incident.raised().all()).contains(incident.raised().subject(), SELLER);
            assertThat(incident.why())
                    .startsWith("Something that is not part of the place stood in zone 'lower'")
                    .contains("evidence: static object only", "somebody stood at it in", "a person was at the place");
        });
    }

    @Test
    void raisesNoStallThatNobodyStandsAt() {
        of(Kind.VENDING).watch(80, true);
        assertThat(raised()).isEmpty();
    }

    @Test
    void raisesNoStallForAPasserAtTheRaise() {
        of(Kind.VENDING).watch(3, true, SELLER).watch(40, true).watch(2, true, SELLER);
        assertThat(raised()).isEmpty();
    }

    @Test
    void raisesWhatLiesAloneAndSaysWhoWasThere() {
        of(Kind.DUMPING).watch(2, false, SELLER).watch(1, true, SELLER).watch(90, true);

        assertThat(raised()).singleElement().satisfies(incident -> {
            assertThat(incident.basis()).isEqualTo(Basis.STATIC_OBJECT);
            assertThat(incident.placer()).get().satisfies(placer -> {
                assertThat(placer.label()).isEqualTo("person");
                assertThat(placer.box()).isEqualTo(SELLER.box());
            });
        });
    }

    @Test
    void raisesWhatLiesAloneWithoutAnActor() {
        of(Kind.DUMPING).watch(90, true);
        assertThat(raised()).singleElement().satisfies(incident -> assertThat(incident.placer())
                .isEmpty());
    }

    /** Goods being loaded are no rubbish. */
    @Test
    void raisesNothingThatSomebodyStandsAtAsDumped() {
        of(Kind.DUMPING).watch(90, true, SELLER);
        assertThat(raised()).isEmpty();
    }

    @Test
    void namesBothEvidencesWhereAModelNamesItToo() {
        of(Kind.VENDING).watch(60, true, STALL);
        assertThat(raised()).singleElement().satisfies(incident -> {
            assertThat(incident.basis()).isEqualTo(Basis.BOTH);
            assertThat(incident.why()).startsWith("A stall stood").contains("evidence: detector and static object");
        });
    }

    /** The model names it in every third look only: the static object carries the dwell. */
    @Test
    void carriesADwellThatTheModelAloneWouldLose() {
        of(Kind.VENDING);
        for (int i = 0; i < 20; i++) {
            watch(1, true, STALL, SELLER).watch(2, true, SELLER);
        }
        assertThat(raised()).hasSize(1);
    }

    @Test
    void leavesWhatAModelExplainsOtherwise() {
        of(Kind.DUMPING).watch(90, true, BIN);
        assertThat(raised()).isEmpty();
    }

    @Test
    void clearsWhenThePlaceIsCleanAgain() {
        of(Kind.DUMPING).watch(90, true).watch(120, false);
        assertThat(verdicts).last().isInstanceOf(Verdict.Cleared.class);
        assertThat(judge.open()).isEmpty();
    }

    @Test
    void asksAgainOnlyAfterAWhileAboutARefusedPlace() {
        of(Kind.DUMPING).watch(90, true);
        String id = raised().getFirst().id();
        assertThat(judge.refuse("f".repeat(32), Duration.ofMinutes(15))).isFalse();
        assertThat(judge.refuse(id, Duration.ofMinutes(15))).isTrue();
        assertThat(judge.open()).isEmpty();

        watch(80, true);
        assertThat(raised()).hasSize(1);
        watch(80, true);
        assertThat(raised()).hasSize(2);
    }

    @Test
    void looksWithoutPicturesAreJudgedByTheModelAlone() {
        of(Kind.VENDING);
        CameraJudge blind = new CameraJudge(
                "cam-1",
                List.of(new Zone("lower", Kind.VENDING, Street.LOWER_HALF)),
                Map.of(),
                TrackerSettings.DEFAULTS,
                SCENE,
                null);
        for (int i = 0; i < 40; i++) {
            verdicts.addAll(blind.look(new Look(i * 10_000_000L, Street.START, List.of(STALL), MODEL)));
        }
        assertThat(raised()).singleElement().satisfies(incident -> assertThat(incident.basis())
                .isEqualTo(Basis.DETECTOR));
    }
}
