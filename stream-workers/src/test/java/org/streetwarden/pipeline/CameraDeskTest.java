package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/** One look a second, as a text: {@code S} a stall stands there, {@code .} nothing does. */
class CameraDeskTest {

    private static final long SECOND_US = 1_000_000;
    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "0".repeat(64));
    private static final StreamInfo INFO = new StreamInfo("h264", 64, 48, ByteBuffer.allocate(0));
    private static final Detection STALL = new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7));
    private static final Zone MARKET = new Zone(
            "market",
            Kind.VENDING,
            new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1))));

    /** Notice after 2 s, raise after 4 s, clear after 5 s. */
    private static final RuleOverrides QUICK = new RuleOverrides(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            0.6,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            null,
            null);

    private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
    private final List<Raise> raises = new ArrayList<>();
    private final List<Verdict.Cleared> clearings = new ArrayList<>();
    private final CameraDesk desk = new CameraDesk(
            "Market Street",
            Desks.judge("cam-1", List.of(MARKET), Map.of(Kind.VENDING, QUICK)),
            new CameraDesk.Outcome() {
                @Override
                public void raised(Raise raise) {
                    raises.add(raise);
                }

                @Override
                public void cleared(Verdict.Cleared cleared) {
                    clearings.add(cleared);
                }
            },
            metrics);
    private GopRing ring = new GopRing(INFO, 1 << 20);
    private long nowUs;
    private ModelIdentity model = MODEL;
    private Set<String> experimental = Set.of("stall");

    private void watch(String seconds, int packetBytes) {
        desk.watch(ring, Footage.of(ring, () -> false));
        for (int i = 0; i < seconds.length(); i++) {
            Instant at = Instant.EPOCH.plus(nowUs, ChronoUnit.MICROS);
            ring.append(new KeptPacket(nowUs, nowUs, true, at, ByteBuffer.allocate(packetBytes)));
            desk.look(new Look(nowUs, at, seconds.charAt(i) == 'S' ? List.of(STALL) : List.of(), model), experimental);
            nowUs += SECOND_US;
        }
    }

    private static long lastUs(Clip clip) {
        return clip.packets().getLast().ptsUs();
    }

    @Test
    void pinsThePicturesOfFirstSightThresholdAndRaise() {
        watch("..SSSSSSSS", 100);

        Raise raise = raises.getFirst();
        Incident incident = raise.incident();
        assertThat(raises).hasSize(1);
        assertThat(raise.cameraName()).isEqualTo("Market Street");
        assertThat(raise.experimental()).isTrue();
        assertThat(raise.open().incidentId()).isEqualTo(incident.id());
        assertThat(lastUs(raise.first().orElseThrow()))
                .isEqualTo(incident.first().ptsUs());
        assertThat(lastUs(raise.threshold().orElseThrow()))
                .isEqualTo(incident.threshold().ptsUs());
        assertThat(lastUs(raise.raised().orElseThrow()))
                .isEqualTo(incident.raised().ptsUs());
        assertThat(incident.first().ptsUs()).isLessThan(incident.threshold().ptsUs());
        assertThat(incident.threshold().ptsUs()).isLessThan(incident.raised().ptsUs());
        assertThat(desk.pinned()).isZero();
        assertThat(metrics.value(PipelineCounter.PICTURE_EVICTED)).isZero();
        assertThat(metrics.value(PipelineCounter.INCIDENT_RAISED)).isEqualTo(1);
    }

    /** The ring holds a few seconds only; what was pinned outlives it. */
    @Test
    void keepsFirstSightAfterTheRingHasForgottenIt() {
        ring = new GopRing(INFO, GopRing.LEAST_BYTES);
        watch("..SSSSSSSS", 5000);

        Raise raise = raises.getFirst();
        assertThat(ring.oldestPtsUs()).isGreaterThan(raise.incident().first().ptsUs());
        assertThat(lastUs(raise.first().orElseThrow()))
                .isEqualTo(raise.incident().first().ptsUs());
        assertThat(metrics.value(PipelineCounter.PICTURE_EVICTED)).isZero();
    }

    @Test
    void letsGoOfThePicturesOfWhatLeft() {
        watch("..SSS", 100);
        assertThat(desk.pinned()).isEqualTo(1);
        watch("........", 100);

        assertThat(desk.pinned()).isZero();
        assertThat(raises).isEmpty();
        assertThat(metrics.value(PipelineCounter.CANDIDATE_SIGHTED)).isEqualTo(1);
        assertThat(metrics.value(PipelineCounter.CANDIDATE_DROPPED)).isEqualTo(1);
    }

    /** Pictures too big for the ring: the incident is filed all the same. */
    @Test
    void countsPicturesTheRingNeverKept() {
        ring = new GopRing(INFO, GopRing.LEAST_BYTES);
        watch("..SSSSSSSS", GopRing.LEAST_BYTES);

        Raise raise = raises.getFirst();
        assertThat(raise.first()).isEmpty();
        assertThat(raise.threshold()).isEmpty();
        assertThat(raise.raised()).isEmpty();
        assertThat(metrics.value(PipelineCounter.PICTURE_EVICTED)).isEqualTo(3);
    }

    @Test
    void goesOnWithPicturesOfTheRunBefore() {
        watch("..SSSS", 100);
        ring = new GopRing(INFO, 1 << 20);
        watch("SSSS", 100);

        Raise raise = raises.getFirst();
        assertThat(lastUs(raise.first().orElseThrow()))
                .isEqualTo(raise.incident().first().ptsUs());
        assertThat(raise.footage().newestPtsUs()).isEqualTo(ring.newestPtsUs());
    }

    /** The next model has evidence for stalls: its word counts at the raise. */
    @Test
    void raisesOnceOverASwapInTheNameOfTheModelThatSawTheLast() {
        watch("..SSSS", 100);
        model = new ModelIdentity("fake", "2", "1".repeat(64));
        experimental = Set.of();
        watch("SSSSSSSS", 100);

        Raise raise = raises.getFirst();
        assertThat(raises).hasSize(1);
        assertThat(raise.incident().first().model()).isEqualTo(MODEL);
        assertThat(raise.incident().raised().model()).isEqualTo(model);
        assertThat(raise.experimental()).isFalse();
    }

    @Test
    void clearsOnceTheThingIsGone() {
        watch("..SSSSSSSS", 100);
        assertThat(desk.open()).hasSize(1);
        watch("........", 100);

        assertThat(clearings).hasSize(1);
        assertThat(clearings.getFirst().incidentId())
                .isEqualTo(raises.getFirst().incident().id());
        assertThat(desk.open()).isEmpty();
        assertThat(metrics.value(PipelineCounter.INCIDENT_CLEARED)).isEqualTo(1);
    }
}
