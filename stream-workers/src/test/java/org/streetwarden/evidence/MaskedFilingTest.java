package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.media.GopRing;

/** Incidents whose clips are masked before they are filed. */
class MaskedFilingTest {

    private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";
    private static final ModelIdentity MODEL = new ModelIdentity("street", "1", "cd".repeat(32));

    @TempDir
    Path data;

    private final FilingCounters counters = new FilingCounters();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:02Z"));
    private GopRing ring;
    private FilingDesk desk;
    private EvidenceCutter cutter;
    private ClipMasking masking;

    @BeforeEach
    void open() throws Exception {
        ring = SampleRaise.ring(SyntheticVideo.h264(0, 13 * 25), 12 * 25 + 1);
        desk = FilingDesk.open(data, 64 << 20);
    }

    private void maskBy(ClipEye eye, Duration patience) {
        masking = new ClipMasking(eye, patience);
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
        cutter = new EvidenceCutter(desk, CutterSettings.of("worker-1"), counters, backOff, now::get, null, masking);
    }

    /** Of a camera that has ended. */
    private void raise(String id) {
        cutter.raise(SampleRaise.of(id, ring, Footage.of(ring, () -> true)));
    }

    @AfterEach
    void close() throws Exception {
        masking.close();
        desk.close();
    }

    @Test
    void filesTheMaskedClipBesideTheClipOnceItIsMade() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        maskBy(
                (camera, picture) -> {
                    looked.countDown();
                    return new ClipEye.Glance(MODEL, Set.of("person", "vehicle"), List.of());
                },
                Duration.ofMinutes(10));
        raise(SampleRaise.ID);
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        assertThat(entries("held-")).hasSize(1);
        looked.await();
        while (entries("0").isEmpty()) {
            cutter.doWork();
            Thread.sleep(10);
        }
        assertThat(entries("held-")).isEmpty();
        Path evidence = entries("0").getFirst().resolve("evidence");
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(manifest.parts())
                .extracting(Part::name, Part::parent)
                .contains(tuple("clip-masked.mp4", "clip.mp4"));
        assertThat(manifest.maskedClip().model().name()).isEqualTo("street");
        assertThat(manifest.maskedClip().missing()).isNull();
        assertThat(EvidenceVerifier.verify(evidence).sound()).isTrue();
    }

    @Test
    void filesWithoutTheMaskedClipWhereItTakesTooLongOrTheProcessDies() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        maskBy(
                (camera, picture) -> {
                    never.await();
                    throw new IllegalStateException("never");
                },
                Duration.ofSeconds(30));
        raise(SampleRaise.ID);
        raise(OTHER_ID);
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        now.updateAndGet(time -> time.plusSeconds(29));
        cutter.doWork();
        assertThat(entries("0")).isEmpty();
        assertThat(entries("held-")).hasSize(2);
        assertThat(SpoolFolders.manifest(entries("held-").getFirst())
                        .maskedClip()
                        .missing())
                .contains("stopped");
        now.updateAndGet(time -> time.plusSeconds(1));
        cutter.doWork();
        assertThat(entries("0")).hasSize(2);
        assertThat(SpoolFolders.manifest(entries("0").getLast()).maskedClip().missing())
                .contains("in time");
        assertThat(SpoolFolders.manifest(entries("0").getLast()).parts()).hasSize(7);
        assertThat(counters.value(FilingCounter.MASKED_CLIPS_MISSING)).isEqualTo(2);
    }

    @Test
    void filesOnceWhatWasHeldWhileItsClipWasMasked() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        maskBy(
                (camera, picture) -> {
                    never.await();
                    throw new IllegalStateException("never");
                },
                Duration.ofMinutes(10));
        raise(SampleRaise.ID);
        cutter.doWork();
        desk.close();
        desk = FilingDesk.open(data, 64 << 20);
        assertThat(entries("held-")).isEmpty();
        EvidenceManifest manifest = SpoolFolders.manifest(entries("0").getFirst());
        assertThat(entries("0")).hasSize(1);
        assertThat(manifest.parts()).hasSize(7);
        assertThat(manifest.maskedClip().missing()).contains("stopped");
    }

    private List<Path> entries(String prefix) throws IOException {
        return SpoolFolders.entries(data, prefix);
    }
}
