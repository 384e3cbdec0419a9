package org.streetwarden.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.SourceSettings;
import org.streetwarden.source.Videos;

@ExtendWith(NoNativeLeaks.class)
class DecoderTest {

    private static final int WIDTH = 161;
    private static final int HEIGHT = 121;

    private static void assertShade(Frame frame, int luma, boolean fullRange) {
        assertThat(frame.width()).isEqualTo(WIDTH);
        assertThat(frame.height()).isEqualTo(HEIGHT);
        assertThat(frame.fullRange()).isEqualTo(fullRange);
        int last = frame.stride(0) * (HEIGHT - 1) + WIDTH - 1;
        assertThat(frame.plane(0).get(last) & 0xff).isBetween(luma - 2, luma + 2);
        for (int plane = 1; plane < 3; plane++) {
            assertThat(frame.plane(plane).capacity()).isEqualTo(frame.stride(plane) * (HEIGHT / 2) + (WIDTH + 1) / 2);
            assertThat(frame.plane(plane).get(frame.plane(plane).capacity() - 1) & 0xff)
                    .isBetween(126, 130);
        }
    }

    private static void assertDecodes(Coded coded, int luma, boolean fullRange) throws StreamFailure {
        try (Decoder decoder = new Decoder(coded.info());
                Frame frame = decoder.decodeKey(coded.packets().getFirst())) {
            assertShade(frame, luma, fullRange);
        }
    }

    @Test
    void givesPlanarPicturesWhateverTheCameraCodes() throws StreamFailure {
        assertDecodes(Coded.of("mjpeg", avutil.AV_PIX_FMT_YUVJ420P, WIDTH, HEIGHT, true, 200), 200, true);
        assertDecodes(Coded.of("mjpeg", avutil.AV_PIX_FMT_YUVJ422P, WIDTH, HEIGHT, true, 200), 200, true);
        assertDecodes(Coded.of("mjpeg", avutil.AV_PIX_FMT_YUVJ444P, WIDTH, HEIGHT, true, 40), 40, true);
        assertDecodes(Coded.of("ffv1", avutil.AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, false, 77), 77, false);
        assertDecodes(Coded.of("ffv1", avutil.AV_PIX_FMT_YUV422P10, WIDTH, HEIGHT, false, 77 * 4), 77, false);
        int limitedGrey = 16 + 180 * 219 / 255;
        assertDecodes(Coded.of("ffv1", avutil.AV_PIX_FMT_GRAY8, WIDTH, HEIGHT, false, 180), limitedGrey, false);
    }

    @Test
    void givesEachPictureWithItsOwnTimeAndShade() throws StreamFailure {
        Coded coded = Coded.of("mpeg4", avutil.AV_PIX_FMT_YUV420P, WIDTH, HEIGHT, false, 50, 100, 150);
        List<Integer> shades = new ArrayList<>();
        try (Decoder decoder = new Decoder(coded.info())) {
            for (KeptPacket packet : coded.packets()) {
                try (Frame frame = decoder.decode(packet)) {
                    note(frame, shades);
                }
            }
            try (Frame frame = decoder.drain(Instant.EPOCH)) {
                note(frame, shades);
            }
            assertThat(decoder.drain(Instant.EPOCH)).isNull();
        }
        assertThat(shades).containsExactly(50, 100, 150);
    }

    private static void note(Frame frame, List<Integer> shades) {
        if (frame != null) {
            assertThat(frame.ptsUs()).isEqualTo(shades.size() * Coded.FRAME_US);
            shades.add(Math.round((frame.plane(0).get(0) & 0xff) / 10f) * 10);
        }
    }

    @Test
    void goesOnFromTheNextKeyFrameAfterADamagedPicture() throws StreamFailure {
        Coded first = Coded.of("libopenh264", avutil.AV_PIX_FMT_YUV420P, WIDTH - 1, HEIGHT - 1, false, 50, 50, 50);
        KeptPacket key = first.packets().getFirst();
        KeptPacket broken = new KeptPacket(
                key.ptsUs(), key.dtsUs(), true, Instant.EPOCH, ByteBuffer.wrap(new byte[] {0, 0, 1, 0x65, 1, 2}));
        try (Decoder decoder = new Decoder(first.info())) {
            assertThat(decoder.decode(broken)).isNull();
            assertThat(decoder.damagedPictures()).isEqualTo(1);
            assertThat(decoder.decode(first.packets().get(1))).isNull();
            assertThat(decoder.damagedPictures()).isEqualTo(1);
            assertThat(decoder.decodeKey(broken)).isNull();
            try (Frame frame = decoder.decodeKey(key)) {
                assertThat(frame.ptsUs()).isEqualTo(key.ptsUs());
            }
        }
    }

    @Test
    void refusesACodecItDoesNotKnow() {
        StreamInfo info = new StreamInfo("x-sesame", 0, 0, ByteBuffer.allocate(0));
        StreamFailure failure = catchThrowableOfType(StreamFailure.class, () -> new Decoder(info));
        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED_CODEC);
        assertThat(failure)
                .hasMessageContaining("expected a codec such as h264")
                .hasMessageContaining("'x-sesame'");
    }

    @Test
    void provesThatNoFrameLeaked() throws StreamFailure {
        Coded coded = Coded.of("mjpeg", avutil.AV_PIX_FMT_YUVJ420P, WIDTH, HEIGHT, true, 9);
        FramePool pool = new FramePool("cam-17", 2);
        Frame leaked;
        try (Decoder decoder = new Decoder(coded.info(), pool)) {
            leaked = decoder.decodeKey(coded.packets().getFirst());
        }
        assertThatThrownBy(pool::close).hasMessage("pool 'cam-17' closed with 1 of 2 frames still lent");
        leaked.close();
        assertThatThrownBy(leaked::close).hasMessageContaining("closed twice");
        assertThatThrownBy(() -> leaked.plane(0)).hasMessageContaining("is closed");
    }

    @Test
    void skipsAndCountsAPictureThatNoFrameIsLeftFor() throws StreamFailure {
        Coded coded = Coded.of("mjpeg", avutil.AV_PIX_FMT_YUVJ420P, WIDTH, HEIGHT, true, 9);
        Packet key = coded.packets().getFirst();
        try (FramePool pool = new FramePool("cam-17", 1);
                Decoder decoder = new Decoder(coded.info(), pool);
                Frame held = decoder.decodeKey(key)) {
            assertThat(held).isNotNull();
            assertThat(decoder.decodeKey(key)).isNull();
            assertThat(pool.refused()).isEqualTo(1);
        }
    }

    /** Every picture of a stream with B frames, cut from the ring and decoded by itself, is the one the whole run shows. */
    @Test
    void decodesAnyPictureOutOfTheRing() throws StreamFailure {
        List<Long> keptUs = new ArrayList<>();
        try (PacketSource source =
                FfmpegSource.open(CameraUrl.of(Videos.named(Videos.HIGHWAY_H264)), SourceSettings.DEFAULT)) {
            GopRing ring = new GopRing(source.info(), 8 << 20);
            Packet packet;
            while ((packet = source.next()) != null) {
                ring.append(packet);
                keptUs.add(packet.ptsUs());
            }
            try (Decoder decoder = new Decoder(source.info())) {
                for (int i = 0; i < keptUs.size(); i += 17) {
                    Clip clip = ring.gopAt(keptUs.get(i));
                    try (Frame frame = decoder.decodeLast(clip)) {
                        assertThat(frame.ptsUs()).isEqualTo(keptUs.get(i));
                    }
                }
                assertThat(decoder.decodeLast(ring.gopAt(-1))).isNull();
            }
        }
    }

    @Test
    void looksAtAFileEverySecond() throws StreamFailure {
        List<Long> looksMs = new ArrayList<>();
        Sampler sampler = Sampler.thorough(Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (PacketSource source =
                        FfmpegSource.open(CameraUrl.of(Videos.named(Videos.DRONE_H264)), SourceSettings.DEFAULT);
                SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info()))) {
            Packet packet;
            while ((packet = source.next()) != null) {
                try (Frame frame = decoder.next(packet)) {
                    if (frame != null) {
                        looksMs.add(frame.ptsUs() / 1000);
                    }
                }
            }
            Frame inside;
            while ((inside = decoder.drain(Instant.EPOCH)) != null) {
                looksMs.add(inside.ptsUs() / 1000);
                inside.close();
            }
        }
        assertThat(looksMs).hasSize(8);
        for (int i = 0; i < looksMs.size(); i++) {
            assertThat(looksMs.get(i)).isBetween(i * 1000L - 100, i * 1000L + 100);
        }
    }

    /** Hundreds of runs leave nothing behind: no native object, and no memory beyond what the first hundred took. */
    @Test
    void leavesNothingBehindAfterHundredsOfRuns() throws StreamFailure {
        CameraUrl clip = CameraUrl.of(Videos.named(Videos.CARS_H264_AAC));
        long bytesBefore = 0;
        for (int run = 0; run < 400; run++) {
            if (run == 100) {
                bytesBefore = Pointer.totalPhysicalBytes();
            }
            try (PacketSource source = FfmpegSource.open(clip, SourceSettings.DEFAULT);
                    Decoder decoder = new Decoder(source.info());
                    Frame frame = decoder.decodeKey(source.next())) {
                assertThat(frame.width()).isEqualTo(768);
            }
        }
        assertThat(Pointer.totalPhysicalBytes()).isLessThan(bytesBefore + (48L << 20));
    }
}
