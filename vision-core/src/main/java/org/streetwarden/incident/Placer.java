package org.streetwarden.incident;

import java.time.Instant;
import org.streetwarden.geometry.Box;

/**
 * Who was at a place when something new first stood there: the nearest in time, whether or not he put it.
 *
 * @param trackId of the tracker
 * @param label {@code person} or {@code vehicle}
 * @param ptsUs of the look that showed him there, on the camera's timeline
 * @param at when that picture arrived
 * @param box where he was seen
 */
public record Placer(long trackId, String label, long ptsUs, Instant at, Box box) {}
