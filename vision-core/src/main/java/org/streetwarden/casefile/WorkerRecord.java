package org.streetwarden.casefile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Presence;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** What a worker says on the one stream to the api. Delivered at least once: reading one twice must change nothing. */
public sealed interface WorkerRecord
        permits WorkerRecord.IncidentFiled,
                WorkerRecord.IncidentCleared,
                WorkerRecord.CameraState,
                WorkerRecord.ModelReport,
                WorkerRecord.ModelEvent,
                WorkerRecord.CoverageReport,
                WorkerRecord.LookTaken,
                FlightRecord {

    /** The Redis stream that carries every record. */
    String STREAM = "streetwarden:records";

    /** The consumer group the api reads it with. */
    String GROUP = "intake";

    /**
     * An incident whose evidence already lies in the store.
     *
     * @param incidentId the idempotency key
     * @param label the model's word for the subject
     * @param score of the subject at the raise, 0 to 1
     * @param box of the subject at the raise
     * @param experimental whether the label's class, or all that the incident rests on, has no real evidence behind it
     * @param present from first sight to raise
     * @param observed the part of {@code present} in which looks saw it
     * @param longestGap the longest stretch without such a look
     * @param evidencePrefix object key prefix of the evidence, ending in {@code /}
     * @param manifestSha256 digest of {@code manifest.json} under that prefix
     * @param parts every object of the evidence except the manifest
     * @param basis which evidence says that the thing is there
     * @param verification what the verifier said at the raise; null where none is configured
     * @param ground where on the ground a flight saw it; null for a camera. An incident of a flight has the camera id
     *     {@link FlightKeys#cameraId}, the zone {@link FlightKeys#ZONE_ID} and the flight's name as its camera's
     */
    record IncidentFiled(
            String incidentId,
            Kind kind,
            String cameraId,
            String cameraName,
            String zoneId,
            String label,
            double score,
            Box box,
            boolean experimental,
            Instant firstSeenAt,
            Instant thresholdAt,
            Instant raisedAt,
            Duration present,
            Duration observed,
            Duration longestGap,
            ModelIdentity model,
            String ruleVersion,
            String zoneVersion,
            String why,
            String workerId,
            String evidencePrefix,
            String manifestSha256,
            List<EvidencePart> parts,
            Basis basis,
            Verification verification,
            GroundSight ground)
            implements WorkerRecord {
        public IncidentFiled {
            parts = List.copyOf(parts);
        }

        /** What a model alone named at a camera and no verifier looked at. */
        public IncidentFiled(
                String incidentId,
                Kind kind,
                String cameraId,
                String cameraName,
                String zoneId,
                String label,
                double score,
                Box box,
                boolean experimental,
                Instant firstSeenAt,
                Instant thresholdAt,
                Instant raisedAt,
                Duration present,
                Duration observed,
                Duration longestGap,
                ModelIdentity model,
                String ruleVersion,
                String zoneVersion,
                String why,
                String workerId,
                String evidencePrefix,
                String manifestSha256,
                List<EvidencePart> parts) {
            this(
                    incidentId,
                    kind,
                    cameraId,
                    cameraName,
                    zoneId,
                    label,
                    score,
                    box,
                    experimental,
                    firstSeenAt,
                    thresholdAt,
                    raisedAt,
                    present,
                    observed,
                    longestGap,
                    model,
                    ruleVersion,
                    zoneVersion,
                    why,
                    workerId,
                    evidencePrefix,
                    manifestSha256,
                    parts,
                    Basis.DETECTOR,
                    null,
                    null);
        }
    }

    /** The thing of an earlier incident has been gone long enough. */
    record IncidentCleared(String incidentId, Instant lastSeenAt, Instant clearedAt) implements WorkerRecord {}

    /**
     * How a camera is; sent at every change and every 30 s.
     *
     * @param detail one sentence, without credentials; empty where all is well
     * @param lastFrameAt when the last judged picture arrived; null where there was none
     * @param framesJudged since the worker started
     * @param group of cameras that change their models together
     */
    record CameraState(
            String cameraId,
            String cameraName,
            State state,
            String reason,
            String detail,
            String workerId,
            Instant at,
            Instant lastFrameAt,
            long framesJudged,
            String group)
            implements WorkerRecord {
        /** Of a camera in the default group. */
        public CameraState(
                String cameraId,
                String cameraName,
                State state,
                String reason,
                String detail,
                String workerId,
                Instant at,
                Instant lastFrameAt,
                long framesJudged) {
            this(
                    cameraId,
                    cameraName,
                    state,
                    reason,
                    detail,
                    workerId,
                    at,
                    lastFrameAt,
                    framesJudged,
                    Rollout.DEFAULT_GROUP);
        }

        /** Closed set. */
        public enum State {
            CONNECTING,
            WATCHING,
            RETRYING,
            STOPPED
        }
    }

    /**
     * What one model did for one group of cameras since the report before it.
     *
     * @param reportId the idempotency key
     * @param looks pictures it has looked at
     * @param failures pictures on which it failed; not among the looks
     * @param meanUs mean time of one picture, microseconds
     * @param maxUs longest time of one picture, microseconds
     * @param raises incidents raised by its looks
     * @param detections how many by label
     * @param agreement of a shadow with the active model by label; empty for other roles
     */
    record ModelReport(
            String reportId,
            String workerId,
            String group,
            ModelRole role,
            ModelIdentity model,
            Instant from,
            Instant to,
            long looks,
            long failures,
            long meanUs,
            long maxUs,
            long raises,
            Map<String, Long> detections,
            Map<String, Agreement> agreement)
            implements WorkerRecord {
        public ModelReport {
            detections = Collections.unmodifiableMap(new TreeMap<>(detections));
            agreement = Collections.unmodifiableMap(new TreeMap<>(agreement));
        }
    }

    /**
     * How two models agree about one label, counted over the same pictures; a thing both see is one whose boxes overlap by
     * an IoU of at least 0.5.
     */
    record Agreement(long both, long onlyActive, long onlyShadow) {}

    /**
     * Something happened to a model at a worker.
     *
     * @param eventId the idempotency key
     * @param why one sentence
     */
    record ModelEvent(
            String eventId,
            String workerId,
            String group,
            ModelRole role,
            ModelIdentity model,
            Step step,
            String why,
            Instant at)
            implements WorkerRecord {
        /** Closed set. */
        public enum Step {
            /** Loaded, warmed up, proven; it looks from now on. */
            LOADED,
            /** It could not be loaded or proven; the model before it goes on looking. */
            REFUSED,
            /** It left its band and the model before it looks again; repeated until the rollout no longer names it. */
            ROLLED_BACK,
            /** It no longer looks and its memory is freed. */
            UNLOADED
        }
    }

    /**
     * How well one worker saw some of its cameras during one stretch of time; a worker with many sends several for the same
     * stretch. A camera stands in at most one report of a worker and stretch.
     *
     * @param reportId the idempotency key
     * @param from start of the stretch, worker's clock
     * @param to its end
     * @param cameras at most {@value #MOST_CAMERAS}
     */
    record CoverageReport(String reportId, String workerId, Instant from, Instant to, List<CameraCoverage> cameras)
            implements WorkerRecord {

        public static final int MOST_CAMERAS = 500;

        /** @throws IllegalArgumentException where there are more cameras than a report holds */
        public CoverageReport {
            cameras = List.copyOf(cameras);
            if (cameras.size() > MOST_CAMERAS) {
                throw new IllegalArgumentException(
                        "cameras: expected at most " + MOST_CAMERAS + ", found " + cameras.size());
            }
        }
    }

    /**
     * One camera during the stretch of its report.
     *
     * @param lastSeenAt when a picture of it was last judged with a valid view, also before the stretch; null: never
     * @param visits openings of the stream that were tried; 0 while it is kept open
     * @param looks pictures judged
     * @param longestBlind the longest time without a judged picture that ended in the stretch or goes on at its end
     * @param reason why it is blind at the end of the stretch
     * @param view of the last picture
     */
    record CameraCoverage(
            String cameraId,
            Instant lastSeenAt,
            long visits,
            long looks,
            Duration longestBlind,
            BlindReason reason,
            ViewState view) {}

    /**
     * What a look showed that the api had asked for. A check's look of one number counts once.
     *
     * @param checkId of the {@link AskedLook}
     * @param number of the look in its check, likewise
     * @param at when the picture arrived, worker's clock; where there was none, when the worker gave it up
     * @param clockOffsetUs {@code at} less the picture's time on the camera's timeline (TIME.md); 0 without a picture
     * @param view of the picture; null where no picture came
     * @param finding whether the thing was there; UNTOLD unless the view is clear
     * @param score of what was found there, 0 to 1
     * @param detail why the look says nothing, one sentence; empty where it says something
     * @param model that looked; null without a picture
     * @param pictureKey object key of the picture; empty where there is none
     * @param picture the picture as it lies in the store; null where there is none
     */
    record LookTaken(
            String checkId,
            int number,
            String cameraId,
            String workerId,
            Instant at,
            long clockOffsetUs,
            ViewState view,
            Presence.Finding finding,
            double score,
            String detail,
            ModelIdentity model,
            String pictureKey,
            EvidencePart picture)
            implements WorkerRecord {}

    /** Why a camera is not seen as often as promised. */
    enum BlindReason {
        /** It is seen. */
        NONE,
        /** It does not answer, or sends nothing that can be decoded. */
        DEAD,
        /** Its upstream refuses it: credentials, an address that is not allowed, a circuit breaker. */
        REFUSED,
        /** Every session its upstream allows is taken. */
        NO_SESSION,
        /** The worker has no time for it. */
        OVERLOADED,
        /** It sends pictures, but not of its place. */
        VIEW_INVALID
    }
}
