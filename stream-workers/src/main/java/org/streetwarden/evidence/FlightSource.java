package org.streetwarden.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.SortedMap;

/**
 * What an evidence pack says of the flight that saw its thing. Places are longitude and latitude, WGS-84.
 *
 * @param aircraft the model's name; empty where not known
 * @param serial the aircraft's; masked or empty
 * @param picture the file that shows the raise
 * @param telemetry the file that its pose comes from; absent where that is the picture's own
 * @param pose at the raise; absent where nothing is known of it
 * @param place of the thing
 * @param uncertaintyM it stands within so many metres of it in at least 95 of 100 cases
 * @param depressionDeg how far below the horizon the raise's picture saw it
 * @param footprint corners of the ground that the raise's picture shows, from its upper left, clockwise; none where it shows
 *     the horizon
 * @param earlierFootprints the same of the pictures before it, by the look's name
 */
@JsonPropertyOrder({
    "flightId",
    "aircraft",
    "serial",
    "picture",
    "telemetry",
    "pose",
    "place",
    "uncertaintyM",
    "depressionDeg",
    "footprint",
    "earlierFootprints"
})
public record FlightSource(
        String flightId,
        String aircraft,
        String serial,
        Original picture,
        @JsonInclude(JsonInclude.Include.NON_NULL) Original telemetry,
        @JsonInclude(JsonInclude.Include.NON_NULL) PoseThen pose,
        List<Double> place,
        double uncertaintyM,
        double depressionDeg,
        List<List<Double>> footprint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, List<List<Double>>> earlierFootprints) {

    /**
     * A file as the pilot brought it.
     *
     * @param key of its object
     */
    @JsonPropertyOrder({"name", "key", "bytes", "sha256"})
    public record Original(String name, String key, long bytes, String sha256) {}

    /**
     * Where the camera was and how it looked; what is not known is absent.
     *
     * @param position of the camera
     * @param yawDeg of the camera, clockwise from north
     * @param pitchDeg from the horizon; -90 looks straight down
     * @param provenance where that was written
     */
    @JsonPropertyOrder({"position", "aboveTakeOffM", "aboveSeaM", "yawDeg", "pitchDeg", "rollDeg", "provenance"})
    public record PoseThen(
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> position,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double aboveTakeOffM,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double aboveSeaM,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double yawDeg,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double pitchDeg,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double rollDeg,
            String provenance) {}
}
