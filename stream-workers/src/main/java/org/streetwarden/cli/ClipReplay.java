package org.streetwarden.cli;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.pipeline.CameraPipeline;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/** Plays a clip as the cameras' road sees it: the same pictures at every run. */
final class ClipReplay {

    private static final int RING_BYTES = 64 << 20;

    private ClipReplay() {}

    /**
     * @param opened told of the ring before the first picture
     * @param eye lent every picture worth a look, until it returns
     */
    static void play(Path video, Duration interval, Consumer<GopRing> opened, Consumer<Frame> eye)
            throws StreamFailure {
        SourceSettings settings = SourceSettings.DEFAULT.withFileStart(0, Instant.EPOCH);
        try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(video), settings)) {
            GopRing ring = new GopRing(source.info(), RING_BYTES);
            opened.accept(ring);
            Sampler sampler = Sampler.thorough(interval, interval);
            try (SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info()))) {
                new CameraPipeline(source, ring, decoder, frame -> {
                            try (frame) {
                                eye.accept(frame);
                            }
                        })
                        .run();
            }
        }
    }

    /** A frame that several look at: closing it leaves it open. */
    record Lent(Frame frame) implements Frame {

        @Override
        public long ptsUs() {
            return frame.ptsUs();
        }

        @Override
        public Instant arrivedAt() {
            return frame.arrivedAt();
        }

        @Override
        public int width() {
            return frame.width();
        }

        @Override
        public int height() {
            return frame.height();
        }

        @Override
        public boolean fullRange() {
            return frame.fullRange();
        }

        @Override
        public ByteBuffer plane(int plane) {
            return frame.plane(plane);
        }

        @Override
        public int stride(int plane) {
            return frame.stride(plane);
        }

        @Override
        public void close() {
            // The lender closes it.
        }
    }
}
