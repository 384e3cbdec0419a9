package org.streetwarden.zone;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.geometry.Polygon;

/**
 * A part of one camera's picture where one kind of incident can happen. Any values can be held; {@link #problems} says
 * whether it is fit for use.
 *
 * @param id unique within its camera: letters, digits, dot, dash, underscore; at most 64
 * @param polygon where things stand, not where they are seen: a thing belongs to the zone by its ground contact
 * @param permitted when such things are allowed here; they raise nothing then
 * @param overrides what this zone's rule has differently
 */
public record Zone(String id, Kind kind, Polygon polygon, Schedule permitted, RuleOverrides overrides) {

    /** What an id of a camera or zone looks like. */
    public static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** A zone without permitted hours, judged by its kind's rule. */
    public Zone(String id, Kind kind, Polygon polygon) {
        this(id, kind, polygon, Schedule.NEVER, RuleOverrides.NONE);
    }

    /** @return what is wrong with it, one sentence each; empty where it is sound */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!id.matches(ID)) {
            problems.add("id: expected 1 to 64 letters, digits, '.', '-', '_', found '" + id + "'");
        }
        problems.addAll(polygon.problems());
        return problems;
    }

    /** Digest of kind, polygon and hours: 12 hexadecimal digits, the same for the same zone. */
    public String version() {
        return Fingerprint.of(kind.id() + "|" + polygon.canonical() + "|" + permitted.canonical(), 12);
    }
}
