package org.streetwarden.casefile;

import java.util.List;
import org.streetwarden.directory.LonLat;

/**
 * Where on the ground a flight saw the thing of an incident.
 *
 * @param place WGS-84
 * @param uncertaintyM it stands within so many metres of it in at least 95 of 100 cases
 * @param depressionDeg how far below the horizon the raise's picture saw it, 0 to 90
 * @param flightId of the flight, by {@link FlightKeys#FLIGHT_ID}
 * @param aircraft the model's name; empty where not known
 * @param serial the aircraft's; masked or empty
 * @param footprint corners of the ground that the raise's picture shows, in order, not closed; {@value #LEAST_CORNERS} to
 *     {@value #MOST_CORNERS}, or none where the picture shows the horizon
 * @param areaM2 how much ground the thing covers, square metres; NaN where not estimated
 * @param areaUnsureM2 one standard deviation of it; NaN with it
 */
public record GroundSight(
        LonLat place,
        double uncertaintyM,
        double depressionDeg,
        String flightId,
        String aircraft,
        String serial,
        List<LonLat> footprint,
        double areaM2,
        double areaUnsureM2) {

    public static final int LEAST_CORNERS = 4;
    public static final int MOST_CORNERS = 8;

    public GroundSight {
        footprint = List.copyOf(footprint);
    }
}
