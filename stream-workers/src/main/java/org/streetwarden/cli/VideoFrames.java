package org.streetwarden.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.intake.FrameSupply;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/** Pictures of a video file for a calibration, evenly spread, on the road of every other video. */
public final class VideoFrames implements FrameSupply {

    /** Where the container does not say how long it is. */
    private static final Duration UNKNOWN_LENGTH = Duration.ofMinutes(1);

    @Override
    public boolean reads(Path source) {
        return Files.isRegularFile(source);
    }

    @Override
    public void show(Path video, int most, Viewer viewer) throws IOException, StoppedLooking {
        SourceSettings settings = SourceSettings.DEFAULT.withFileStart(0, Instant.EPOCH);
        try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(video), settings)) {
            Duration length = source.durationUs() > 0 ? Duration.ofNanos(source.durationUs() * 1000) : UNKNOWN_LENGTH;
            Duration interval = length.dividedBy(most).plusMillis(1);
            try (SampledDecoder decoder =
                    new SampledDecoder(Sampler.thorough(interval, interval), new Decoder(source.info()))) {
                play(source, decoder, most, viewer);
            }
        } catch (StreamFailure | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void play(FfmpegSource source, SampledDecoder decoder, int most, Viewer viewer)
            throws StreamFailure, StoppedLooking {
        int shown = 0;
        for (Packet packet; shown < most && (packet = source.next()) != null; ) {
            shown += show(decoder.next(packet), viewer);
        }
        for (Frame inside; shown < most && (inside = decoder.drain(Instant.EPOCH)) != null; ) {
            shown += show(inside, viewer);
        }
    }

    private static int show(Frame picture, Viewer viewer) throws StoppedLooking {
        if (picture == null) {
            return 0;
        }
        try (picture) {
            viewer.look(picture);
        }
        return 1;
    }
}
