package org.streetwarden.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.streetwarden.flight.Findings;
import org.streetwarden.flight.FlightProblem;
import org.streetwarden.flight.Provenance;
import org.streetwarden.flight.TelemetryReader;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.flight.TelemetrySurvey;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.VideoFile;
import org.streetwarden.source.VideoHead;

/**
 * One video or one file of telemetry, looked through.
 *
 * @param head null where it is no video, or none that opens
 * @param telemetry null where it has none
 */
record Strip(FlightFile file, VideoHead head, TelemetrySummary telemetry, Findings findings) {

    private static final int PIECE_BYTES = 1 << 16;

    static Strip telemetry(FlightFile file) throws IOException {
        TelemetrySurvey survey = new TelemetrySurvey();
        TelemetryReader reader = new TelemetryReader(Provenance.SUBTITLES, survey);
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = Files.newInputStream(file.path())) {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                reader.feed(piece, 0, length);
            }
        }
        reader.end();
        return new Strip(file, null, survey.summary(), new Findings());
    }

    /**
     * Head, outermost boxes and subtitle track.
     *
     * @throws Hindered where this machine was too busy to open it in time, which says nothing of the file
     */
    static Strip video(FlightFile file) throws IOException {
        Findings findings = new Findings();
        Mp4Boxes.problem(file.path()).ifPresent(problem -> findings.add(problem, ""));
        if (!findings.list().isEmpty()) {
            return new Strip(file, null, null, findings);
        }
        try (VideoFile video = VideoFile.open(file.path())) {
            VideoHead head = video.head();
            TelemetrySummary inside = head.subtitles() ? track(video, findings) : null;
            boolean known = inside != null && !inside.has(FlightProblem.DIALECT_UNKNOWN) && inside.entries() > 0;
            boolean makers = head.dataTracks().contains("djmd");
            if (makers) {
                findings.add(FlightProblem.EMBEDDED_UNREAD, "djmd");
            }
            return new Strip(file, head, known ? inside : null, findings);
        } catch (StreamFailure e) {
            if (e.reason() == StreamFailure.Reason.STALLED) {
                throw new Hindered(file.shown() + ": this machine is too busy to open it in time; try again", e);
            }
            findings.add(FlightProblem.VIDEO_UNREADABLE, e.reason().name());
            return new Strip(file, null, null, findings);
        }
    }

    private static TelemetrySummary track(VideoFile video, Findings findings) {
        TelemetrySurvey survey = new TelemetrySurvey();
        TelemetryReader reader = new TelemetryReader(Provenance.TRACK, survey);
        boolean whole = video.subtitles(bytes -> reader.feed(bytes, 0, bytes.length));
        reader.end();
        if (!whole) {
            findings.add(FlightProblem.TORN_END, "");
        }
        return survey.summary();
    }
}
