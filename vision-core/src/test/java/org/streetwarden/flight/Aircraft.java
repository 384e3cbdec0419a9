package org.streetwarden.flight;

import java.util.Locale;

/** Writes telemetry as aircraft do, in the grammar of each dialect. */
final class Aircraft {

    private Aircraft() {}

    static String cue(long us) {
        long ms = us / 1000;
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d,%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }

    /** One entry, from its pose; second 0 is 12:00 of a day in 2026. */
    static String entry(Dialect dialect, int number, long spacingUs, Pose pose) {
        String head = "%d%n%s --> %s%n".formatted(number, cue(pose.timeUs()), cue(pose.timeUs() + spacingUs));
        return head.replace("\r", "") + body(dialect, number, spacingUs, pose) + "\n\n";
    }

    private static String body(Dialect dialect, int number, long spacingUs, Pose pose) {
        String day = dialect == Dialect.HOME_GPS || dialect == Dialect.LATITUDE_FIRST ? "2026.11.21" : "2026-11-21";
        long noon = 12 * 3_600_000_000L + pose.timeUs();
        String time = day + " " + cue(noon);
        double lon = pose.position().longitude();
        double lat = pose.position().latitude();
        double rel = pose.heights().aboveTakeOffM();
        double abs = pose.heights().aboveSeaM();
        Attitude g = pose.gimbal();
        String font = "<font size=\"28\">FrameCnt: %d, DiffTime: %dms%n%s%n[iso: 100] [shutter: 1/500.0] [fnum: 280] "
                .formatted(number, spacingUs / 1000, time)
                .replace("\r", "");
        return switch (dialect) {
            case HOME_GPS ->
                say(
                        "HOME(117.0001,36.6501) %s%nGPS(%.6f,%.6f,16) BAROMETER:%.1f%nISO:100 Shutter:60 EV: Fnum:2.2",
                        time.substring(0, 19), lon, lat, rel);
            case F_NUMBER ->
                say(
                        "F/2.8, SS 400, ISO 100, EV 0, GPS (%.6f, %.6f, 17), D 12.00m, H %.2fm, H.S n/a, V.S n/a",
                        lon, lat, rel);
            case F_NUMBER_ATTITUDE ->
                say(
                        "F/5.6, SS 400, ISO 100, EV 0, GPS (%.8f, %.8f, 15), HOME (117.0, 36.6, 7.60m), D 12.00m, H %.2fm, H.S 1.84m/s,"
                                + " V.S 0.00m/s, F.PRY (1.0°, 2.0°, %.1f°), G.PRY (%.1f°, %.1f°, %.1f°)",
                        lon, lat, rel, g.yawDeg(), g.pitchDeg(), g.rollDeg(), g.yawDeg());
            case LATITUDE_FIRST ->
                say("%s%nGPS(%.6f,%.6f,%.1fM) BAROMETER:%.1fM", time.substring(0, 19), lat, lon, abs, rel);
            case BRACKETS_MISSPELT ->
                font
                        + say(
                                "[focal_len : 280] [latitude : %.6f] [longtitude : %.6f] [altitude: %.6f] </font>",
                                lat, lon, abs);
            case BRACKETS ->
                font
                        + say(
                                "[focal_len : 240] [latitude: %.6f] [longitude: %.6f] [altitude: %.6f] </font>",
                                lat, lon, abs);
            case BRACKETS_TWO_HEIGHTS ->
                font
                        + say(
                                "[focal_len: 24.00] [latitude: %.8f] [longitude: %.8f] [rel_alt: %.3f abs_alt: %.3f] </font>",
                                lat, lon, rel, abs);
            case BRACKETS_GIMBAL ->
                font
                        + say(
                                "[focal_len: 24.00] [dzoom_ratio: 10000, delta:0] [latitude: %.8f] [longitude: %.8f] [rel_alt: %.3f abs_alt: %.3f]"
                                        + " [gb_yaw: %.1f gb_pitch: %.1f gb_roll: %.1f] </font>",
                                lat, lon, rel, abs, g.yawDeg(), g.pitchDeg(), g.rollDeg());
            case NO_PLACE -> font + "</font>";
            case UNKNOWN -> "A sunny day over the river.";
        };
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r", "");
    }
}
