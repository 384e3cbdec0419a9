package org.streetwarden.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an MP4 file to RTP packets and a live position, without a network. */
final class MediaTest {

    @TempDir
    Path dir;

    @Test
    void packetisesH264SoThatItCanBePutTogetherAgain() {
        List<byte[]> units = List.of(unit(0x67, 20), unit(0x68, 4), unit(0x65, 5000), unit(0x65, 1400));
        assertThat(reassembled(Packetiser.packetise(VideoCodec.H264, 0, 0, true, units), 1))
                .containsExactlyElementsOf(units);
    }

    @Test
    void packetisesH265SoThatItCanBePutTogetherAgain() {
        List<byte[]> units = List.of(unit(0x40, 24), unit(0x26, 9000));
        assertThat(reassembled(Packetiser.packetise(VideoCodec.H265, 0, 0, true, units), 2))
                .containsExactlyElementsOf(units);
    }

    @Test
    void readsAnMp4MadeHere() throws UnplayableFile {
        Footage footage = FootageReader.read(TestClips.h264(dir.resolve("a.mp4"), 320, 240, 50, 10));
        assertThat(footage.pictures()).hasSize(50);
        assertThat(footage.pictures().stream().filter(Picture::key)).hasSize(5);
        assertThat(footage.loopTicks()).isEqualTo(2 * 90_000);
        assertThat(footage.reorderTicks()).isZero();
        assertThat(footage.sets().fmtp())
                .contains("packetization-mode=1", "profile-level-id=42", "sprop-parameter-sets=");
    }

    @Test
    void readsBPicturesAndKeepsTheLoopAtTheLengthOfWhatIsShown() throws UnplayableFile {
        for (Path file : List.of(TestClips.bPictures(), TestClips.h265OpenGop())) {
            Footage footage = FootageReader.read(file);
            assertThat(footage.pictures()).hasSize(50);
            assertThat(footage.loopTicks()).isEqualTo(180_000);
            assertThat(footage.reorderTicks()).isBetween(3_600L, 18_000L);
            assertThat(footage.pictures()).allMatch(p -> p.ptsTicks() >= p.dtsTicks());
        }
    }

    @Test
    void namesFileAndFaultOfWhatItCannotPlay() throws IOException {
        Path empty = Files.createFile(dir.resolve("empty.mp4"));
        Path text = Files.writeString(dir.resolve("text.mp4"), "not a film ".repeat(100));
        Path torn = dir.resolve("torn.mp4");
        Files.write(torn, java.util.Arrays.copyOf(Files.readAllBytes(TestClips.bPictures()), 3000));
        assertRefused(dir.resolve("missing.mp4"), "nothing there");
        assertRefused(empty, "0 bytes");
        assertRefused(text, "MP4");
        assertRefused(torn, "expected");
        assertRefused(TestClips.audioOnly(), "expected H.264 or H.265 video, found no video");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> FootageReader.read(file))
                .isInstanceOf(UnplayableFile.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    @Test
    void refusesTornDecoderConfigurationAndNalLengths() {
        assertThatThrownBy(() -> ParameterSets.parse(VideoCodec.H264, new byte[] {1, 66, 0, 30, -1, -31, 0, 9, 1}))
                .hasMessageContaining("torn");
        assertThatThrownBy(() -> ParameterSets.parse(VideoCodec.H265, new byte[0]))
                .hasMessageContaining("torn");
        ParameterSets sets = new ParameterSets(VideoCodec.H264, 4, List.of());
        assertThatThrownBy(() -> NalUnits.split(sets, ByteBuffer.wrap(new byte[] {0x7F, -1, -1, -1, 1, 2})))
                .hasMessageContaining("length of 2147483647");
    }

    @Test
    void risesOverTheLoopAtTheSamePace() throws UnplayableFile {
        Footage footage = FootageReader.read(TestClips.bPictures());
        Reel reel = new Reel(List.of(footage), Long.MAX_VALUE, Long.MAX_VALUE, 0);
        List<Long> shown = new ArrayList<>();
        long due = -1;
        for (int i = 0; i < 175; i++) {
            assertThat(reel.dueTicks()).isGreaterThan(due);
            due = reel.dueTicks();
            shown.add(reel.ptsTicks());
            reel.advance();
        }
        List<Long> sorted = shown.stream().sorted().toList().subList(0, 170);
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - sorted.get(i - 1)).isEqualTo(3600);
        }
    }

    @Test
    void findsTheSamePlaceBySeekingAsByPlaying() throws UnplayableFile {
        Footage footage = FootageReader.read(TestClips.h265OpenGop());
        Footage other = FootageReader.read(TestClips.h265OpenGop());
        assertSeeksAsItPlays(
                new Reel(List.of(footage), Long.MAX_VALUE, Long.MAX_VALUE, 50_000),
                new Reel(List.of(footage), Long.MAX_VALUE, Long.MAX_VALUE, 50_000));
        assertSeeksAsItPlays(
                new Reel(List.of(footage, other), 100_000, Long.MAX_VALUE, 0),
                new Reel(List.of(footage, other), 100_000, Long.MAX_VALUE, 0));
    }

    private static void assertSeeksAsItPlays(Reel played, Reel sought) {
        for (int i = 0; i < 200; i++) {
            sought.seek(played.dueTicks());
            assertThat(sought.dueTicks()).isEqualTo(played.dueTicks());
            assertThat(sought.picture()).isSameAs(played.picture());
            played.advance();
        }
    }

    @Test
    void turnsToTheOtherFileAndBackAtAKeyPicture() throws UnplayableFile {
        Footage first = FootageReader.read(TestClips.bPictures());
        Footage second = FootageReader.read(TestClips.h264(dir.resolve("b.mp4"), 96, 64, 25, 25));
        Reel reel = new Reel(List.of(first, second), 90_000, Long.MAX_VALUE, 0);
        List<Integer> widths = new ArrayList<>();
        while (reel.dueTicks() < 4 * 90_000) {
            int width = reel.footage().width();
            if (widths.isEmpty() || widths.getLast() != width) {
                widths.add(width);
                assertThat(reel.picture().key()).isTrue();
            }
            reel.advance();
        }
        assertThat(widths).containsExactly(160, 96, 160, 96);
    }

    @Test
    void playsAPartOfAFile() {
        Path file = TestClips.h264(dir.resolve("c.mp4"), 96, 64, 100, 25);
        List<String> problems = new ArrayList<>();
        FootageLibrary library = new FootageLibrary();
        Footage whole = library.read(file, problems);
        Footage part = library.read(Path.of(file + "#t=1,3"), problems);
        assertThat(problems).isEmpty();
        List<Picture> shown = whole.pictures().stream()
                .filter(picture -> picture.dtsTicks() < 3 * 90_000)
                .dropWhile(picture -> picture.dtsTicks() < 90_000 || !picture.key())
                .toList();
        long start = shown.getFirst().dtsTicks();
        assertThat(part.pictures())
                .extracting(Picture::ptsTicks)
                .isEqualTo(shown.stream()
                        .map(picture -> picture.ptsTicks() - start)
                        .toList());
        assertThat(part.pictures().getFirst().key()).isTrue();
        assertThat(part.pictures().getFirst().dtsTicks()).isZero();
        assertThat(part.loopTicks()).isGreaterThan(part.pictures().getLast().dtsTicks());
        assertThat(library.read(Path.of(file + "#t=9"), problems)).isNull();
        assertThat(problems).singleElement().asString().contains("expected a key picture from 9 s to 4 s, found none");
    }

    @Test
    void turnsOnceAndStays() throws UnplayableFile {
        Footage first = FootageReader.read(TestClips.bPictures());
        Footage second = FootageReader.read(TestClips.h264(dir.resolve("b.mp4"), 96, 64, 25, 25));
        Reel reel = new Reel(List.of(first, second), 90_000, 1, 0);
        for (int hour = 0; hour < 3; hour++) {
            reel.seek(hour * 3600L * 90_000 + 45_000);
            assertThat(reel.footage()).isSameAs(hour == 0 ? first : second);
            for (int picture = 0; picture < 100; picture++) {
                reel.advance();
            }
            assertThat(reel.footage()).isSameAs(second);
        }
    }

    @Test
    void putsParameterSetsBeforeEveryKeyPicture() throws UnplayableFile {
        Footage footage = FootageReader.read(TestClips.h265OpenGop());
        for (Picture p : footage.pictures()) {
            int type = VideoCodec.H265.nalType(packets(p).get(0).get(12));
            assertThat(VideoCodec.H265.parameterSet(type)).isEqualTo(p.key());
        }
    }

    private static byte[] unit(int firstByte, int bytes) {
        byte[] unit = new byte[bytes];
        new Random(bytes).nextBytes(unit);
        unit[0] = (byte) firstByte;
        return unit;
    }

    /** RTP packets without interleave headers. */
    static List<ByteBuffer> packets(Picture picture) {
        List<ByteBuffer> packets = new ArrayList<>();
        for (int at = 0; at < picture.bytes(); at += picture.packetBytes(at)) {
            ByteBuffer whole = ByteBuffer.allocate(picture.packetBytes(at));
            picture.copyTo(whole, at, whole.capacity());
            packets.add(whole.flip().position(4).slice());
        }
        return packets;
    }

    /** Undoes RFC 6184 (one header byte) or RFC 7798 (two), with its own reading of the fragment headers. */
    private static List<byte[]> reassembled(Picture picture, int headerBytes) {
        List<ByteBuffer> packets = packets(picture);
        assertThat(packets).hasSize(picture.packets());
        List<byte[]> units = new ArrayList<>();
        ByteArrayOutputStream fragmented = new ByteArrayOutputStream();
        for (int i = 0; i < packets.size(); i++) {
            ByteBuffer p = packets.get(i);
            assertThat((p.get(1) & 0x80) != 0).isEqualTo(i == packets.size() - 1);
            assertThat(p.limit()).isLessThanOrEqualTo(1412);
            byte[] payload = new byte[p.limit() - 12];
            p.get(12, payload);
            int type = headerBytes == 1 ? payload[0] & 31 : payload[0] >> 1 & 63;
            if (type != (headerBytes == 1 ? 28 : 49)) {
                units.add(payload);
                continue;
            }
            int fragment = payload[headerBytes];
            if ((fragment & 0x80) != 0) {
                int original = headerBytes == 1
                        ? (payload[0] & 0xE0) | (fragment & 31)
                        : (payload[0] & 0x81) | ((fragment & 63) << 1);
                fragmented.write(original);
                fragmented.write(payload, 1, headerBytes - 1);
            }
            fragmented.write(payload, headerBytes + 1, payload.length - headerBytes - 1);
            if ((fragment & 0x40) != 0) {
                units.add(fragmented.toByteArray());
                fragmented.reset();
            }
        }
        return units;
    }
}
