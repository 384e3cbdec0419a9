package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed.Outcome;
import org.streetwarden.casefile.SiteView;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.evidence.EvidenceVerifier;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.Terrain;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.flights.FlightDesk.Pace;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.models.ScriptedDetector;
import org.streetwarden.models.ScriptedDetector.Script;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.source.NoNativeLeaks;

/** Flights from the queue to incidents, with a real Redis and a real S3 server; the model sees what stands in {@link Orbit}. */
@ExtendWith(NoNativeLeaks.class)
class FlightDeskTest {

    /** A picture a second: enough for what is seen for half a minute. */
    private static final FlightSurvey.Settings SELDOM =
            new FlightSurvey.Settings(1_000_000, AircraftCamera.UNKNOWN, Terrain.level(0, 3));

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static FlightStation station;
    private static FlightObject video;
    private static FlightObject telemetry;
    private static FlightObject alone;
    private static FlightObject torn;

    private final List<Long> looked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        station = new FlightStation(home);
        Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "vending.mp4");
        video = station.stored("DJI_0001.MP4", Role.VIDEO, clip);
        Path srt = Files.writeString(home.resolve("orbit.srt"), Orbit.telemetry(40));
        telemetry = station.stored("DJI_0001.SRT", Role.TELEMETRY, srt);
        Path inside = FlightClip.write(
                home.resolve("inside.mp4"), 3, "", Orbit.states(2).subList(0, 3));
        alone = station.stored("DJI_0002.MP4", Role.VIDEO, inside);
        byte[] bytes = Files.readAllBytes(inside);
        Path half = Files.write(home.resolve("torn.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        torn = station.stored("DJI_0003.MP4", Role.VIDEO, half);
    }

    @AfterAll
    static void stop() throws IOException {
        station.close();
    }

    private FlightCrew crew(String workerId, Pace pace, Script script) throws IOException {
        return new FlightCrew(
                workerId,
                folder,
                station.redisUrl(),
                station.s3(),
                packageFolder -> new LoadedModel(new ScriptedDetector(script), Set.of("rubbish")),
                SELDOM,
                pace);
    }

    @Test
    void filesTheSameOnceUploadedTwiceAndWithADeathInBetween() throws Exception {
        String first = "F20261122-AAAAAAAA";
        String again = "F20261122-BBBBBBBB";
        try (FlightCrew crew = crew("air-1", FlightCrew.PATIENT, this::look)) {
            station.ask(first, Step.INSPECT, video, telemetry, alone, torn);
            FlightStation.until("it is inspected", () -> !station.records(first, FlightInspected.class)
                    .isEmpty());
            assertThat(station.records(first, FlightInspected.class))
                    .singleElement()
                    .satisfies(inspected -> {
                        assertThat(inspected.usable()).isTrue();
                        assertThat(inspected.inspectionJson())
                                .contains("DJI_0001.MP4", "BRACKETS_GIMBAL", "\"width\" : 960", "FILE_TORN")
                                .contains("\"embedded\" : true")
                                .contains("\"entries\" : 3");
                    });
            station.ask(first, Step.SURVEY, video, telemetry);
            station.ask(first, Step.SURVEY, video, telemetry);
            assertWhole(first, station.surveyed(first));
            assertThat(station.remembers(first)).isFalse();
            try (Stream<Path> left = Files.walk(crew.data().resolve("flights"))) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
        surveyWithADeath(again);
        assertThat(looked.getFirst()).isEqualTo(30_000_000);
        assertThat(station.surveyed(again).outcome()).isEqualTo(Outcome.DONE);
        assertThat(station.surveyed(again).workerId()).isEqualTo("air-3");
        assertThat(station.surveyed(again).views())
                .extracting(SiteView::incidentId)
                .containsExactlyInAnyOrderElementsOf(station.incidentIds(first));
        assertThat(station.incidentIds(again))
                .isEqualTo(station.incidentIds(first))
                .doesNotHaveDuplicates();
        assertThat(station.records(first, FlightSurveyed.class)).hasSize(1);
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
        try (FlightCrew mortal = crew("air-2", FlightCrew.PATIENT, dying)) {
            station.ask(flightId, Step.SURVEY, video, telemetry);
            FlightStation.until("it dies", died::get);
            assertThat(mortal.data()).exists();
        }
        assertThat(station.incidentIds(flightId)).isEmpty();
        looked.clear();
        try (FlightCrew heir = crew("air-3", FlightCrew.HASTY, this::look)) {
            station.surveyed(flightId);
            assertThat(heir.filing().spool().waiting()).isEmpty();
        }
    }

    private void assertWhole(String flightId, FlightSurveyed surveyed) throws Exception {
        List<WorkerRecord> all = station.records(flightId);
        assertThat(surveyed.outcome()).isEqualTo(Outcome.DONE);
        assertThat(surveyed.detail()).isEmpty();
        assertThat(all.getLast()).isEqualTo(surveyed);
        assertThat(station.records(flightId, FlightProgress.class)).isNotEmpty();
        List<IncidentFiled> filed = station.records(flightId, IncidentFiled.class);
        assertThat(filed).extracting(IncidentFiled::label).containsExactlyInAnyOrder("rubbish", "vendor_canopy");
        for (IncidentFiled incident : filed) {
            assertThat(incident.experimental()).isEqualTo(incident.label().equals("rubbish"));
            assertPlaced(incident);
            assertEvidence(incident);
        }
        try (S3EvidenceStore store = station.store()) {
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
        try (S3EvidenceStore store = station.store()) {
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
                        "clip-masked.mp4",
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
                .contains(video.sha256(), telemetry.sha256(), "\"pitchDeg\":-90", "\"aboveTakeOffM\":80")
                .containsPattern("\"earlierFootprints\":\\{\"first\":\\[\\[.*\"threshold\":\\[\\[")
                .contains("\"maskedClip\":{\"clear\":[0,0,1,1],\"looks\":0,\"method\":\"ground-detail-1-clip\"");
    }

    @Test
    void endsWhatCanNeverBeDone() throws Exception {
        FlightObject gone = new FlightObject("DJI_0009.MP4", "flights/uploaded/none.mp4", 5, "", Role.VIDEO, "");
        Script failing = ptsUs -> {
            throw new DetectorFailure("expected finite boxes, found none");
        };
        String killer = "F20261122-EEEEEEEE";
        try (FlightQueue dead = new FlightQueue(station.redisUrl(), "dead")) {
            dead.found();
            station.ask(killer, Step.SURVEY, video, telemetry);
            Taken taken = dead.next().orElseThrow();
            dead.putAside(new Taken(taken.entryId(), FlightHand.MOST_TRIES + 1, taken.job()));
        }
        try (FlightCrew crew = crew("air-5", FlightCrew.HASTY, failing)) {
            assertThat(crew.data()).exists();
            assertFailed(killer, "3 workers ended");
            String missing = "F20261122-FFFFFFFF";
            station.ask(missing, Step.SURVEY, gone);
            assertFailed(missing, "DJI_0009.MP4 is no longer in the store; upload it again");
            String blind = "F20261122-GGGGGGGG";
            station.ask(blind, Step.SURVEY, video, telemetry);
            assertFailed(blind, "expected finite boxes, found none");
            String unseen = "F20261122-HHHHHHHH";
            station.ask(unseen, Step.INSPECT, gone);
            FlightStation.until("it is inspected", () -> !station.records(unseen, FlightInspected.class)
                    .isEmpty());
            assertThat(station.records(unseen, FlightInspected.class))
                    .singleElement()
                    .satisfies(inspected -> {
                        assertThat(inspected.usable()).isFalse();
                        assertThat(inspected.inspectionJson()).contains("is no longer in the store");
                    });
        }
    }

    private static void assertFailed(String flightId, String sentence) throws InterruptedException {
        FlightSurveyed surveyed = station.surveyed(flightId);
        assertThat(surveyed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(surveyed.detail()).contains(sentence);
    }
}
