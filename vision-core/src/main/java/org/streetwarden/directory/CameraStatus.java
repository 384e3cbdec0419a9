package org.streetwarden.directory;

/** What a source says of a camera's connection; hearsay, not an observation. */
public enum CameraStatus {
    ON,
    OFF,
    UNKNOWN
}
