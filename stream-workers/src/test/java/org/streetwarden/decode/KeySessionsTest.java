package org.streetwarden.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.SourceSettings;

/** Cameras whose key frames are decoded by the same sessions never see anything of each other. */
@ExtendWith(NoNativeLeaks.class)
class KeySessionsTest {

    private static final byte[] START_CODE = {0, 0, 0, 1};

    /** A stream and its first key frame, in heap memory. */
    private record Stream(StreamInfo info, KeptPacket key) {

        /** Packed with lengths, as files are. */
        static Stream ofClip(String name) throws StreamFailure {
            Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models/scenes/clips", name + ".mp4");
            try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(clip), SourceSettings.DEFAULT)) {
                Packet key = source.next();
                byte[] bytes = new byte[key.data().remaining()];
                key.data().get(bytes);
                return new Stream(source.info(), kept(ByteBuffer.wrap(bytes)));
            }
        }

        private static KeptPacket kept(ByteBuffer data) {
            return new KeptPacket(0, 0, true, Instant.EPOCH, data);
        }

        /** The same packed with start codes, as RTSP carries it. */
        Stream withStartCodes() {
            ByteBuffer avcC = info.extradata();
            ByteArrayOutputStream sets = new ByteArrayOutputStream();
            avcC.position(6);
            copyUnit(avcC, avcC.getShort(), sets);
            avcC.get();
            copyUnit(avcC, avcC.getShort(), sets);
            ByteArrayOutputStream units = new ByteArrayOutputStream();
            for (ByteBuffer data = key.data(); data.hasRemaining(); ) {
                copyUnit(data, data.getInt(), units);
            }
            StreamInfo other = new StreamInfo("h264", info.width(), info.height(), ByteBuffer.wrap(sets.toByteArray()));
            return new Stream(other, kept(ByteBuffer.wrap(units.toByteArray())));
        }

        private static void copyUnit(ByteBuffer from, int size, ByteArrayOutputStream to) {
            byte[] unit = new byte[size];
            from.get(unit);
            to.writeBytes(START_CODE);
            to.writeBytes(unit);
        }

        Stream cutShort() {
            return new Stream(info, kept(key.data().slice(0, key.data().remaining() / 2)));
        }
    }

    private static byte[] luma(Decoder decoder, Stream stream) {
        try (Frame frame = decoder.decodeKey(stream.key())) {
            if (frame == null) {
                return new byte[0];
            }
            byte[] luma = new byte[frame.plane(0).remaining()];
            frame.plane(0).get(luma);
            return luma;
        }
    }

    /** By a session of its own, as no decoder is open that could have left one. */
    private static byte[] aloneLuma(Stream stream) throws StreamFailure {
        try (Decoder decoder = new Decoder(stream.info())) {
            byte[] luma = luma(decoder, stream);
            assertThat(luma).isNotEmpty();
            return luma;
        }
    }

    @Test
    void keepsStreamsApartThoughPackedDifferently() throws StreamFailure {
        Stream market = Stream.ofClip("vending");
        Stream lane = Stream.ofClip("dumping").withStartCodes();
        byte[] marketAlone = aloneLuma(market);
        byte[] laneAlone = aloneLuma(lane);
        assertThat(marketAlone).isNotEqualTo(laneAlone);

        try (Decoder one = new Decoder(market.info());
                Decoder other = new Decoder(lane.info())) {
            for (int round = 0; round < 3; round++) {
                assertThat(luma(one, market)).isEqualTo(marketAlone);
                assertThat(luma(other, lane)).isEqualTo(laneAlone);
            }
        }
    }

    @Test
    void givesNoPictureOfAnotherCameraForADamagedOne() throws StreamFailure {
        Stream market = Stream.ofClip("vending");
        Stream lane = Stream.ofClip("dumping");
        byte[] marketAlone = aloneLuma(market);
        try (Decoder one = new Decoder(market.info());
                Decoder other = new Decoder(lane.info())) {
            assertThat(luma(one, market)).isEqualTo(marketAlone);
            assertThat(luma(other, lane.cutShort())).isEmpty();
            assertThat(other.damagedPictures()).isEqualTo(1);
            assertThat(luma(one, market)).isEqualTo(marketAlone);
            assertThat(one.damagedPictures()).isZero();
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        List<Stream> streams =
                List.of(Stream.ofClip("vending"), Stream.ofClip("dumping").withStartCodes(), Stream.ofClip("bin"));
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Boolean>> cameras = IntStream.range(0, 6)
                    .mapToObj(i -> (Callable<Boolean>) () -> decodesTheSameTwentyTimes(streams.get(i % 3)))
                    .toList();
            for (Future<Boolean> camera : threads.invokeAll(cameras)) {
                assertThat(camera.get()).isTrue();
            }
        }
    }

    private static boolean decodesTheSameTwentyTimes(Stream stream) throws StreamFailure {
        try (Decoder decoder = new Decoder(stream.info())) {
            byte[] first = luma(decoder, stream);
            assertThat(first).isNotEmpty();
            for (int i = 1; i < 20; i++) {
                assertThat(luma(decoder, stream)).isEqualTo(first);
            }
            return true;
        }
    }
}
