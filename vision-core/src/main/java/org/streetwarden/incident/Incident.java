package org.streetwarden.incident;

import java.util.Optional;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/**
 * Something stood in a zone long enough. Immutable; the same facts give the same id, so filing twice changes nothing.
 *
 * @param id 32 lower-case hexadecimal digits, derived from camera, zone, kind and the first sighting's time on the
 *     camera's timeline
 * @param first the first look that showed it
 * @param threshold the look at which the notice dwell was reached
 * @param raised the look at which the rule raised it
 * @param presentUs from first to raised, media time
 * @param observedUs the part of it during which looks saw the thing
 * @param longestGapUs the longest time from one look that saw it to the next
 * @param looks how many looks saw it
 * @param ruleVersion digest of the rule's settings as judged, 12 hexadecimal digits
 * @param zoneVersion digest of the zone's polygon and hours as judged, 12 hexadecimal digits
 * @param basis which evidence says that the thing is there
 * @param placer who was at the place when the clean reference first missed the thing there
 * @param view what the camera's view was worth at the raise: clear, or unknown where nobody compares it
 * @param suspended looks in between that were not judged, because the view or the zone was not clear
 * @param why one English sentence for people: which rule, thresholds and values
 */
public record Incident(
        String id,
        String cameraId,
        String zoneId,
        Kind kind,
        Moment first,
        Moment threshold,
        Moment raised,
        long presentUs,
        long observedUs,
        long longestGapUs,
        int looks,
        String ruleVersion,
        String zoneVersion,
        Basis basis,
        Optional<Placer> placer,
        ViewState view,
        int suspended,
        String why) {}
