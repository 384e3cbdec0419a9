package org.streetwarden.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.streetwarden.detect.Detection;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.Lens;
import org.streetwarden.geometry.Box;

/** A flight northward at 80 m that looks straight down, its telemetry, and what a perfect model would see of two things on the ground. */
final class Orbit {

    static final LonLat BEGIN = new LonLat(117.0, 36.65);
    static final double METRES_PER_DEGREE = 111_195;

    private static final double HEIGHT_M = 80;
    private static final double METRES_PER_S = 2;
    private static final double ASPECT = 960.0 / 540;

    private Orbit() {}

    /** @param northM of {@link #BEGIN} */
    record Thing(String label, double eastM, double northM) {

        LonLat place() {
            double narrow = Math.cos(Math.toRadians(BEGIN.latitude()));
            return new LonLat(
                    BEGIN.longitude() + eastM / (METRES_PER_DEGREE * narrow),
                    BEGIN.latitude() + northM / METRES_PER_DEGREE);
        }

        private Box box(double seconds) {
            double focal = AircraftCamera.UNKNOWN.focalWidths(Lens.UNSAID);
            double x = 0.5 + eastM / HEIGHT_M * focal;
            double y = 0.5 - (northM - METRES_PER_S * seconds) / HEIGHT_M * focal * ASPECT;
            return new Box(x - 0.02, y - 0.03, x + 0.02, y + 0.03);
        }
    }

    static final List<Thing> THINGS = List.of(new Thing("rubbish", 5, 40), new Thing("vendor_canopy", -20, 52));

    /** Where the thing of that label stands. */
    static LonLat place(String label) {
        return THINGS.stream()
                .filter(thing -> thing.label().equals(label))
                .findFirst()
                .orElseThrow()
                .place();
    }

    static List<Detection> seen(long ptsUs) {
        List<Detection> seen = new ArrayList<>();
        for (Thing thing : THINGS) {
            Box box = thing.box(ptsUs / 1e6);
            if (box.top() >= 0 && box.bottom() <= 1) {
                seen.add(new Detection(thing.label(), 0.9f, box));
            }
        }
        return seen;
    }

    /** Two entries a second. */
    static String telemetry(int seconds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2 * seconds; i++) {
            int ms = i * 500;
            text.append(String.format(
                    Locale.ROOT,
                    """
                    %d
                    00:00:%02d,%03d --> 00:00:%02d,%03d
                    <font size="28">FrameCnt: %d, DiffTime: 500ms
                    2026-11-21 12:00:%02d.%03d
                    [focal_len: 24.00] [latitude: %.7f] [longitude: %.7f] [rel_alt: 80.0 abs_alt: 130.0] [gb_yaw: 0.0 gb_pitch: -90.0 gb_roll: 0.0] </font>

                    """,
                    i + 1,
                    ms / 1000,
                    ms % 1000,
                    (ms + 500) / 1000,
                    (ms + 500) % 1000,
                    i * 5 + 1,
                    ms / 1000,
                    ms % 1000,
                    BEGIN.latitude() + METRES_PER_S * i / 2 / METRES_PER_DEGREE,
                    BEGIN.longitude()));
        }
        return text.toString();
    }

    /** What each entry of {@link #telemetry} says, without number and time. */
    static List<String> states(int seconds) {
        return telemetry(seconds).lines().filter(line -> line.startsWith("[")).toList();
    }
}
