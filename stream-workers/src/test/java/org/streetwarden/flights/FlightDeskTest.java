package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightJobCodec;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed.Outcome;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.SiteView;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.evidence.EvidenceVerifier;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Deliverer;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.Terrain;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.flights.FlightDesk.Pace;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.models.ScriptedDetector;
import org.streetwarden.models.ScriptedDetector.Script;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.Polling;
import org.streetwarden.source.NoNativeLeaks;

/** Flights from the queue to incidents, with a real Redis and a real S3 server; the model sees what stands in {@link Orbit}. */
@ExtendWith(NoNativeLeaks.class)
class FlightDeskTest {

    private static final String ACCESS = "street-test";
    private static final String SECRET = "secret-of-this-test";
    private static final String BUCKET = "flights";
    private static final Instant UPLOADED = Instant.parse("2026-11-22T01:00:00Z");

    /** A picture a second: enough for what is seen for half a minute. */
    private static final FlightSurvey.Settings SELDOM =
            new FlightSurvey.Settings(1_000_000, AircraftCamera.UNKNOWN, Terrain.level(0, 3));

    /** No holder counts as dead. */
    private static final Pace PATIENT =
            new Pace(Duration.ofMillis(20), Duration.ofMinutes(5), Duration.ZERO, Duration.ofMillis(5));

    /** A holder that says nothing for a moment does. */
    private static final Pace HASTY =
            new Pace(Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ZERO, Duration.ofMillis(5));

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static RedisEngine redis;
    private static S3Engine s3;
    private static RedisClient client;
    private static RedisCommands<String, String> commands;
    private static FlightObject video;
    private static FlightObject telemetry;
    private static FlightObject alone;
    private static FlightObject torn;

    private final List<Long> looked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        redis = RedisEngine.start(home.resolve("redis"), 0, "password-of-this-test");
        s3 = S3Engine.start(home.resolve("s3"), 0, ACCESS, SECRET);
        client = RedisClient.create(redis.url());
        commands = client.connect().sync();
        Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "vending.mp4");
        video = stored("DJI_0001.MP4", Role.VIDEO, clip);
        Path srt = Files.writeString(home.resolve("orbit.srt"), Orbit.telemetry(40));
        telemetry = stored("DJI_0001.SRT", Role.TELEMETRY, srt);
        Path inside = FlightClip.write(
                home.resolve("inside.mp4"), 3, "", Orbit.states(2).subList(0, 3));
        alone = stored("DJI_0002.MP4", Role.VIDEO, inside);
        byte[] bytes = Files.readAllBytes(inside);
        Path half = Files.write(home.resolve("torn.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        torn = stored("DJI_0003.MP4", Role.VIDEO, half);
    }

    @AfterAll
    static void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
        s3.close();
    }

    private static S3EvidenceStore store() {
        return new S3EvidenceStore(new S3Settings(s3.endpoint(), ACCESS, SECRET, BUCKET));
    }

    private static FlightObject stored(String name, Role role, Path file) throws Exception {
        String sha256 = Digests.sha256(file);
        try (S3EvidenceStore store = store()) {
            store.put("flights/uploaded/" + name, file, "application/octet-stream", sha256);
        }
        return new FlightObject("卡 1/" + name, "flights/uploaded/" + name, Files.size(file), sha256, role, "");
    }

    private static void ask(String flightId, Step step, FlightObject... files) {
        FlightJob job = new FlightJob(flightId + "-" + step, flightId, step, "城北勘察", "pilot", UPLOADED, List.of(files));
        commands.xadd(FlightKeys.STREAM, FlightJobCodec.encode(job));
    }

    /** A worker as far as flights go. */
    private final class Crew implements AutoCloseable {

        private final FilingDesk filing;
        private final S3EvidenceStore store = store();
        private final RedisRecordBus bus = new RedisRecordBus(redis.url());
        private final Deliverer deliverer;
        private final FlightDesk desk;
        private final Path data;

        Crew(String workerId, Pace pace, Script script) throws IOException {
            data = folder.resolve(workerId);
            WorkerConfig config = SampleConfig.of(workerId, data)
                    .redis(redis.url())
                    .evidence(s3.endpoint(), BUCKET, ACCESS, SECRET)
                    .flights(folder, true)
                    .build();
            filing = FilingDesk.open(data, 1L << 30);
            BackOff backOff = new BackOff(Duration.ofMillis(5), Duration.ofMillis(50), new Random(1));
            deliverer =
                    new Deliverer(filing.spool(), store, bus, new FilingCounters(), backOff, InstantSource.system());
            desk = FlightDesk.open(
                    config,
                    filing,
                    packageFolder -> new LoadedModel(new ScriptedDetector(script), Set.of("rubbish")),
                    SELDOM,
                    pace,
                    InstantSource.system());
            deliverer.start();
            desk.start();
        }

        @Override
        public void close() throws IOException {
            desk.close();
            deliverer.close();
            filing.close();
            bus.close();
            store.close();
        }
    }

    private static List<WorkerRecord> records(String flightId) {
        List<WorkerRecord> records = new ArrayList<>();
        for (var entry : commands.xrange(WorkerRecord.STREAM, Range.unbounded())) {
            try {
                WorkerRecord record = RecordCodec.decode(entry.getBody());
                boolean its = record instanceof IncidentFiled filed
                        ? filed.cameraId().equals(FlightKeys.cameraId(flightId))
                        : record instanceof FlightRecord flight
                                && flight.flightId().equals(flightId);
                if (its) {
                    records.add(record);
                }
            } catch (MalformedRecord malformed) {
                throw new IllegalStateException(malformed);
            }
        }
        return records;
    }

    private static <T> List<T> records(String flightId, Class<T> kind) {
        return records(flightId).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Looks now and then, as every look reads the whole stream. */
    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        Polling.until(what, Duration.ofMillis(100), holds);
    }

    private static FlightSurveyed surveyed(String flightId) throws InterruptedException {
        until("it is surveyed", () -> !records(flightId, FlightSurveyed.class).isEmpty());
        until("its job is gone", () -> commands.xlen(FlightKeys.STREAM) == 0);
        return records(flightId, FlightSurveyed.class).getFirst();
    }

    private static List<String> ids(String flightId) {
        return records(flightId, IncidentFiled.class).stream()
                .map(IncidentFiled::incidentId)
                .sorted()
                .toList();
    }

    @Test
    void filesTheSameOnceUploadedTwiceAndWithADeathInBetween() throws Exception {
        String first = "F20261122-AAAAAAAA";
        String again = "F20261122-BBBBBBBB";
        try (Crew crew = new Crew("air-1", PATIENT, this::look)) {
            ask(first, Step.INSPECT, video, telemetry, alone, torn);
            until("it is inspected", () -> !records(first, FlightInspected.class)
                    .isEmpty());
            assertThat(records(first, FlightInspected.class)).singleElement().satisfies(inspected -> {
                assertThat(inspected.usable()).isTrue();
                assertThat(inspected.inspectionJson())
                        .contains("DJI_0001.MP4", "BRACKETS_GIMBAL", "\"width\" : 960", "FILE_TORN")
                        .contains("\"embedded\" : true")
                        .contains("\"entries\" : 3");
            });
            ask(first, Step.SURVEY, video, telemetry);
            ask(first, Step.SURVEY, video, telemetry);
            assertWhole(first, surveyed(first));
            assertThat(commands.hexists(FlightKeys.MEMORY, first)).isFalse();
            try (Stream<Path> left = Files.walk(crew.data.resolve("flights"))) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
        surveyWithADeath(again);
        assertThat(looked.getFirst()).isEqualTo(30_000_000);
        assertThat(surveyed(again).outcome()).isEqualTo(Outcome.DONE);
        assertThat(surveyed(again).workerId()).isEqualTo("air-3");
        assertThat(surveyed(again).views())
                .extracting(SiteView::incidentId)
                .containsExactlyInAnyOrderElementsOf(ids(first));
        assertThat(ids(again)).isEqualTo(ids(first)).doesNotHaveDuplicates();
        assertThat(records(first, FlightSurveyed.class)).hasSize(1);
    }

    private List<Detection> look(long ptsUs) {
        looked.add(ptsUs);
        return Orbit.seen(ptsUs);
    }

    /** One worker ends after the first stretch, another goes on. */
    private void surveyWithADeath(String flightId) throws Exception {
        AtomicBoolean died = new AtomicBoolean();
        Script dying = ptsUs -> {
            if (ptsUs >= 32_000_000) {
                died.set(true);
                throw new OutOfMemoryError("of this test");
            }
            return Orbit.seen(ptsUs);
        };
        try (Crew mortal = new Crew("air-2", PATIENT, dying)) {
            ask(flightId, Step.SURVEY, video, telemetry);
            until("it dies", died::get);
            assertThat(mortal.data).exists();
        }
        assertThat(ids(flightId)).isEmpty();
        looked.clear();
        try (Crew heir = new Crew("air-3", HASTY, this::look)) {
            surveyed(flightId);
            assertThat(heir.filing.spool().waiting()).isEmpty();
        }
    }

    private void assertWhole(String flightId, FlightSurveyed surveyed) throws Exception {
        List<WorkerRecord> all = records(flightId);
        assertThat(surveyed.outcome()).isEqualTo(Outcome.DONE);
        assertThat(surveyed.detail()).isEmpty();
        assertThat(all.getLast()).isEqualTo(surveyed);
        assertThat(records(flightId, FlightProgress.class)).isNotEmpty();
        List<IncidentFiled> filed = records(flightId, IncidentFiled.class);
        assertThat(filed).extracting(IncidentFiled::label).containsExactlyInAnyOrder("rubbish", "vendor_canopy");
        for (IncidentFiled incident : filed) {
            assertThat(incident.experimental()).isEqualTo(incident.label().equals("rubbish"));
            assertPlaced(incident);
            assertEvidence(incident);
        }
        try (S3EvidenceStore store = store()) {
            String track = new String(store.get(surveyed.trackKey(), 1 << 20), StandardCharsets.UTF_8);
            assertThat(track)
                    .contains(
                            "\"role\":\"track\"",
                            "\"role\":\"seen\"",
                            filed.getFirst().incidentId());
        }
        assertThat(surveyed.cover().holds(Orbit.THINGS.getFirst().place())).isTrue();
    }

    private static void assertPlaced(IncidentFiled incident) {
        Whereabouts where =
                new Whereabouts(incident.ground().place(), incident.ground().uncertaintyM());
        assertThat(where.distanceM(Orbit.place(incident.label()))).isLessThan(where.uncertaintyM());
        assertThat(incident.ground().footprint()).hasSize(4);
        assertThat(incident.ground().depressionDeg()).isBetween(60.0, 90.0);
        assertThat(incident.raisedAt()).isBetween("2026-11-21T04:00:00Z", "2026-11-21T04:00:41Z");
    }

    private void assertEvidence(IncidentFiled incident) throws Exception {
        Path pack = Files.createDirectory(folder.resolve("pack-" + incident.incidentId()));
        try (S3EvidenceStore store = store()) {
            List<String> names = new ArrayList<>(List.of("manifest.json"));
            incident.parts().stream().map(EvidencePart::name).forEach(names::add);
            for (String name : names) {
                Files.write(pack.resolve(name), store.get(incident.evidencePrefix() + name, 64 << 20));
            }
        }
        assertThat(EvidenceVerifier.verify(pack).sound()).isTrue();
        assertThat(incident.parts())
                .extracting(EvidencePart::name)
                .containsExactlyInAnyOrder(
                        "clip.mp4",
                        "first.jpg",
                        "first-boxes.jpg",
                        "threshold.jpg",
                        "threshold-boxes.jpg",
                        "raised.jpg",
                        "raised-boxes.jpg",
                        "telemetry.srt");
        String stretch = Files.readString(pack.resolve("telemetry.srt"));
        assertThat(stretch).contains("gb_pitch");
        assertThat(Files.readString(home.resolve("orbit.srt"))).contains(stretch);
        assertThat(Files.readString(pack.resolve("manifest.json")))
                .contains("\"flightId\":\"" + incident.ground().flightId())
                .contains(video.sha256(), telemetry.sha256(), "\"pitchDeg\":-90", "\"aboveTakeOffM\":80");
    }

    @Test
    void endsWhatCanNeverBeDone() throws Exception {
        FlightObject gone = new FlightObject("DJI_0009.MP4", "flights/uploaded/none.mp4", 5, "", Role.VIDEO, "");
        Script failing = ptsUs -> {
            throw new DetectorFailure("expected finite boxes, found none");
        };
        String killer = "F20261122-EEEEEEEE";
        try (FlightQueue dead = new FlightQueue(redis.url(), "dead")) {
            dead.found();
            ask(killer, Step.SURVEY, video, telemetry);
            Taken taken = dead.next().orElseThrow();
            dead.putAside(new Taken(taken.entryId(), FlightHand.MOST_TRIES + 1, taken.job()));
        }
        try (Crew crew = new Crew("air-5", HASTY, failing)) {
            assertThat(crew.data).exists();
            assertFailed(killer, "3 workers ended");
            String missing = "F20261122-FFFFFFFF";
            ask(missing, Step.SURVEY, gone);
            assertFailed(missing, "DJI_0009.MP4 is no longer in the store; upload it again");
            String blind = "F20261122-GGGGGGGG";
            ask(blind, Step.SURVEY, video, telemetry);
            assertFailed(blind, "expected finite boxes, found none");
            String unseen = "F20261122-HHHHHHHH";
            ask(unseen, Step.INSPECT, gone);
            until("it is inspected", () -> !records(unseen, FlightInspected.class)
                    .isEmpty());
            assertThat(records(unseen, FlightInspected.class)).singleElement().satisfies(inspected -> {
                assertThat(inspected.usable()).isFalse();
                assertThat(inspected.inspectionJson()).contains("is no longer in the store");
            });
        }
    }

    private static void assertFailed(String flightId, String sentence) throws InterruptedException {
        FlightSurveyed surveyed = surveyed(flightId);
        assertThat(surveyed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(surveyed.detail()).contains(sentence);
    }
}
