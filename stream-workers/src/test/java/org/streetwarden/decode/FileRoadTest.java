package org.streetwarden.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.SourceSettings;
import org.streetwarden.source.Videos;

/** Every clip opens, demuxes, fits a ring and decodes, each codec by each way of decoding. */
@ExtendWith(NoNativeLeaks.class)
class FileRoadTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        Videos.HIGHWAY_H264 + ", h264, 1280, 720, 335, 4",
        Videos.DRONE_H264 + ", h264, 1920, 1080, 177, 1",
        Videos.CARS_H264_AAC + ", h264, 768, 432, 377, 7",
        Videos.PERSON_H264 + ", h264, 768, 432, 601, 61",
        Videos.STREET_HEVC + ", hevc, 1920, 1080, 240, 4",
        Videos.STREET_VP9 + ", vp9, 1920, 1080, 312, 2",
        Videos.HIGHWAY_MPEG4 + ", mpeg4, 320, 240, 750, 3"
    })
    void decodesEveryPicture(String name, String codec, int width, int height, int pictures, int keys)
            throws StreamFailure {
        List<Long> shownUs = new ArrayList<>();
        int seenKeys = 0;
        try (PacketSource source = FfmpegSource.open(CameraUrl.of(Videos.named(name)), SourceSettings.DEFAULT);
                Decoder decoder = new Decoder(source.info())) {
            assertThat(source.info().codec()).isEqualTo(codec);
            Packet packet;
            Instant last = Instant.EPOCH;
            while ((packet = source.next()) != null) {
                seenKeys += packet.key() ? 1 : 0;
                last = packet.arrivedAt();
                try (Frame frame = decoder.decode(packet)) {
                    note(frame, width, height, shownUs);
                }
            }
            Frame inside;
            while ((inside = decoder.drain(last)) != null) {
                note(inside, width, height, shownUs);
                inside.close();
            }
            assertThat(decoder.damagedPictures()).isZero();
        }
        assertThat(shownUs).hasSize(pictures).isSorted().doesNotHaveDuplicates();
        assertThat(shownUs.getFirst()).isZero();
        assertThat(seenKeys).isEqualTo(keys);
    }

    private static void note(Frame frame, int width, int height, List<Long> shownUs) {
        if (frame != null) {
            assertThat(frame.width()).isEqualTo(width);
            assertThat(frame.height()).isEqualTo(height);
            shownUs.add(frame.ptsUs());
        }
    }
}
