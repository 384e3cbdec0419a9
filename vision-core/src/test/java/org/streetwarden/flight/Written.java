package org.streetwarden.flight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Telemetry read from a text, with everything that was said on the way. */
final class Written implements TelemetrySink {

    final List<TelemetryEntry> entries = new ArrayList<>();
    final List<FlightProblem> problems = new ArrayList<>();
    final TelemetrySurvey survey = new TelemetrySurvey();

    static Written read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    /** In pieces of a size. */
    static Written read(byte[] bytes, int pieceBytes) {
        Written written = new Written();
        TelemetryReader reader = new TelemetryReader(Provenance.SUBTITLES, written);
        for (int at = 0; at < bytes.length; at += Math.min(pieceBytes, bytes.length - at)) {
            reader.feed(bytes, at, at + Math.min(pieceBytes, bytes.length - at));
        }
        reader.end();
        return written;
    }

    @Override
    public void entry(TelemetryEntry entry) {
        entries.add(entry);
        survey.entry(entry);
    }

    @Override
    public void problem(FlightProblem problem, long entry, String found) {
        problems.add(problem);
        survey.problem(problem, entry, found);
    }

    TelemetryEntry only() {
        if (entries.size() != 1) {
            throw new AssertionError("expected one entry, found " + entries);
        }
        return entries.getFirst();
    }

    List<FlightProblem> found() {
        return survey.summary().findings().stream().map(Finding::problem).toList();
    }
}
