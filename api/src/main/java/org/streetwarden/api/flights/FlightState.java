package org.streetwarden.api.flights;

/** How far a flight has come. */
public enum FlightState {
    /** Files are on their way. */
    UPLOADING,
    /** All are here; a worker is to say what is wrong with them. */
    INSPECTING,
    /** Nothing of it can be surveyed, or it was never finished. */
    REFUSED,
    /** It can be surveyed and waits for a worker. */
    READY,
    /** A worker looks at it. */
    SURVEYING,
    /** All of it was looked at. */
    DONE,
    /** The survey ended without having looked at all of it. */
    FAILED
}
