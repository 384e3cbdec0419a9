package org.streetwarden.flight;

/** How aircraft write telemetry into subtitles. Each differs in the order of coordinates, or in what it leaves out. */
public enum Dialect {
    /** {@code HOME(lon,lat) date / GPS(lon,lat,satellites) BAROMETER:m}, or {@code Hb:m Hs:m}: Phantom 3, Mavic Pro. */
    HOME_GPS("HOME/GPS, longitude first"),
    /** {@code F/2.8, SS …, GPS (lon, lat, satellites), D m, H m}: Phantom 4 Pro, Mini. No clock. */
    F_NUMBER("F/SS/GPS, longitude first"),
    /** The same with {@code F.PRY (pitch, roll, yaw), G.PRY (…)}: Phantom 4 RTK. */
    F_NUMBER_ATTITUDE("F/SS/GPS with attitudes, longitude first"),
    /** {@code GPS(lat,lon,m M) BAROMETER:m}: Matrice 300. */
    LATITUDE_FIRST("GPS with metres, latitude first"),
    /** {@code [latitude : x] [longtitude : y]}, misspelt: Mavic 2. */
    BRACKETS_MISSPELT("brackets, longtitude"),
    /** {@code [latitude: x] [longitude: y] [altitude: m]}: Air 2, Air 2S. */
    BRACKETS("brackets, one altitude"),
    /** {@code [rel_alt: m abs_alt: m]} in one bracket: Mavic 3, Mini 3 and 4. */
    BRACKETS_TWO_HEIGHTS("brackets, two heights"),
    /** The same with {@code [gb_yaw: d gb_pitch: d gb_roll: d]}: Mavic 3 Enterprise. */
    BRACKETS_GIMBAL("brackets, two heights, gimbal"),
    /** Brackets without a place: Mavic Air without GPS. */
    NO_PLACE("brackets without a place"),
    /** Subtitles in which nothing was known. */
    UNKNOWN("unknown");

    private final String description;

    Dialect(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
