package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;

class RemuxerTest {

    @ParameterizedTest
    @CsvSource({
        "highway_a2_720p_h264.mp4, avc1",
        "street_cars_close_1080p_hevc.mp4, hvc1",
        "street_bangkok_1080p_vp9.mp4, vp09",
        "highway_cctv_320_mpeg4.avi, mp4v",
        "drone_nadir_city_1080p_h264.mp4, avc1",
        "intel_one_by_one_person_768.mp4, avc1"
    })
    void keepsEveryPacketAsItCame(String video, String tag) throws Exception {
        Clip clip = DemuxedFile.of(SharedData.video(video)).clip(3_000_000, 23_000_000);
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.tag()).isEqualTo(tag);
        assertSameTimes(file.packets(), clip);
        for (int i = 0; i < clip.packets().size(); i++) {
            assertThat(file.packets().get(i).data())
                    .isEqualTo(clip.packets().get(i).data());
        }
    }

    /** Pictures shown in another order than decoded; in the open group, some that nothing can be shown before. */
    @ParameterizedTest
    @CsvSource({"x264-b-pictures.mp4, avc1", "x265-open-gop.mp4, hvc1"})
    void keepsTheOrderOfPicturesThatReferForward(String video, String tag) throws Exception {
        DemuxedFile source = DemuxedFile.of(Path.of(
                RemuxerTest.class.getResource("/org/streetwarden/farm/" + video).toURI()));
        assertThat(source.packets()).isNotEqualTo(inOrderShown(source.packets()));
        Clip clip = Clip.of(source.info(), source.packets());
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.tag()).isEqualTo(tag);
        assertSameTimes(file.packets(), clip);
        assertThat(Pictures.decodable(file)).isEqualTo(Pictures.decodable(source));
    }

    private static List<KeptPacket> inOrderShown(List<KeptPacket> packets) {
        return packets.stream()
                .sorted(Comparator.comparingLong(KeptPacket::ptsUs))
                .toList();
    }

    @Test
    void findsParameterSetsInTheFirstKeyFrame() throws Exception {
        Clip clip = SyntheticVideo.h264(7_000_000, 60);
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.info().width()).isEqualTo(SyntheticVideo.WIDTH);
        assertThat(file.info().height()).isEqualTo(SyntheticVideo.HEIGHT);
        assertSameTimes(file.packets(), clip);
        assertSameUnits(file.packets(), clip);
    }

    @Test
    void findsThePictureSizeInTheFirstKeyFrame() throws Exception {
        Clip clip = SyntheticVideo.h264(0, 30);
        StreamInfo unknown = new StreamInfo("h264", 0, 0, ByteBuffer.allocate(0));
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(Clip.of(unknown, clip.packets())));
        assertThat(file.info().width()).isEqualTo(SyntheticVideo.WIDTH);
        assertThat(file.info().height()).isEqualTo(SyntheticVideo.HEIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"highway_a2_720p_h264.mp4", "street_cars_close_1080p_hevc.mp4"})
    void repacksStartCodesAsRtspSendsThem(String video) throws Exception {
        Clip packed = DemuxedFile.of(SharedData.video(video)).clip(0, 8_000_000);
        byte[][] sets = ParameterSets.of(packed.info());
        List<KeptPacket> coded = new ArrayList<>();
        for (KeptPacket packet : packed.packets()) {
            ByteBuffer data =
                    packet.key() ? NalUnits.toStartCodes(packet.data(), sets) : NalUnits.toStartCodes(packet.data());
            coded.add(new KeptPacket(packet.ptsUs(), packet.dtsUs(), packet.key(), packet.arrivedAt(), data));
        }
        StreamInfo bare = new StreamInfo(packed.info().codec(), 0, 0, ByteBuffer.allocate(0));
        Clip clip = Clip.of(bare, coded);
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.info().width()).isEqualTo(packed.info().width());
        assertSameTimes(file.packets(), clip);
        assertSameUnits(file.packets(), clip);
        assertThat(Pictures.decodable(file)).isEqualTo(packed.packets().size());
    }

    @Test
    void showsTheFirstPictureAtZero() throws Exception {
        Clip clip = SyntheticVideo.h264(1_732_000_000_000_000L, 50);
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.packets().getFirst().ptsUs()).isZero();
        assertThat(file.packets().getFirst().key()).isTrue();
    }

    @Test
    void putsTheIndexBeforeThePictures() throws Exception {
        String file = new String(Remuxer.mp4(SyntheticVideo.h264(0, 50)), StandardCharsets.ISO_8859_1);
        assertThat(file.indexOf("moov")).isPositive().isLessThan(file.indexOf("mdat"));
    }

    @Test
    void makesTheSameBytesTwice() throws Exception {
        Clip clip = SyntheticVideo.h264(5_000_000, 50);
        assertThat(Remuxer.mp4(clip)).isEqualTo(Remuxer.mp4(clip));
    }

    @Test
    void keepsGapsAndRepeatedTimes() throws Exception {
        List<KeptPacket> packets = new ArrayList<>();
        long ptsUs = 0;
        for (KeptPacket packet : SyntheticVideo.h264(0, 50).packets()) {
            ptsUs += packets.size() == 20 ? 5_000_000 : packets.size() == 30 ? 0 : 40_000;
            packets.add(new KeptPacket(ptsUs, ptsUs, packet.key(), packet.arrivedAt(), packet.data()));
        }
        Clip clip = Clip.of(SyntheticVideo.h264(0, 1).info(), packets);
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(clip));
        assertThat(file.packets()).hasSize(50);
        assertThat(file.packets().getLast().ptsUs()).isCloseTo(clip.toUs() - clip.fromUs(), within(30L));
    }

    @Test
    void takesASinglePicture() throws Exception {
        DemuxedFile file = DemuxedFile.of(Remuxer.mp4(SyntheticVideo.h264(9_000_000, 1)));
        assertThat(file.packets()).hasSize(1);
    }

    @Test
    void refusesAnEmptyClip() {
        assertThatThrownBy(() -> Remuxer.mp4(Clip.empty(new StreamInfo("h264", 4, 4, ByteBuffer.allocate(0)), 0)))
                .isInstanceOf(RemuxFailure.class)
                .hasMessage("clip: expected pictures from a key frame on, found none");
    }

    @Test
    void refusesAClipWithoutConfiguration() {
        Clip clip = SyntheticVideo.h264(0, 30);
        List<KeptPacket> headless = new ArrayList<>(clip.packets());
        KeptPacket delta = clip.packets().get(1);
        headless.set(0, new KeptPacket(0, 0, true, delta.arrivedAt(), delta.data()));
        assertThatThrownBy(() -> Remuxer.mp4(Clip.of(clip.info(), headless)))
                .isInstanceOf(RemuxFailure.class)
                .hasMessageContaining("expected parameter sets in the stream's description or its first key frame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp8", "no-such-codec"})
    void refusesWhatMp4CannotHold(String codec) {
        KeptPacket packet = SyntheticVideo.h264(0, 1).packets().getFirst();
        Clip clip = Clip.of(new StreamInfo(codec, 320, 180, ByteBuffer.allocate(0)), List.of(packet));
        assertThatThrownBy(() -> Remuxer.mp4(clip)).isInstanceOf(RemuxFailure.class);
    }

    @Test
    void survivesEveryKindOfDamage() throws Exception {
        Clip clip = SyntheticVideo.h264(0, 12);
        Random random = new Random(7);
        int written = 0;
        for (int round = 0; round < 500; round++) {
            List<KeptPacket> damaged = new ArrayList<>();
            for (KeptPacket packet : clip.packets()) {
                damaged.add(damage(packet, random));
            }
            StreamInfo info = new StreamInfo("h264", round % 2 * 320, round % 2 * 180, noise(random, round % 40));
            try {
                written += Remuxer.mp4(Clip.of(info, damaged)).length > 0 ? 1 : 0;
            } catch (RemuxFailure clear) {
                assertThat(clear).hasMessageMatching("(mp4|clip|h264 clip): .*");
            }
        }
        assertThat(written).isPositive();
    }

    private static KeptPacket damage(KeptPacket packet, Random random) {
        byte[] bytes = new byte[packet.data().remaining()];
        packet.data().get(bytes);
        for (int n = random.nextInt(4); n > 0; n--) {
            bytes[random.nextInt(Math.min(64, bytes.length))] = (byte) random.nextInt();
        }
        int size = random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        return new KeptPacket(
                packet.ptsUs(),
                packet.dtsUs(),
                packet.key(),
                packet.arrivedAt(),
                ByteBuffer.wrap(bytes, 0, size).slice());
    }

    private static ByteBuffer noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        if (size > 0 && random.nextBoolean()) {
            bytes[0] = 1;
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Shown when the camera showed them, counted from the first picture, to a tick of the 90 kHz clock. */
    private static void assertSameTimes(List<KeptPacket> file, Clip clip) {
        assertThat(file).hasSameSizeAs(clip.packets());
        for (int i = 0; i < file.size(); i++) {
            KeptPacket source = clip.packets().get(i);
            assertThat(file.get(i).ptsUs()).isCloseTo(source.ptsUs() - clip.fromUs(), within(12L));
            assertThat(file.get(i).key()).isEqualTo(source.key());
        }
    }

    /** Unit by unit; parameter sets may stand in the file's header instead (hvc1 wants them only there). */
    private static void assertSameUnits(List<KeptPacket> file, Clip clip) {
        boolean hevc = clip.info().codec().equals("hevc");
        for (int i = 0; i < file.size(); i++) {
            List<String> found = NalUnits.lengthPrefixed(file.get(i).data());
            List<String> sent =
                    new ArrayList<>(NalUnits.startCoded(clip.packets().get(i).data()));
            if (hevc) {
                sent.removeIf(unit -> List.of("40", "42", "44").contains(unit.substring(0, 2)));
            }
            assertThat(found).isEqualTo(sent);
        }
        assertThat(Collections.max(file.stream().map(p -> p.data().remaining()).toList()))
                .isPositive();
    }
}
