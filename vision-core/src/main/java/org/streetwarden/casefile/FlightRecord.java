package org.streetwarden.casefile;

import java.time.Instant;
import java.util.List;
import org.streetwarden.flight.GroundCover;

/** What a worker says of a flight that it was given by a {@link FlightJob}. */
public sealed interface FlightRecord extends WorkerRecord {

    String flightId();

    /**
     * The files of a flight were looked at.
     *
     * @param jobId of the {@link FlightJob}
     * @param inspectionJson as {@code flights inspect --json} prints it, at most {@value #MOST_INSPECTION_CHARS} characters
     * @param usable whether anything of it can be surveyed
     */
    record FlightInspected(String flightId, String jobId, String inspectionJson, boolean usable, Instant at)
            implements FlightRecord {
        public static final int MOST_INSPECTION_CHARS = 256 * 1024;
    }

    /**
     * How far a survey has come; sent about every 2 s and only the newest counts.
     *
     * @param doneMs of the flight's footage, milliseconds; a photograph counts as one second
     * @param totalMs of the whole flight
     * @param pictures looked at so far
     * @param findings filed so far
     * @param etaSeconds until it is done; -1 where not known
     */
    record FlightProgress(
            String flightId,
            String workerId,
            long doneMs,
            long totalMs,
            long pictures,
            int findings,
            long etaSeconds,
            Instant at)
            implements FlightRecord {}

    /**
     * A survey has ended. Delivered after the incidents that it filed.
     *
     * @param jobId of the {@link FlightJob}
     * @param detail one sentence where it failed or some of it could not be used; else empty
     * @param trackKey object key of a GeoJSON of the track, the footprints and the findings; empty where there is none
     * @param views what was found, at most {@value #MOST_VIEWS}
     * @param cover the ground that was seen; a known place in it without a view of it holds nothing any more
     */
    record FlightSurveyed(
            String flightId,
            String jobId,
            String workerId,
            Outcome outcome,
            String detail,
            String trackKey,
            List<SiteView> views,
            GroundCover cover,
            Instant at)
            implements FlightRecord {

        public static final int MOST_VIEWS = 1000;

        /** @throws IllegalArgumentException where there are more views than a record holds */
        public FlightSurveyed {
            views = List.copyOf(views);
            if (views.size() > MOST_VIEWS) {
                throw new IllegalArgumentException("views: expected at most " + MOST_VIEWS + ", found " + views.size());
            }
        }

        /** Closed set. */
        public enum Outcome {
            DONE,
            FAILED
        }
    }
}
