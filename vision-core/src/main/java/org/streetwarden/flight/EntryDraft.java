package org.streetwarden.flight;

import static org.streetwarden.flight.TelemetryEntry.NONE;

import org.streetwarden.directory.LonLat;

/** An entry while its lines come in. Belongs to one {@link TelemetryReader}. */
final class EntryDraft {

    private static final double SWAPPED_LATITUDE = 90;

    /** Decimals beyond which a coordinate's last digit is finer than anything that flies. */
    private static final double[] STEPS = {1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-7};

    long number;
    long fromUs;
    long toUs;
    long localUs;
    long frame;
    double longitude;
    double latitude;
    int decimals;
    double homeLongitude;
    double homeLatitude;
    double homeDistanceM;
    double satellites;
    double aboveTakeOffM;
    double aboveSeaM;
    double unstatedM;
    double gimbalYaw;
    double gimbalPitch;
    double gimbalRoll;
    double aircraftYaw;
    double aircraftPitch;
    double aircraftRoll;
    double focalLength;
    double zoom;
    boolean latitudeFirst;
    boolean misspelt;
    boolean brackets;
    boolean tuple;
    boolean fNumber;
    boolean gimbalBracket;
    boolean gimbalTuple;
    boolean torn;
    int lines;

    EntryDraft() {
        clear();
    }

    void clear() {
        number = 0;
        fromUs = NONE;
        toUs = NONE;
        localUs = NONE;
        frame = NONE;
        longitude = latitude = homeLongitude = homeLatitude = homeDistanceM = satellites = Double.NaN;
        aboveTakeOffM = aboveSeaM = unstatedM = focalLength = zoom = Double.NaN;
        gimbalYaw = gimbalPitch = gimbalRoll = aircraftYaw = aircraftPitch = aircraftRoll = Double.NaN;
        decimals = 0;
        latitudeFirst = misspelt = brackets = tuple = fNumber = gimbalBracket = gimbalTuple = torn = false;
        lines = 0;
    }

    Dialect dialect() {
        if (brackets) {
            return gimbalBracket
                    ? Dialect.BRACKETS_GIMBAL
                    : !Double.isNaN(aboveTakeOffM)
                            ? Dialect.BRACKETS_TWO_HEIGHTS
                            : misspelt
                                    ? Dialect.BRACKETS_MISSPELT
                                    : placed() ? Dialect.BRACKETS : torn ? Dialect.UNKNOWN : Dialect.NO_PLACE;
        }
        if (gimbalTuple) {
            return Dialect.F_NUMBER_ATTITUDE;
        }
        if (fNumber) {
            return Dialect.F_NUMBER;
        }
        return latitudeFirst ? Dialect.LATITUDE_FIRST : tuple ? Dialect.HOME_GPS : Dialect.UNKNOWN;
    }

    /** Whether both coordinates were read, possible or not. */
    boolean located() {
        return !Double.isNaN(longitude) && !Double.isNaN(latitude);
    }

    private boolean placed() {
        return !Double.isNaN(longitude) || !Double.isNaN(latitude);
    }

    /** The entry; what can't be is left out of it, and said. */
    TelemetryEntry finish(TelemetrySink sink, Provenance provenance) {
        LonLat position = position(sink);
        Pose pose = new Pose(
                fromUs,
                position,
                position == null ? 0 : STEPS[Math.min(decimals, STEPS.length - 1)],
                Double.isNaN(aboveTakeOffM) && Double.isNaN(aboveSeaM) && Double.isNaN(unstatedM)
                        ? Heights.NONE
                        : new Heights(aboveTakeOffM, aboveSeaM, unstatedM),
                attitude(sink, gimbalYaw, gimbalPitch, gimbalRoll),
                attitude(sink, aircraftYaw, aircraftPitch, aircraftRoll),
                Double.isNaN(focalLength) && Double.isNaN(zoom) ? Lens.UNSAID : Lens.written(focalLength, zoom),
                null,
                provenance);
        boolean homely = possible(homeLongitude, homeLatitude) && !zero(homeLongitude, homeLatitude);
        LonLat home = homely ? new LonLat(homeLongitude, homeLatitude) : null;
        return new TelemetryEntry(
                number, fromUs, toUs, localUs, frame, home, homeDistanceM, satellites, dialect(), pose);
    }

    private LonLat position(TelemetrySink sink) {
        if (!located()) {
            return null;
        }
        if (zero(longitude, latitude)) {
            sink.problem(FlightProblem.POSITION_ZERO, number, "");
            return null;
        }
        if (!possible(longitude, latitude)) {
            boolean swapped = Math.abs(latitude) > SWAPPED_LATITUDE && possible(latitude, longitude);
            sink.problem(
                    swapped && !brackets ? FlightProblem.AXES_EXCHANGED : FlightProblem.POSITION_IMPOSSIBLE,
                    number,
                    "latitude " + latitude + ", longitude " + longitude);
            return null;
        }
        return new LonLat(longitude, latitude);
    }

    private static boolean possible(double longitude, double latitude) {
        return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
    }

    private static boolean zero(double longitude, double latitude) {
        return Math.abs(longitude) < 1e-6 && Math.abs(latitude) < 1e-6;
    }

    private Attitude attitude(TelemetrySink sink, double yaw, double pitch, double roll) {
        if (Double.isNaN(yaw) || Double.isNaN(pitch)) {
            return null;
        }
        Attitude attitude = new Attitude(yaw, pitch, Double.isNaN(roll) ? 0 : roll);
        if (attitude.isPossible()) {
            return attitude;
        }
        sink.problem(FlightProblem.ANGLES_IMPOSSIBLE, number, "yaw " + yaw + ", pitch " + pitch + ", roll " + roll);
        return null;
    }
}
