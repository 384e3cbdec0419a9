package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.Videos;

/** Everything that cannot be analysed ends in one sentence that says where, what, expected, found. */
@ExtendWith(NoNativeLeaks.class)
class AnalyzeRefusalsTest {

    @TempDir
    Path folder;

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertRefused(Files.createFile(folder.resolve("empty.mp4")), "found 0 bytes");
    }

    @Test
    void refusesTextThatIsCalledAVideo() throws IOException {
        assertRefused(
                Files.writeString(folder.resolve("text.mp4"), "This is a text file.\n".repeat(500)),
                "found one of another kind");
    }

    @Test
    void refusesAMissingFileAndAFolder() {
        assertRefused(folder.resolve("none.mp4"), "NOT_FOUND(stop)");
        assertRefused(folder, "found a folder");
    }

    @Test
    void refusesAFileCutShortBehindItsIndex() throws IOException {
        byte[] whole = Files.readAllBytes(Scenes.clip("vending"));
        Path cut = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2));

        assertRefused(cut, "expected 400 pictures, found that it is cut short after");
    }

    /** What a recorder leaves that lost its power: pictures, but no index yet. */
    @Test
    void refusesAFileWithoutItsIndex() throws IOException {
        byte[] whole = Files.readAllBytes(Scenes.clip("vending"));
        byte[] noIndex = without("moov", whole);
        assertThat(noIndex).hasSizeBetween(whole.length / 2, whole.length - 1000);

        assertRefused(Files.write(folder.resolve("noindex.mp4"), noIndex), "without its index");
        Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(noIndex, noIndex.length / 2));
        assertRefused(half, "without its index");
    }

    @Test
    void refusesSoundWithoutPictures() throws IOException {
        byte[] mp4 = Files.readAllBytes(Videos.named(Videos.CARS_H264_AAC));
        int handler = indexOf("vide", mp4, 0);
        int track = -1;
        for (int next = indexOf("trak", mp4, 0); next >= 0 && next < handler; next = indexOf("trak", mp4, next + 4)) {
            track = next;
        }
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, mp4, track, 4);

        assertRefused(Files.write(folder.resolve("sound.mp4"), mp4), "NO_VIDEO(stop)");
    }

    @Test
    void refusesAFileOfAnotherKind() throws IOException {
        assertRefused(Files.write(folder.resolve("sound.wav"), oneSecondOfSilence()), "found one of another kind");
    }

    @Test
    void namesEveryProblemOfAZoneFile() throws IOException {
        Path zones = Files.writeString(folder.resolve("zones.yaml"), """
                zones:
                  - { id: line, kind: vending, polygon: [[0.1, 0.1], [0.2, 0.2]] }
                  - { id: far, kind: dumping, polygon: [[0.1, 0.1], [1.7, 0.1], [0.5, 0.9]] }
                  - { id: odd, kind: jaywalking }
                """);

        Console console = Console.analyze(Scenes.clip("vending"), "--zones", zones);

        assertThat(console.code()).isEqualTo(1);
        assertThat(console.out()).isEmpty();
        assertThat(console.err().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith(zones + ":").contains("expected", "found"));
    }

    @Test
    void refusesAMissingModel() {
        Path none = folder.resolve("no-model");

        assertModelRefused(none, none.toString());
    }

    @Test
    void refusesAModelThatIsNotTheOneItsManifestNames() throws IOException {
        Path mislabelled = modelWith(bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });

        assertModelRefused(mislabelled, "expected SHA-256 " + shippedDigest());
    }

    @Test
    void refusesATornModelEvenWhereItsManifestAgrees() throws IOException {
        Path torn = modelWith(bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        assertModelRefused(torn, "expected SHA-256 " + shippedDigest());

        Path manifest = torn.resolve("manifest.json");
        String agreed =
                Files.readString(manifest).replace(shippedDigest(), ModelPackage.sha256(torn.resolve("model.onnx")));
        Files.writeString(manifest, agreed);
        assertModelRefused(torn, torn.resolve("model.onnx").toString());
    }

    @Test
    void refusesAnOutputFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));

        Console console = Console.analyze(Scenes.clip("vending"), "--out", file, "--interval-ms", "20000");

        assertThat(console.code()).isEqualTo(1);
        assertOneSentence(console.err(), file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--interval-ms 0 V", "--interval-ms soon V", "--engine abacus V", "--colour red V", "V V"})
    void explainsWrongUsage(String words) {
        String clip = Scenes.clip("vending").toString();
        Object[] arguments =
                words.isEmpty() ? new Object[0] : words.replace("V", clip).split(" ");

        Console console = Console.analyze(arguments);

        assertThat(console.code()).isEqualTo(2);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    @Test
    void helpsWhoAsks() {
        Console console = Console.analyze("--help");

        assertThat(console.code()).isZero();
        assertThat(console.out()).contains("--zones", "--model", "--out", "--json", "Exit codes");
    }

    private static void assertRefused(Path video, String found) {
        Console console = Console.analyze(video, "--json");

        assertThat(console.code()).isEqualTo(1);
        assertThat(console.out()).isEmpty();
        assertOneSentence(console.err(), video.toString());
        assertThat(console.err()).contains(found);
    }

    private static void assertModelRefused(Path model, String found) {
        Console console = Console.analyze(Scenes.clip("vending"), "--model", model);

        assertThat(console.code()).isEqualTo(1);
        assertThat(console.out()).isEmpty();
        assertOneSentence(console.err(), model.toString());
        assertThat(console.err()).contains(found);
    }

    private static void assertOneSentence(String err, String where) {
        assertThat(err.lines()).hasSize(1);
        assertThat(err)
                .startsWith("analyze: ")
                .contains(where)
                .contains("expected")
                .contains("found")
                .doesNotContain("Exception", "\tat ");
    }

    private interface Damage {
        byte[] to(byte[] bytes);
    }

    private Path modelWith(Damage damage) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("model"));
        Files.writeString(copy.resolve("manifest.json"), Scenes.manifest());
        Files.copy(Scenes.model().resolve("card.md"), copy.resolve("card.md"));
        byte[] shipped = Files.readAllBytes(Scenes.model().resolve("model.onnx"));
        Files.write(copy.resolve("model.onnx"), damage.to(shipped));
        return copy;
    }

    private static String shippedDigest() throws IOException {
        return ModelPackage.sha256(Scenes.model().resolve("model.onnx"));
    }

    /** An MP4 (ISO 14496-12) without its top-level boxes of one type. */
    private static byte[] without(String type, byte[] mp4) {
        ByteBuffer in = ByteBuffer.wrap(mp4);
        ByteBuffer out = ByteBuffer.allocate(mp4.length);
        while (in.remaining() >= 8) {
            int size = in.getInt(in.position());
            String found = new String(mp4, in.position() + 4, 4, StandardCharsets.US_ASCII);
            if (!found.equals(type)) {
                out.put(mp4, in.position(), size);
            }
            in.position(in.position() + size);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static int indexOf(String word, byte[] bytes, int from) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word, from);
    }

    /** RIFF WAVE: 8000 samples of 16 bits, mono. */
    private static byte[] oneSecondOfSilence() {
        int dataBytes = 16_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + dataBytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
        return wav.array();
    }
}
