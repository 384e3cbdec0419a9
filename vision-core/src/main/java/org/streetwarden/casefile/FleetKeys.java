package org.streetwarden.casefile;

import java.time.Duration;

/** What the fleet's things in Redis are called. */
public final class FleetKeys {

    /** The stream of work items: one entry per camera, whose pending consumer is the worker that holds it. */
    public static final String STREAM = "streetwarden:fleet";

    /** The stream's one consumer group; a consumer is named by its worker's id. */
    public static final String GROUP = "workers";

    /** The only field of an entry: the camera's id. */
    public static final String CAMERA = "camera";

    /** Hash: camera id to its entry's id. */
    public static final String ENTRIES = "streetwarden:fleet:entries";

    /** When the stream was made, milliseconds since 1970 by Redis's clock. */
    public static final String BORN = "streetwarden:fleet:born";

    /** Hash: worker id to when it last came by, milliseconds since 1970 by Redis's clock. */
    public static final String SEEN = "streetwarden:fleet:seen";

    /** Hash: worker id to what it says of itself, by {@link FleetStatusCodec}; every {@link #SAID_EVERY}. */
    public static final String WORKERS = "streetwarden:fleet:workers";

    /** Hash: id of a worker that is to hold nothing, to who wants so and since when, in one line for people. */
    public static final String DRAIN = "streetwarden:fleet:drain";

    /** Hash: camera id to what its judge must remember to go on at another worker. */
    public static final String MEMORY = "streetwarden:memory";

    /** Hash: when a worker last came by for sessions, and until when none gets more; by Redis's clock. */
    public static final String SESSIONS = "streetwarden:fleet:sessions";

    /** Hash of one upstream: worker id to its sessions, the cameras it has there, and when it said so. */
    public static String sessionsOf(String upstreamId) {
        return SESSIONS + ":" + upstreamId;
    }

    public static final Duration SAID_EVERY = Duration.ofSeconds(2);

    /** A worker that has said nothing for so long counts as dead where shares are reckoned. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    private FleetKeys() {}
}
