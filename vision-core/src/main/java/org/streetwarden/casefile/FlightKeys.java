package org.streetwarden.casefile;

/** What flights' things in Redis are called. */
public final class FlightKeys {

    /** The stream of jobs, by {@link FlightJobCodec}. */
    public static final String STREAM = "streetwarden:flights";

    /** The stream's one consumer group; a consumer is named by its worker's id. */
    public static final String GROUP = "workers";

    /** Hash: flight id to what its survey must remember to go on from the last finished segment. */
    public static final String MEMORY = "streetwarden:flights:memory";

    /** Before a job's id: who did it; kept for a week, so that a job that is published twice is done once. */
    public static final String DONE_PREFIX = "streetwarden:flights:done:";

    /** What a flight's id looks like: the day it was made and eight characters of base32. */
    public static final String FLIGHT_ID = "F[0-9]{8}-[0-9A-Za-z]{8}";

    private static final String CAMERA_PREFIX = "flight:";

    /** The zone of every incident of a flight. */
    public static final String ZONE_ID = "ground";

    private FlightKeys() {}

    /** The camera id of an incident that a flight saw. */
    public static String cameraId(String flightId) {
        return CAMERA_PREFIX + flightId;
    }

    /** Whether a camera id is one of {@link #cameraId}. */
    public static boolean isFlight(String cameraId) {
        return cameraId.startsWith(CAMERA_PREFIX);
    }
}
