package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.EvidenceManifest.Gap;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.evidence.EvidenceManifest.Thing;
import org.streetwarden.evidence.EvidenceManifest.Watch;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Incident;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;

class EvidenceCutterTest {

    private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";
    private static final int PICTURES_AT_RAISE = 12 * 25 + 1;
    private static final ModelIdentity VERIFIER = new ModelIdentity("crop", "1", "cd".repeat(32));
    private static Clip video;

    @TempDir
    Path data;

    private final FilingCounters counters = new FilingCounters();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:02Z"));
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Incident> refused = new ArrayList<>();
    private GopRing ring;
    private FilingDesk desk;
    private EvidenceCutter cutter;

    @BeforeAll
    static void record() {
        video = SyntheticVideo.h264(0, 25 * 25);
    }

    @BeforeEach
    void open() throws Exception {
        ring = SampleRaise.ring(video, PICTURES_AT_RAISE);
        open(CutterSettings.of("worker-1"));
    }

    private void open(CutterSettings settings) throws IOException {
        if (desk != null) {
            desk.close();
        }
        desk = FilingDesk.open(data, 64 << 20);
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
        cutter = new EvidenceCutter(desk, settings, counters, backOff, now::get);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    @Test
    void filesAWholePackOnceTheTimeAfterTheRaiseIsThere() throws Exception {
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        assertThat(entries("held-")).hasSize(1);
        SampleRaise.append(ring, video, PICTURES_AT_RAISE, 22 * 25 + 1);
        cutter.doWork();
        assertThat(entries("held-")).isEmpty();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.clip().fromUs()).isEqualTo(2_000_000);
        assertThat(manifest.clip().toUs()).isEqualTo(22_000_000);
        assertThat(manifest.clip().gaps()).isEmpty();
        assertThat(manifest.watch()).isEqualTo(new Watch("clear", 2, SampleRaise.BASE_US, 0, List.of()));
        assertThat(manifest.seen().raised())
                .extracting(Thing::label, Thing::score, Thing::box)
                .containsExactly(
                        tuple("person", 0.55, List.of(0.6, 0.2, 0.7, 0.6)),
                        tuple("stall", 0.87, List.of(0.2, 0.3, 0.5, 0.8)));
        assertThat(manifest.parts())
                .extracting(Part::name, Part::parent)
                .containsExactly(
                        tuple("clip.mp4", null),
                        tuple("first.jpg", null),
                        tuple("first-boxes.jpg", "first.jpg"),
                        tuple("threshold.jpg", "clip.mp4"),
                        tuple("threshold-boxes.jpg", "threshold.jpg"),
                        tuple("raised.jpg", "clip.mp4"),
                        tuple("raised-boxes.jpg", "raised.jpg"));
        assertThat(EvidenceVerifier.verify(entries("0").getFirst().resolve("evidence"))
                        .sound())
                .isTrue();
    }

    @Test
    void makesTheClipOfTheRingsVeryPackets() throws Exception {
        SampleRaise.append(ring, video, PICTURES_AT_RAISE, 22 * 25 + 1);
        raise(SampleRaise.ID);
        cutter.doWork();
        DemuxedFile clip = DemuxedFile.of(entries("0").getFirst().resolve("evidence/clip.mp4"));
        assertThat(clip.packets()).hasSize(20 * 25 + 1);
        assertThat(NalUnits.lengthPrefixed(clip.packets().get(100).data()))
                .isEqualTo(NalUnits.startCoded(video.packets().get(150).data()));
        assertThat(Pictures.decodable(clip)).isEqualTo(20 * 25 + 1);
    }

    @Test
    void cutsWhatThereIsWhereTheRunEnded() throws Exception {
        raise(SampleRaise.ID);
        cutter.doWork();
        SampleRaise.append(ring, video, PICTURES_AT_RAISE, 15 * 25 + 1);
        ended.set(true);
        cutter.doWork();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.clip().toUs()).isEqualTo(15_000_000);
        assertThat(manifest.clip().gaps()).containsExactly(new Gap(15_000_000, 22_000_000));
    }

    @Test
    void cutsWhatThereIsWhenPatienceIsOver() throws Exception {
        raise(SampleRaise.ID);
        now.updateAndGet(time -> time.plusSeconds(29));
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        now.updateAndGet(time -> time.plusSeconds(1));
        cutter.doWork();
        assertThat(entries("0")).hasSize(1);
    }

    @Test
    void filesAHeldIncidentAfterAKill() throws Exception {
        raise(SampleRaise.ID);
        cutter.doWork();
        desk.close();
        desk = FilingDesk.open(data, 64 << 20);
        Path entry = entries("0").getFirst();
        assertThat(SpoolFolders.manifest(entry).clip().gaps()).containsExactly(new Gap(12_000_000, 22_000_000));
        assertThat(EvidenceVerifier.verify(entry.resolve("evidence")).sound()).isTrue();
    }

    @Test
    void filesWithoutAClipWhereTheRingHasMovedOn() throws Exception {
        raise(SampleRaise.ID);
        GopRing empty = new GopRing(video.info(), 1 << 20);
        cutter.raise(SampleRaise.of(OTHER_ID, ring, Footage.of(empty, () -> true)));
        cutter.doWork();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.incidentId()).isEqualTo(OTHER_ID);
        assertThat(manifest.clip().gaps()).containsExactly(new Gap(2_000_000, 22_000_000));
        assertThat(manifest.parts()).hasSize(6).noneMatch(part -> part.name().equals("clip.mp4"));
        assertThat(counters.value(FilingCounter.CLIPS_MISSING)).isEqualTo(1);
    }

    @Test
    void leavesOutStillsThatHadLeftTheRing() throws Exception {
        GopRing small = new GopRing(video.info(), 64 * 1024);
        SampleRaise.append(small, video, 0, PICTURES_AT_RAISE);
        ended.set(true);
        cutter.raise(SampleRaise.of(SampleRaise.ID, small, Footage.of(small, ended::get)));
        cutter.doWork();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.parts())
                .extracting(Part::name)
                .doesNotContain("first.jpg")
                .contains("raised.jpg");
        assertThat(counters.value(FilingCounter.STILLS_MISSING)).isPositive();
        assertThat(manifest.clip().gaps().getFirst().fromUs()).isEqualTo(2_000_000);
    }

    @Test
    void letsAClearingFollowItsIncident() throws Exception {
        raise(SampleRaise.ID);
        cutter.clear("cam-1", new IncidentCleared(SampleRaise.ID, now.get(), now.get()));
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        ended.set(true);
        cutter.doWork();
        assertThat(entries("0"))
                .extracting(folder -> folder.getFileName().toString().substring(17))
                .containsExactly(SampleRaise.ID, "clear-" + SampleRaise.ID);
    }

    @Test
    void keepsEverythingInMemoryWhileTheDiskRefuses() throws Exception {
        breakTheDisk();
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(counters.value(FilingCounter.SPOOL_RETRIES)).isEqualTo(1);
        cutter.doWork();
        assertThat(counters.value(FilingCounter.SPOOL_RETRIES)).isEqualTo(1);
        mendTheDisk();
        cutter.doWork();
        assertThat(entries("")).isEmpty();
        now.updateAndGet(time -> time.plusSeconds(60));
        cutter.doWork();
        assertThat(SpoolFolders.manifest(entries("0").getFirst()).parts()).hasSize(7);
    }

    @Test
    void givesUpPicturesBeforeIncidentsWhileTheDiskRefuses() throws Exception {
        CutterSettings tight = new CutterSettings(
                "worker-1", Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), 1000, 10, null);
        open(tight);
        breakTheDisk();
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(counters.value(FilingCounter.PICTURES_GIVEN_UP)).isEqualTo(1);
        mendTheDisk();
        now.updateAndGet(time -> time.plusSeconds(60));
        cutter.doWork();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.parts()).isEmpty();
        assertThat(manifest.incidentId()).isEqualTo(SampleRaise.ID);
    }

    @Test
    void goesOnAfterADefect() throws Exception {
        cutter.raise(SampleRaise.of(OTHER_ID, ring, Footage.of(ring, () -> {
            throw new IllegalStateException("a defect of this test");
        })));
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(SpoolFolders.manifest(entries("0").getFirst()).incidentId()).isEqualTo(SampleRaise.ID);
        assertThat(counters.value(FilingCounter.INCIDENTS_LOST)).isEqualTo(1);
    }

    @Test
    void filesEverythingWhenClosed() throws Exception {
        cutter.start();
        raise(SampleRaise.ID);
        cutter.close();
        assertThat(SpoolFolders.manifest(entries("0").getFirst()).clip().gaps())
                .containsExactly(new Gap(12_000_000, 22_000_000));
    }

    @Test
    void filesWhatTheVerifierCallsRealAndSaysWhoSaidSo() throws Exception {
        secondLook(Verdict.REAL);
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.basis()).isEqualTo("detector");
        assertThat(manifest.verifier().verdict()).isEqualTo("real");
        assertThat(manifest.verifier().model().sha256()).isEqualTo(VERIFIER.sha256());
        assertThat(refused).isEmpty();
    }

    @Test
    void filesNothingThatTheVerifierRefusesAndTellsTheJudge() throws Exception {
        secondLook(Verdict.NOT_REAL);
        raise(SampleRaise.ID);
        cutter.doWork();
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        assertThat(entries("held-")).isEmpty();
        assertThat(refused).extracting(Incident::id).containsExactly(SampleRaise.ID);
        assertThat(counters.value(FilingCounter.INCIDENTS_REFUSED)).isEqualTo(1);
    }

    @Test
    void filesWhatTheVerifierFailedOnUnverified() throws Exception {
        secondLook(Verdict.FAILED);
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(SpoolFolders.manifest(entries("0").getFirst()).verifier().verdict())
                .isEqualTo("failed");
        assertThat(refused).isEmpty();
    }

    /** A verifier that always says the same. */
    private void secondLook(Verdict verdict) {
        Verifier verifier = new Verifier() {
            @Override
            public ModelIdentity model() {
                return VERIFIER;
            }

            @Override
            public Verification verify(Frame frame, Box box, String label) {
                assertThat(label).isEqualTo("stall");
                return new Verification(verdict, VERIFIER, 0.5, "");
            }

            @Override
            public void close() {}
        };
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
        cutter = new EvidenceCutter(
                desk,
                CutterSettings.of("worker-1"),
                counters,
                backOff,
                now::get,
                new SecondLook(verifier, (incident, verification) -> refused.add(incident)),
                null);
    }

    @Test
    void makesTheSamePackTwice() throws Exception {
        ended.set(true);
        raise(SampleRaise.ID);
        cutter.doWork();
        byte[] once = Files.readAllBytes(entries("0").getFirst().resolve("evidence/manifest.json"));
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(Files.readAllBytes(entries("0").getLast().resolve("evidence/manifest.json")))
                .isEqualTo(once);
    }

    private void raise(String id) {
        cutter.raise(SampleRaise.of(id, ring, Footage.of(ring, ended::get)));
    }

    /** Puts a file where the spool's folder was, so that every write to it fails. */
    private void breakTheDisk() throws IOException {
        Files.move(data.resolve("spool"), data.resolve("spool-away"));
        Files.createFile(data.resolve("spool"));
    }

    private void mendTheDisk() throws IOException {
        Files.delete(data.resolve("spool"));
        Files.move(data.resolve("spool-away"), data.resolve("spool"));
    }

    private List<Path> entries(String prefix) throws IOException {
        return SpoolFolders.entries(data, prefix);
    }
}
