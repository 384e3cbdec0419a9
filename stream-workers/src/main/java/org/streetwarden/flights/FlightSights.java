package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.directory.LonLat;
import org.streetwarden.evidence.FlightSource;
import org.streetwarden.evidence.FlightSource.PoseThen;
import org.streetwarden.flight.ErrorBudget;
import org.streetwarden.flight.GroundDetail;
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
    /** A drone that sinks at 10 m/s comes 2 m nearer. */
    private static final long POSE_EVERY_US = 200_000;

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
        double depression = raised.fix().depressionDeg();
        return new GroundSight(
                spot.place(),
                spot.uncertaintyM(),
                Double.isNaN(depression) ? 90 : Math.clamp(depression, 0, 90),
                flight.job().flightId(),
                aircraft(raised.atUs()),
                serial(raised.atUs()),
                footprint(pose, aspect),
                spot.areaM2(),
                spot.areaUnsureM2());
    }

    /**
     * The ground that a picture shows.
     *
     * @param pose null: not known
     * @param aspect of the picture, width over height; NaN where there is none
     * @return four corners from the upper left, clockwise; none where they are not known
     */
    private List<LonLat> footprint(Pose pose, double aspect) {
        return pose == null || Double.isNaN(aspect)
                ? List.of()
                : new GroundView(
                                flight.settings().camera(),
                                aspect,
                                flight.settings().terrain(),
                                ErrorBudget.PLAIN)
                        .footprint(pose);
    }

    /** The same of a moment, as the evidence has it. */
    List<List<Double>> ring(long atUs, double aspect) throws IOException {
        return ring(footprint(pose(atUs), aspect));
    }

    private static List<List<Double>> ring(List<LonLat> footprint) {
        return footprint.stream().map(FlightSights::pair).toList();
    }

    /**
     * How wide a stretch of a video may be shown so that nobody can be told in it, pixels.
     *
     * @param fromUs on the flight's timeline, in one video with {@code toUs}
     * @return empty where that is not known at every moment
     */
    OptionalInt mostWidth(long fromUs, long toUs, double aspect) throws IOException {
        Optional<Leg> leg = flight.parts().leg(fromUs);
        if (leg.isEmpty() || leg.get().telemetry() == null) {
            return OptionalInt.empty();
        }
        int most = Integer.MAX_VALUE;
        try (PoseFeed poses = new PoseFeed(leg.get().telemetry(), leg.get().clock())) {
            for (long atUs = fromUs; atUs < toUs + POSE_EVERY_US; atUs += POSE_EVERY_US) {
                Pose pose = poses.at(flight.parts().ownUs(Math.min(atUs, toUs))).orElse(null);
                OptionalInt width = GroundDetail.mostWidth(footprint(pose, aspect));
                if (width.isEmpty()) {
                    return width;
                }
                most = Math.min(most, width.getAsInt());
            }
        }
        return OptionalInt.of(most);
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

    /** @param earlier footprints of the pictures before the raise's, by the look's name */
    FlightSource source(GroundSight ground, long atUs, Pose pose, SortedMap<String, List<List<Double>>> earlier) {
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
                ring(ground.footprint()),
                earlier);
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
