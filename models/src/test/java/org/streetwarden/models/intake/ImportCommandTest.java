package org.streetwarden.models.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelCommand;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.PublicModel;
import picocli.CommandLine;

class ImportCommandTest {

    private static final List<String> PIXELS = List.of(
            "--colour", "BGR", "--scale", "1", "--mean", "0", "--std", "1", "--letterbox", "centre", "--pad", "114");
    private static final List<String> NAMED =
            List.of("--name", "theirs", "--version", "1", "--licence", "Apache-2.0", "--classes", "blue,red");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path result() {
        return folder.resolve("theirs");
    }

    private int run(List<String> args) {
        CommandLine line = ModelCommand.line();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args.toArray(String[]::new));
    }

    @SafeVarargs
    private int take(Path file, List<String>... args) {
        List<String> all = new ArrayList<>(List.of("import", file.toString(), "--out", result().toString()));
        for (List<String> some : args) {
            all.addAll(some);
        }
        return run(all);
    }

    /** The refusal of a file about which everything has been stated, one problem a line; nothing may stay. */
    private List<String> refusal(Path file) throws IOException {
        assertThat(take(file, NAMED, PIXELS)).isEqualTo(1);
        assertThat(result()).doesNotExist();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
        return err.toString().lines().toList();
    }

    private static Path foreign(String name) {
        return Fixtures.root()
                .resolve("models/src/test/resources/fixtures/foreign")
                .resolve(name);
    }

    private static Path patches() {
        return Fixtures.patches().resolve("model.onnx");
    }

    @Test
    void makesAPackageOfAModelAboutWhichEverythingIsStated() throws Exception {
        assertThat(take(patches(), NAMED, PIXELS, List.of("--label", "blue=rubbish", "--threshold", "red=0.6,0.3")))
                .as(err.toString())
                .isZero();

        ModelPackage pack = ModelPackage.open(result());
        assertThat(pack.manifest().classes())
                .containsExactly(
                        new ModelClass("blue", "rubbish", 0.3f, true), new ModelClass("red", "red", 0.6f, true));
        assertThat(pack.manifest().input())
                .isEqualTo(ModelPackage.open(Fixtures.patches()).manifest().input());
        assertThat(out.toString()).contains("theirs 1 in", "head yolov8", "digest " + pack.digest());
        assertThat(Files.readString(result().resolve("card.md")))
                .contains("# theirs 1", "**unknown**", "**not measured**", "A person stated them", "experimental");
    }

    @Test
    void assumesNothingAndListsEverythingThatIsMissingWithItsOption() {
        assertThat(take(foreign("all_zero.onnx"))).isEqualTo(1);

        assertThat(err.toString().lines())
                .hasSize(10)
                .allMatch(line -> line.startsWith(foreign("all_zero.onnx") + ": ") && line.contains("found nothing"))
                .anyMatch(line -> line.contains("(car, bus), --classes metadata takes them"));
        for (String option : List.of(
                "--name",
                "--version",
                "--licence",
                "--classes",
                "--colour",
                "--scale",
                "--mean",
                "--std",
                "--letterbox",
                "--pad")) {
            assertThat(err.toString()).contains(" " + option + " ");
        }
        assertThat(result()).doesNotExist();
    }

    @Test
    void takesTheExportersNamesOnlyWhereAsked() throws Exception {
        List<String> named = List.of("--name", "theirs", "--version", "1", "--licence", "MIT", "--classes", "metadata");
        assertThat(take(foreign("all_zero.onnx"), named, PIXELS)).isZero();

        assertThat(ModelPackage.open(result()).manifest().labels()).containsExactly("car", "bus");
        assertThat(err.toString()).contains("beware: its scores in two test pictures are all 0");
    }

    @Test
    void readsClassNamesFromAFileAndFractionsAndTriples() throws Exception {
        Path names = Files.writeString(folder.resolve("names.txt"), "blue\n\nred\n");
        assertThat(take(
                        patches(),
                        List.of(
                                "--name",
                                "theirs",
                                "--version",
                                "1",
                                "--licence",
                                "MIT",
                                "--classes",
                                names.toString()),
                        List.of("--colour", "rgb", "--scale", "1/255", "--mean", "0.1,0.2,0.3", "--std", "0.5"),
                        List.of("--letterbox", "stretch", "--no-experimental")))
                .as(err.toString())
                .isZero();

        ModelManifest manifest = ModelPackage.open(result()).manifest();
        assertThat(manifest.input().scale()).isEqualTo(1 / 255.0);
        assertThat(manifest.input().mean()).containsExactly(0.1, 0.2, 0.3);
        assertThat(manifest.input().std()).containsExactly(0.5, 0.5, 0.5);
        assertThat(manifest.experimentalLabels()).isEmpty();
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] bytes = Files.readAllBytes(patches());
        Path torn = Files.write(folder.resolve("torn.onnx"), Arrays.copyOf(bytes, 700));
        assertThat(refusal(torn))
                .singleElement()
                .asString()
                .startsWith(torn + ": ")
                .contains("truncated");
    }

    @Test
    void refusesWeightsThatAreNotThereOrElsewhere() throws IOException {
        Path alone = Files.copy(foreign("external.onnx"), folder.resolve("alone.onnx"));
        assertThat(refusal(alone))
                .singleElement()
                .asString()
                .contains("weights: expected a file \"weights.bin\" beside it, found none");
        String text = Files.readString(alone, StandardCharsets.ISO_8859_1);
        Files.writeString(alone, text.replace("weights.bin", "../weig.bin"), StandardCharsets.ISO_8859_1);
        assertThat(refusal(alone))
                .anyMatch(line ->
                        line.endsWith("weights: expected a file in the model's own folder, found \"../weig.bin\""));
    }

    @Test
    void takesWeightsThatLieBesideTheModel() throws Exception {
        assertThat(take(foreign("external.onnx"), NAMED, PIXELS))
                .as(err.toString())
                .isZero();
        assertThat(result().resolve("weights.bin")).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown_operator.onnx|Frobnicate",
                "foreign_domain.onnx|some of the domain \"com.example\"",
                "not_a_number.onnx|expected scores from 0 to 1, found",
                "infinite.onnx|expected scores from 0 to 1, found",
                "crowd.onnx|expected fewer than 300 boxes at its thresholds in a picture of nothing, found 300",
                "open_axes.onnx|input size: expected it stated by --size WIDTHxHEIGHT"
            })
    void refusesWhatCanNotBeTrusted(String file, String reason) throws IOException {
        assertThat(refusal(foreign(file))).singleElement().asString().contains(reason);
    }

    @Test
    void takesOpenAxesWhereTheirLengthIsStatedAndChecksIt() throws Exception {
        assertThat(take(foreign("open_axes.onnx"), NAMED, PIXELS, List.of("--size", "96x32")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("head yolov8", "found [1, 6, 42]");
        assertThat(take(foreign("open_axes.onnx"), NAMED, PIXELS, List.of("--size", "64x32")))
                .as(err.toString())
                .isZero();
    }

    @Test
    void refusesStatementsThatContradictTheFile() {
        assertThat(take(
                        patches(),
                        List.of("--name", "theirs", "--version", "1", "--licence", "MIT", "--classes", "a,b,c"),
                        PIXELS,
                        List.of("--size", "96x32", "--label", "d=bin")))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .anyMatch(line -> line.endsWith("class names: expected 2 as its outputs have, found 3 stated"))
                .anyMatch(line -> line.endsWith("input size: expected 64 x 32 as in the file, found 96 x 32 stated"))
                .anyMatch(line -> line.endsWith("label: expected one of the class names, found \"d\" stated"))
                .hasSize(3);
    }

    @Test
    void refusesFourGigabytesUnread() throws IOException {
        Path huge = folder.resolve("huge.onnx");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(4L << 30);
        }
        assertThat(refusal(huge)).containsExactly(huge + ": expected at most 1073741824 bytes, found 4294967296");
    }

    @Test
    void refusesToOverwriteAPackageAndWhatIsNotThere() throws IOException {
        Files.createDirectory(result());
        assertThat(take(patches(), NAMED, PIXELS)).isEqualTo(1);
        assertThat(err.toString()).contains("packages are not overwritten");
        assertThat(result()).isEmptyDirectory();
        assertThat(take(folder.resolve("absent.onnx"))).isEqualTo(1);
        assertThat(err.toString()).contains("found no such file");
    }

    @Test
    void makesAPackageOfTorchScript() throws Exception {
        System.setProperty(
                "DJL_CACHE_DIR", Fixtures.root().resolve("models/target/djl").toString());
        Path model = Fixtures.torchPatches().resolve("model.pt");
        assertThat(take(model, NAMED, PIXELS)).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(3);
        assertThat(err.toString()).contains(": head: ", ": outputs: ", ": input size: ");

        assertThat(take(model, NAMED, PIXELS, List.of("--head", "yolov8", "--outputs", "boxes", "--size", "64x32")))
                .as(err.toString())
                .isZero();
        assertThat(ModelPackage.open(result()).manifest().djlEngine()).contains("PyTorch");
    }

    @Test
    void packsSignsAndTellsOfFailures() throws Exception {
        String archive = folder.resolve("patches.zip").toString();
        assertThat(run(List.of("pack", Fixtures.patches().toString(), "--out", archive)))
                .isZero();
        assertThat(run(List.of("keygen", "--out", folder.toString()))).isZero();
        String key = folder.resolve("package-key.pem").toString();
        assertThat(run(List.of("sign", archive, "--key", key))).isZero();
        assertThat(folder.resolve("patches.sig")).hasSize(64);
        assertThat(out.toString()).contains("digest ", "signed ");

        assertThat(run(List.of("keygen", "--out", folder.toString()))).isEqualTo(1);
        assertThat(run(List.of("sign", patches().toString(), "--key", key))).isEqualTo(1);
        assertThat(run(List.of("sign", archive, "--key", archive))).isEqualTo(1);
        assertThat(run(List.of("pack", folder.toString(), "--out", archive))).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    /** Cells of blue and red on grey that move from picture to picture. */
    private Path paint() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 4; i++) {
            BufferedImage image = new BufferedImage(640, 320, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.GRAY);
            graphics.fillRect(0, 0, 640, 320);
            graphics.setColor(Color.BLUE);
            graphics.fillRect(80 * (i + 1), 80, 80, 80);
            graphics.dispose();
            ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
        }
        return pictures;
    }

    @Test
    void findsTheScaleByTryingAndSaysWhatThePicturesLeaveOpen() throws Exception {
        List<String> calibrate = List.of("--calibrate", paint().toString());
        assertThat(take(patches(), NAMED, calibrate)).isEqualTo(1);

        assertThat(err.toString())
                .contains("conventions on 4 pictures")
                .contains("calibration: expected a lead of at least 5%, found that letterbox ")
                .contains("state it by --letterbox");
        assertThat(result()).doesNotExist();
    }

    @Test
    void takesWhatAReferenceAgreesWith() throws Exception {
        assertThat(take(
                        patches(),
                        NAMED,
                        List.of("--letterbox", "centre", "--pad", "114", "--calibrate", paint().toString()),
                        List.of("--reference", Fixtures.patches().toString())))
                .as(err.toString())
                .isZero();

        ModelManifest manifest = ModelPackage.open(result()).manifest();
        assertThat(manifest.input().colour().name()).isEqualTo("BGR");
        assertThat(manifest.input().scale()).isEqualTo(1);
        assertThat(out.toString()).contains("colour order BGR leads RGB by", "samples 0..255 leads", "as stated");
        assertThat(Files.readString(result().resolve("card.md"))).contains("colour order BGR leads RGB by");
    }

    @ParameterizedTest
    @EnumSource(PublicModel.class)
    void takesDetectorsThatOthersPublished(PublicModel model) throws Exception {
        assertThat(take(model.file(), model.statement())).as(err.toString()).isZero();
        assertThat(ModelPackage.open(result()).manifest().head().written()).isEqualTo(model.head());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deimv2_atto_model.safetensors", "fastestdet_coco.pth", "yolofastestv2_coco.pth"})
    void refusesWeightsWithoutAGraphAndSaysHowToExport(String file) throws IOException {
        assertThat(refusal(Fixtures.data("models/" + file)))
                .singleElement()
                .asString()
                .contains("weights by name say nothing of how to run them", "torch.onnx.export(");
    }
}
