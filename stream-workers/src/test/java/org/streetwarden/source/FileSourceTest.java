package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

class FileSourceTest extends PacketSourceContract {

    @TempDir
    Path folder;

    @Override
    PacketSource open() throws StreamFailure {
        return open(Videos.named(Videos.HIGHWAY_H264));
    }

    private static PacketSource open(Path file) throws StreamFailure {
        return FfmpegSource.open(CameraUrl.of(file), SourceSettings.DEFAULT);
    }

    @Override
    String codec() {
        return "h264";
    }

    private static StreamFailure failureOf(Path file) {
        return catchThrowableOfType(StreamFailure.class, () -> readWhole(file));
    }

    private static int readWhole(Path file) throws StreamFailure {
        try (PacketSource source = open(file)) {
            return readOn(source);
        }
    }

    @Test
    void laysPicturesOnATimelineFromTheStartItIsGiven() throws Exception {
        Instant base = Instant.parse("2026-05-01T08:00:00Z");
        SourceSettings settings = SourceSettings.DEFAULT.withFileStart(5_000_000, base);
        try (PacketSource source = FfmpegSource.open(CameraUrl.of(Videos.named(Videos.STREET_HEVC)), settings)) {
            Packet first = source.next();
            assertThat(first.ptsUs()).isEqualTo(5_000_000);
            assertThat(first.arrivedAt()).isEqualTo(base.plusSeconds(5));
        }
    }

    @Test
    void saysNullAtTheEndAgainAndAgain() throws Exception {
        try (PacketSource source = open(Videos.named(Videos.HIGHWAY_MPEG4))) {
            assertThat(readOn(source)).isEqualTo(750);
            assertThat(source.next()).isNull();
        }
    }

    @Test
    void refusesWhatIsNoVideoFile() throws IOException {
        Path renamed = Files.writeString(folder.resolve("street.mp4"), "This is a text file.\n".repeat(500));
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThat(failureOf(renamed))
                .hasMessage("NOT_A_STREAM(stop): %s: expected a whole video file,".formatted(renamed)
                        + " found one of another kind or without its index (Invalid argument)");
        assertThat(failureOf(empty))
                .hasMessage("NOT_A_STREAM(stop): %s: expected a video file, found 0 bytes".formatted(empty));
        assertThat(failureOf(folder))
                .hasMessage("NOT_A_STREAM(stop): %s: expected a video file, found a folder".formatted(folder));
        assertThat(failureOf(folder.resolve("none.mp4")).reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failureOf(Path.of("/dev/zero")))
                .hasMessage("NOT_A_STREAM(stop): /dev/zero: expected a video file, found a device");
    }

    @Test
    void opensNoOtherFileThatAFileNames() throws IOException {
        Path video = Videos.named(Videos.HIGHWAY_H264);
        Path list = Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile '" + video + "'\n");
        Path playlist = Files.writeString(
                folder.resolve("list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://" + video + "\n");
        assertThat(failureOf(list).reason()).isEqualTo(Reason.NOT_A_STREAM);
        assertThat(failureOf(playlist).reason()).isEqualTo(Reason.NOT_A_STREAM);
    }

    @Test
    void saysWhereAFileIsCutShort() throws IOException {
        byte[] avi = Files.readAllBytes(Videos.named(Videos.HIGHWAY_MPEG4));
        Path cut = Files.write(folder.resolve("cut.avi"), Arrays.copyOf(avi, avi.length / 2));
        StreamFailure failure = failureOf(cut);
        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(failure)
                .hasMessageContaining(cut + ": expected 750 pictures, found that it is cut short after 15.")
                .hasMessageEndingWith(" pictures");
    }

    @Test
    void refusesAnMp4WithoutItsIndex() throws IOException {
        byte[] mp4 = Files.readAllBytes(Videos.named(Videos.HIGHWAY_H264));
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(mp4, mp4.length / 2));
        assertThat(failureOf(cut))
                .hasMessage(
                        "NOT_A_STREAM(stop): %s: expected a whole video file, found one of another kind or without its index"
                                        .formatted(cut)
                                + " (Invalid data found when processing input)");
    }

    @Test
    void readsEveryCutOfEveryClipWithoutHarm() throws IOException {
        for (String name : new String[] {Videos.STREET_HEVC, Videos.CARS_H264_AAC, Videos.STREET_VP9}) {
            byte[] whole = Files.readAllBytes(Videos.named(name));
            for (int tenth = 1; tenth < 10; tenth++) {
                Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 10 * tenth));
                StreamFailure failure = failureOf(cut);
                assertThat(failure.reason()).isIn(Reason.NOT_A_STREAM, Reason.CORRUPT);
            }
        }
    }
}
