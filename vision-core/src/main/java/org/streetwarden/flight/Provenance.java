package org.streetwarden.flight;

/** Where a pose comes from. */
public enum Provenance {
    /** A subtitle file beside the video. */
    SUBTITLES,
    /** A subtitle track inside the video. */
    TRACK,
    /** The aircraft maker's XMP in a photograph. */
    XMP,
    /** A photograph's EXIF alone: coarser, and without angles. */
    EXIF,
    /** Between two entries of telemetry. */
    INTERPOLATED
}
