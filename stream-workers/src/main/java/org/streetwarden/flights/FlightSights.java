package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.directory.LonLat;
import org.streetwarden.evidence.FlightSource;
import org.streetwarden.evidence.FlightSource.PoseThen;
import org.streetwarden.flight.ErrorBudget;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.GroundSpot;
import org.streetwarden.flight.GroundView;
import org.streetwarden.flight.Pose;
import org.streetwarden.flights.FlightFiler.Flight;
import org.streetwarden.flights.FlightParts.Leg;

/**
 * Says where a flight saw things: for the record and for the evidence.
 *
 * @param maskSerials whether serial numbers are named by their last characters only
 */
record FlightSights(Flight flight, boolean maskSerials) {

    private static final int MOST_WORD = 64;
    private static final int SHOWN = 4;

    /** Of the camera at a moment; null where nothing is known of it. */
    Pose pose(long atUs) throws IOException {
        Optional<Leg> leg = flight.parts().leg(atUs);
        if (leg.isEmpty()) {
            return flight.parts()
                    .photo(atUs)
                    .filter(photo -> photo.photo() != null)
                    .map(photo -> photo.photo().pose())
                    .orElse(null);
        }
        if (leg.get().telemetry() == null) {
            return null;
        }
        try (PoseFeed poses = new PoseFeed(leg.get().telemetry(), leg.get().clock())) {
            return poses.at(flight.parts().ownUs(atUs)).orElse(null);
        }
    }

    /** @param aspect of the raise's picture, width over height; NaN where there is none */
    GroundSight ground(FlightFinding finding, Pose pose, double aspect) {
        GroundSpot spot = finding.spot();
        GroundLook raised = spot.clearest();
        List<LonLat> footprint = pose == null || Double.isNaN(aspect)
                ? List.of()
                : new GroundView(
                                flight.settings().camera(),
                                aspect,
                                flight.settings().terrain(),
                                ErrorBudget.PLAIN)
                        .footprint(pose);
        double depression = raised.fix().depressionDeg();
        return new GroundSight(
                spot.place(),
                spot.uncertaintyM(),
                Double.isNaN(depression) ? 90 : Math.clamp(depression, 0, 90),
                flight.job().flightId(),
                aircraft(raised.atUs()),
                serial(raised.atUs()),
                footprint,
                spot.areaM2(),
                spot.areaUnsureM2());
    }

    private String aircraft(long atUs) {
        String name = flight.parts()
                .leg(atUs)
                .map(leg -> leg.head().maker())
                .or(() -> flight.parts()
                        .photo(atUs)
                        .filter(photo -> photo.photo() != null)
                        .map(photo -> photo.photo().model()))
                .orElse("");
        return word(name);
    }

    private String serial(long atUs) {
        String serial = flight.parts()
                .photo(atUs)
                .filter(photo -> photo.photo() != null)
                .map(photo -> word(photo.photo().serial()))
                .orElse("");
        return !maskSerials || serial.isEmpty()
                ? serial
                : "…" + (serial.length() > SHOWN ? serial.substring(serial.length() - SHOWN) : "");
    }

    private static String word(String text) {
        return FlightFile.clean(text.substring(0, Math.min(MOST_WORD, text.length())));
    }

    FlightSource source(GroundSight ground, long atUs, Pose pose) {
        Optional<Leg> leg = flight.parts().leg(atUs);
        Path picture = leg.map(each -> each.video().path())
                .orElseGet(() -> flight.parts().photo(atUs).orElseThrow().file().path());
        FlightObject telemetry =
                leg.map(Leg::telemetry).map(each -> flight.cargo().object(each)).orElse(null);
        return new FlightSource(
                ground.flightId(),
                ground.aircraft(),
                ground.serial(),
                original(picture),
                telemetry == null ? null : original(leg.get().telemetry()),
                pose == null ? null : told(pose),
                pair(ground.place()),
                ground.uncertaintyM(),
                ground.depressionDeg(),
                ground.footprint().stream().map(FlightSights::pair).toList());
    }

    private FlightSource.Original original(Path file) {
        FlightObject object = flight.cargo().object(file);
        return new FlightSource.Original(
                FlightFile.shown(object.name()),
                object.key(),
                object.bytes(),
                flight.cargo().sha256(file));
    }

    private static PoseThen told(Pose pose) {
        boolean turned = pose.gimbal() != null;
        return new PoseThen(
                pose.position() == null ? null : pair(pose.position()),
                known(pose.heights().aboveTakeOffM()),
                known(pose.heights().aboveSeaM()),
                turned ? known(pose.gimbal().yawDeg()) : null,
                turned ? known(pose.gimbal().pitchDeg()) : null,
                turned ? known(pose.gimbal().rollDeg()) : null,
                pose.provenance().name());
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<Double> pair(LonLat place) {
        return List.of(place.longitude(), place.latitude());
    }
}
