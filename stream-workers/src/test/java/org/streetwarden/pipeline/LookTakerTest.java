package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.AskedLookCodec;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.EvidenceStore;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.scene.ViewState;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;
import org.streetwarden.track.TrackerSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** Looks that are asked for, at a place drawn in luma; every picture of the ring is one that decodes. */
class LookTakerTest {

    private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
    private static final long OFFSET_US = -300_000;
    private static final int PIXELS = LumaGrid.WIDTH * LumaGrid.HEIGHT;
    private static final ModelIdentity MODEL = new ModelIdentity("drawn", "1", "ab".repeat(32));
    private static final Box PLACE = new Box(0.4, 0.5, 0.6, 0.8);
    private static final Detection PILE = new Detection("rubbish", 0.75f, PLACE);
    private static final Zone ZONE = new Zone("lane", Kind.DUMPING, Polygon.PICTURE);

    private static StreamInfo info;
    private static KeptPacket key;

    @TempDir
    Path dir;

    private final Random noise = new Random(7);
    private final Map<String, String> asked = new HashMap<>();
    private final List<LookTaken> sent = new ArrayList<>();
    private final Map<String, String> stored = new HashMap<>();
    private final List<String> hurried = new ArrayList<>();
    private final FilingCounters counters = new FilingCounters();
    private String trouble = "";
    private boolean away;
    private Instant now = START;
    private GopRing ring;
    private CameraDesk desk;
    private LookTaker taker;

    @BeforeAll
    static void read() throws Exception {
        Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "dumping.mp4");
        try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(clip), SourceSettings.DEFAULT)) {
            info = source.info();
            key = KeptPacket.copyOf(source.next());
        }
    }

    private void begin() {
        CameraJudge judge = new CameraJudge(
                "cam",
                List.of(ZONE),
                Map.of(),
                TrackerSettings.DEFAULTS,
                null,
                new ViewSettings("", Duration.ZERO, Duration.ofHours(1)));
        ring = new GopRing(info, 8 << 20);
        desk = new CameraDesk("Lane", judge, new Ignored(), new PipelineMetrics(new SimpleMeterRegistry()));
        desk.watch(ring, Footage.of(ring, () -> false));
        taker = new LookTaker("w1", dir, new Hash(), new Store(), new Bus(), counters, new Cameras(), () -> now);
        for (int i = 0; i < 5; i++) {
            look(place(1));
        }
    }

    @AfterEach
    void end() {
        if (taker != null) {
            taker.close();
        }
    }

    private void ask(int number) throws InterruptedException {
        AskedLook look =
                new AskedLook("7", number, "cam", "lane", Kind.DUMPING, PLACE, now, now.plus(Duration.ofHours(2)));
        asked.put("7", AskedLookCodec.encode(look));
        now = now.plusSeconds(1);
        taker.doWork(Duration.ZERO);
    }

    private void look(double[] place, Detection... things) {
        now = now.plusSeconds(10);
        long ptsUs = ChronoUnit.MICROS.between(Instant.EPOCH, now) - OFFSET_US;
        byte[] samples = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            samples[i] = (byte) Math.clamp(Math.round(place[i] + 0.5 * noise.nextGaussian()), 0, 255);
        }
        see(ptsUs, new LumaGrid(samples), things);
    }

    private void see(long ptsUs, LumaGrid grid, Detection... things) {
        ring.append(new KeptPacket(ptsUs, ptsUs, true, now, key.data()));
        Look look = new Look(ptsUs, now, List.of(things), MODEL, grid);
        desk.look(look, Set.of());
        taker.judged(desk, "cam", look);
    }

    private static double[] place(long seed) {
        double[] patches = new Random(seed).doubles(40 * 23, 60, 160).toArray();
        return IntStream.range(0, PIXELS)
                .mapToDouble(i -> patches[Math.floorDiv(i, LumaGrid.WIDTH * 4) * 40 + i % LumaGrid.WIDTH / 4])
                .toArray();
    }

    private static double[] of(double[] place, double share, double plus) {
        double mean = 110;
        return IntStream.range(0, PIXELS)
                .mapToDouble(i -> (place[i] - mean) * share + plus)
                .toArray();
    }

    private LookTaken answered() throws InterruptedException {
        taker.doWork(Duration.ZERO);
        assertThat(sent).hasSize(1);
        return sent.getFirst();
    }

    @Test
    void answersWithThePictureThatShowsThePlace() throws Exception {
        begin();
        ask(1);
        look(place(1));
        LookTaken look = answered();
        assertThat(look.finding()).isEqualTo(Finding.GONE);
        assertThat(look.view()).isEqualTo(ViewState.CLEAR);
        assertThat(look.at()).isEqualTo(now);
        assertThat(look.clockOffsetUs()).isEqualTo(OFFSET_US);
        assertThat(look.model()).isEqualTo(MODEL);
        assertThat(stored).containsEntry(look.pictureKey(), look.picture().sha256());
        assertThat(look.pictureKey()).startsWith("looks/7/1-");
        assertThat(dir).as("nothing stays on the disk").isEmptyDirectory();
        look(place(1));
        taker.doWork(Duration.ZERO);
        assertThat(sent).as("once").hasSize(1);
        assertThat(counters.value(FilingCounter.LOOKS_SENT)).isEqualTo(1);
    }

    @Test
    void findsWhatStillStandsThere() throws Exception {
        begin();
        ask(1);
        look(place(1), PILE);
        assertThat(answered().finding()).isEqualTo(Finding.THERE);
        assertThat(sent.getFirst().score()).isEqualTo(0.75);
    }

    /** Whatever the model found: a view that is not clear says nothing, and says what it is. */
    @ParameterizedTest
    @CsvSource({"TURNED", "DARK", "COVERED", "BLURRED"})
    void saysNothingByAViewThatIsNotClear(ViewState state) throws Exception {
        begin();
        ask(1);
        look(
                switch (state) {
                    case TURNED -> place(2);
                    case DARK -> of(place(1), 0.02, 8);
                    case COVERED -> of(place(1), 0.02, 120);
                    default -> blurred(place(1));
                });
        LookTaken look = answered();
        assertThat(look.view()).isEqualTo(state);
        assertThat(look.finding()).isEqualTo(Finding.UNTOLD);
        assertThat(look.detail()).isNotBlank();
        assertThat(look.picture()).isNotNull();
    }

    private static double[] blurred(double[] place) {
        double[] blurred = place;
        for (int pass = 0; pass < 12; pass++) {
            double[] from = blurred;
            double[] to = from.clone();
            for (int i = LumaGrid.WIDTH + 1; i < PIXELS - LumaGrid.WIDTH - 1; i++) {
                to[i] = (from[i - 1] + from[i] + from[i + 1] + from[i - LumaGrid.WIDTH] + from[i + LumaGrid.WIDTH]) / 5;
            }
            blurred = to;
        }
        return blurred;
    }

    @Test
    void saysNothingByAPictureThatComesAgainAndAgain() throws Exception {
        begin();
        byte[] samples = new byte[PIXELS];
        double[] place = place(1);
        IntStream.range(0, PIXELS).forEach(i -> samples[i] = (byte) Math.round(place[i]));
        for (int i = 0; i < 8; i++) {
            now = now.plusSeconds(10);
            see(ChronoUnit.MICROS.between(Instant.EPOCH, now) - OFFSET_US, new LumaGrid(samples));
        }
        ask(1);
        now = now.plusSeconds(10);
        see(ChronoUnit.MICROS.between(Instant.EPOCH, now) - OFFSET_US, new LumaGrid(samples));
        assertThat(answered().view()).isEqualTo(ViewState.FROZEN);
        assertThat(sent.getFirst().finding()).isEqualTo(Finding.UNTOLD);
    }

    @Test
    void saysWhyNoPictureComes() throws Exception {
        begin();
        trouble = "camera cam: no answer within 10 s";
        ask(1);
        assertThat(sent).as("patience").isEmpty();
        now = now.plus(LookTaker.PATIENCE);
        LookTaken look = answered();
        assertThat(look.view()).isNull();
        assertThat(look.finding()).isEqualTo(Finding.UNTOLD);
        assertThat(look.detail()).isEqualTo(trouble);
        assertThat(hurried).isEmpty();
    }

    @Test
    void leavesWhatIsAskedOfACameraThatIsHeldElsewhere() throws Exception {
        begin();
        trouble = null;
        ask(1);
        now = now.plus(Duration.ofMinutes(5));
        taker.doWork(Duration.ZERO);
        assertThat(sent).isEmpty();
    }

    @Test
    void hurriesACameraThatIsVisitedNowAndThen() throws Exception {
        begin();
        ask(1);
        ask(1);
        assertThat(hurried).containsExactly("cam");
        now = now.plusSeconds(31);
        taker.doWork(Duration.ZERO);
        assertThat(hurried).containsExactly("cam", "cam");
    }

    @Test
    void takesALookAgainThatGotLost() throws Exception {
        begin();
        ask(1);
        away = true;
        look(place(1));
        taker.doWork(Duration.ZERO);
        assertThat(counters.value(FilingCounter.LOOKS_LOST)).isEqualTo(1);
        away = false;
        look(place(1));
        taker.doWork(Duration.ZERO);
        assertThat(sent).hasSize(1);
        now = now.plus(AskedLooks.UNDER_WAY);
        look(place(1));
        taker.doWork(Duration.ZERO);
        assertThat(sent).as("asked on, so its record was lost").hasSize(2);
        ask(2);
        look(place(1));
        taker.doWork(Duration.ZERO);
        assertThat(sent.getLast().number()).isEqualTo(2);
    }

    private static final class Ignored implements CameraDesk.Outcome {
        @Override
        public void raised(Raise raise) {
            // nothing is raised by looks so few
        }

        @Override
        public void cleared(Verdict.Cleared cleared) {
            // nor cleared
        }
    }

    private final class Hash implements LookTaker.Asking {
        @Override
        public Map<String, String> read() {
            return Map.copyOf(asked);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private final class Cameras implements LookTaker.Cameras {
        @Override
        public String trouble(String cameraId) {
            return trouble;
        }

        @Override
        public void hurry(String cameraId) {
            hurried.add(cameraId);
        }
    }

    private final class Bus implements RecordBus {
        @Override
        public void send(WorkerRecord record) {
            try {
                sent.add((LookTaken) RecordCodec.decode(RecordCodec.encode(record)));
            } catch (MalformedRecord malformed) {
                throw new IllegalStateException(malformed);
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private final class Store implements EvidenceStore {
        @Override
        public boolean holds(String name, long bytes, String sha256) {
            return sha256.equals(stored.get(name));
        }

        @Override
        public void put(String name, Path file, String mime, String sha256) throws DeliveryFailure {
            if (away) {
                throw new DeliveryFailure("test store: expected it to answer, found it away");
            }
            try {
                assertThat(Digests.sha256(Files.readAllBytes(file))).isEqualTo(sha256);
            } catch (IOException gone) {
                throw new DeliveryFailure("test store: " + gone.getMessage());
            }
            stored.put(name, sha256);
        }

        @Override
        public byte[] get(String name, int maxBytes) {
            return new byte[0];
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
