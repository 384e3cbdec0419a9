package org.streetwarden.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.streetwarden.flight.ClockFit;
import org.streetwarden.flight.Motion;
import org.streetwarden.flight.Pose;
import org.streetwarden.flight.PoseLine;
import org.streetwarden.flight.Provenance;
import org.streetwarden.flight.TelemetryReader;

/** Poses on a video's clock out of a file of telemetry, read as far as they are asked for; moments must come in order. One thread. */
final class PoseFeed implements AutoCloseable {

    private static final int PIECE_BYTES = 1 << 14;

    /** Speeds are measured from so long before a moment to so long after it. */
    private static final long HALF_US = 500_000;

    private final InputStream in;
    private final PoseLine line;
    private final TelemetryReader reader;
    private final byte[] piece = new byte[PIECE_BYTES];
    private boolean ended;

    PoseFeed(Path telemetry, ClockFit clock) throws IOException {
        in = Files.newInputStream(telemetry);
        line = new PoseLine(clock);
        reader = new TelemetryReader(Provenance.SUBTITLES, line);
    }

    /** The pose at a moment of the video; empty where telemetry has none. */
    Optional<Pose> at(long videoUs) throws IOException {
        while (!ended && !line.reaches(videoUs + HALF_US)) {
            int length = in.read(piece);
            if (length < 0) {
                ended = true;
                reader.end();
            } else {
                reader.feed(piece, 0, length);
            }
        }
        return line.at(videoUs);
    }

    /** How it moves at a moment just asked for. */
    Motion motion(long videoUs) {
        Optional<Pose> before = line.at(videoUs - HALF_US);
        Optional<Pose> after = line.at(videoUs + HALF_US);
        return before.isPresent() && after.isPresent() ? Motion.between(before.get(), after.get()) : Motion.NONE;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
