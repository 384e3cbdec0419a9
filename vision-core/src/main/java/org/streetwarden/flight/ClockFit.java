package org.streetwarden.flight;

import static org.streetwarden.flight.TelemetryEntry.NONE;

/**
 * How telemetry's time follows from a video's: {@code telemetryUs = offsetUs + rate * videoUs}. The offset is seen where cues
 * begin as late as they end after the video; the rate where entries carry the numbers of pictures. What stays unseen is how
 * late the aircraft writes what it measured: DJI's subtitles and its data track have been found 0.4 s apart, so no fit is
 * taken for surer than that.
 *
 * @param offsetUs what telemetry's clock says when the video begins
 * @param rate near 1
 * @param unsureUs one standard deviation
 */
public record ClockFit(long offsetUs, double rate, long unsureUs, Verdict verdict) {

    /** How well the two go together. */
    public enum Verdict {
        /** Both begin and end together. */
        FITS,
        /** They do, once telemetry is shifted. */
        SHIFTED,
        /** Telemetry ends early. */
        SHORT,
        /** They are not of one recording. */
        APART,
        /** Nothing to measure with: one of the two says no times. */
        UNKNOWN
    }

    /** What nobody can measure without looking at the pictures. */
    static final long WRITING_UNSURE_US = 400_000;

    private static final long LEAST_SLACK_US = 1_500_000;
    private static final double SLACK = 0.02;
    private static final double MOST_DRIFT = 0.005;
    private static final double SHORTEST = 0.9;

    /**
     * Compares.
     *
     * @param videoUs the video's length; 0 or less where unknown
     * @param pictures how many it has; 0 where unknown
     */
    public static ClockFit measure(TelemetrySummary telemetry, long videoUs, long pictures) {
        if (telemetry.firstUs() == NONE || videoUs <= 0) {
            return new ClockFit(0, 1, LEAST_SLACK_US, Verdict.UNKNOWN);
        }
        long spacingUs = telemetry.spacingUs();
        long endUs = Math.max(telemetry.endUs(), telemetry.lastUs() + spacingUs / 2);
        long spanUs = endUs - telemetry.firstUs();
        long slackUs = (long) Math.max(Math.max(LEAST_SLACK_US, SLACK * videoUs), 1.5 * spacingUs);
        double rate = rate(telemetry, videoUs, pictures);
        long late = endUs - videoUs;
        long misfitUs = Math.abs(spanUs - videoUs);
        if (misfitUs > slackUs) {
            boolean torn = telemetry.has(FlightProblem.TORN_END);
            boolean within = spanUs < videoUs && telemetry.firstUs() <= slackUs;
            Verdict verdict = within && (torn || spanUs >= SHORTEST * videoUs) ? Verdict.SHORT : Verdict.APART;
            return new ClockFit(0, rate, unsure(0, spacingUs), verdict);
        }
        boolean shifted = telemetry.firstUs() > 0 && late > spacingUs / 2 && late > misfitUs / 2;
        return shifted
                ? new ClockFit(telemetry.firstUs(), rate, unsure(misfitUs, spacingUs), Verdict.SHIFTED)
                : new ClockFit(0, rate, unsure(Math.abs(late), spacingUs), Verdict.FITS);
    }

    /** By the numbers of pictures that entries carry against the video's own; 1 where either is not known well. */
    private static double rate(TelemetrySummary telemetry, long videoUs, long pictures) {
        if (pictures <= 0 || telemetry.frames() < 100 || telemetry.framesUs() <= 0) {
            return 1;
        }
        double pictureUs = (double) videoUs / pictures;
        double rate = telemetry.framesUs() / (telemetry.frames() * pictureUs);
        return Math.abs(rate - 1) <= MOST_DRIFT ? rate : 1;
    }

    private static long unsure(long misfitUs, long spacingUs) {
        return Math.max(WRITING_UNSURE_US, Math.max(misfitUs / 2, spacingUs / 2));
    }

    /** Telemetry's time of a moment of the video. */
    public long telemetryUs(long videoUs) {
        return offsetUs + Math.round(rate * videoUs);
    }
}
