package org.streetwarden.incident;

import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/**
 * An incident whose thing still stands, as a worker must remember it over a restart.
 *
 * @param lastSeenUs on the camera's timeline
 * @param box where it was last seen
 */
public record OpenIncident(String incidentId, String zoneId, Kind kind, long lastSeenUs, Box box) {}
