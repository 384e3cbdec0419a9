package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed.Outcome;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.flights.RenderedFlight.Thing;

/** The shipped model over the rendered flight, by the workers' road: {@code kill -9} in mid-flight, and the same flight once more. */
class FlightKillTest {

    private static final String FIRST = "F20261122-AAAAAAAA";
    private static final String AGAIN = "F20261122-BBBBBBBB";

    @TempDir
    Path home;

    private FlightStation station;
    private FlightObject video;
    private FlightObject telemetry;

    @BeforeEach
    void start() throws Exception {
        station = new FlightStation(home);
        video = station.stored("DJI_0001.MP4", Role.VIDEO, RenderedFlight.file("survey.mp4"));
        telemetry = station.stored("DJI_0001.SRT", Role.TELEMETRY, RenderedFlight.file("survey.brackets-gimbal.srt"));
    }

    @AfterEach
    void stop() throws IOException {
        station.close();
    }

    @Test
    void filesEveryThingOnceThoughItsWorkerIsKilledAndItIsUploadedTwice() throws Exception {
        Process worker = StuckCrew.start(home, station.redisUrl(), station.s3());
        try {
            station.ask(FIRST, Step.SURVEY, video, telemetry);
            FlightStation.until("it is in mid-flight", () -> Files.exists(home.resolve(StuckCrew.SAID)));
        } finally {
            worker.destroyForcibly().waitFor();
        }
        assertThat(station.remembers(FIRST)).isTrue();
        assertThat(station.records(FIRST, FlightSurveyed.class)).isEmpty();
        try (FlightCrew heir = new FlightCrew(
                "heir",
                home,
                station.redisUrl(),
                station.s3(),
                packageFolder -> RenderedFlight.shippedModel(),
                FlightSurvey.Settings.DEFAULT,
                FlightCrew.HASTY)) {
            assertThat(station.surveyed(FIRST).outcome()).isEqualTo(Outcome.DONE);
            assertThat(station.surveyed(FIRST).workerId()).isEqualTo("heir");
            assertTruth(station.records(FIRST, IncidentFiled.class));
            station.ask(AGAIN, Step.SURVEY, video, telemetry);
            assertThat(station.surveyed(AGAIN).outcome()).isEqualTo(Outcome.DONE);
            assertThat(heir.filing().spool().waiting()).isEmpty();
        }
        assertThat(station.incidentIds(AGAIN)).isEqualTo(station.incidentIds(FIRST));
    }

    private static void assertTruth(List<IncidentFiled> filed) throws IOException {
        RenderedFlight flight = RenderedFlight.of("survey");
        assertThat(filed)
                .extracting(each -> flight.nearest(each.label(), where(each)).map(Thing::track))
                .containsExactlyInAnyOrderElementsOf(flight.things().stream()
                        .map(each -> Optional.of(each.track()))
                        .toList());
        assertThat(filed).allMatch(each -> flight.within(each.label(), where(each)));
    }

    private static Whereabouts where(IncidentFiled filed) {
        return new Whereabouts(filed.ground().place(), filed.ground().uncertaintyM());
    }
}
