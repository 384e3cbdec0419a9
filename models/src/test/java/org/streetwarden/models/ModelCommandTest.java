package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = ModelCommand.line();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    /** A grey picture of 640 x 320 with one cell painted. */
    private void paint(String name, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(640, 320, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, 640, 320);
        graphics.setColor(colour);
        graphics.fillRect(80, 80, 80, 80);
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve("images").resolve(name).toFile());
    }

    private void layOut() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("classes.txt"), "azure\nred\n");
        paint("1.png", Color.BLUE);
        paint("2.png", Color.RED);
        paint("3.png", Color.BLUE);
        Files.writeString(folder.resolve("labels/1.txt"), "0 0.1875 0.375 0.125 0.25\n");
        Files.writeString(folder.resolve("labels/2.txt"), "1 0.1875 0.375 0.125 0.25\n");
        Files.writeString(folder.resolve("labels/3.txt"), "1 0.8 0.8 0.1 0.1\n");
    }

    @Test
    void measuresAPackageOnPictures() throws IOException {
        layOut();
        int code = run(
                "evaluate",
                Fixtures.patches().toString(),
                "--data",
                folder.toString(),
                "--map",
                "azure=blue",
                "--json");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(out.toString())
                .path("models")
                .path(0)
                .path("sets")
                .path(0);
        assertThat(json.path("pictures").asInt()).isEqualTo(3);
        JsonNode blue = json.path("classes").path(0);
        assertThat(blue.path("ap50").path("value").asDouble()).isEqualTo(1.0);
        assertThat(blue.path("precision").path("value").asDouble()).isEqualTo(0.5);
        assertThat(blue.path("recall").path("value").asDouble()).isEqualTo(1.0);
        JsonNode red = json.path("classes").path(1);
        assertThat(red.path("truths").asInt()).isEqualTo(2);
        assertThat(red.path("ap50").path("value").asDouble()).isEqualTo(0.5);
        assertThat(red.path("falsePerPicture").path("value").asDouble()).isZero();
    }

    @Test
    void printsATableAndMarksWhatTheDataDoesNotLabel() throws IOException {
        layOut();
        assertThat(run("evaluate", Fixtures.patches().toString(), "--data", folder.toString()))
                .isZero();

        assertThat(out.toString())
                .contains("patches 1  sha256 ", ", 3 pictures")
                .containsPattern("red \\* +2 +0\\.50 +0\\.500 \\(.*\\) +1\\.000 \\(.*\\) +0\\.500 \\(");
        assertThat(out.toString()).doesNotContainPattern("blue +\\d");
    }

    @Test
    void saysWhichPictureCannotBeRead() throws IOException {
        layOut();
        Files.writeString(folder.resolve("images/0.jpg"), "no picture");
        assertThat(run("evaluate", Fixtures.patches().toString(), "--data", folder.toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("0.jpg: expected a JPEG or PNG picture, found neither")
                .doesNotContain("\tat ");
    }

    @Test
    void comparesTwoPackagesPictureByPicture() throws IOException {
        layOut();
        Path blind = Fixtures.brokenPatches(
                Files.createDirectory(folder.resolve("blind")), "\"threshold\": 0.5,", "\"threshold\": 1.0,");
        Files.writeString(folder.resolve("groups.csv"), "1.png,north\n2,south\n");
        Path page = folder.resolve("report.html");
        assertThat(run(
                        "compare",
                        Fixtures.patches().toString(),
                        blind.toString(),
                        "--data",
                        folder.toString(),
                        "--groups",
                        folder.resolve("groups.csv").toString(),
                        "--out",
                        page.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .containsPattern("south +red +1 +1\\.000 .*1\\.000 .*0\\.000")
                .contains("north", "report.html");
        assertThat(Files.readString(page))
                .contains("模型对比", "Only A finds it", "data:image/jpeg;base64,")
                .doesNotContain("Only B finds it", "<script");
    }

    @Test
    void describesAPackage() {
        assertThat(run("inspect", Fixtures.patches().toString())).isZero();

        assertThat(out.toString())
                .contains("package     patches 1, licence Apache-2.0")
                .contains("sha256      c825569316a4db9e135e392df258041a7f3f4c505289227cd48ecaefbf5e9cad")
                .contains("ONNX IR 7, operator set 13, written by streetwarden-test")
                .contains("input       images float [?, 3, 32, 64]")
                .contains("output      output0 float [?, 6, 42]")
                .contains("looks like  yolov8: [?, 6, 42] is [batch, 4 + 2 classes, places]")
                .contains("batch       open", "precision   fp32", "loads       yes")
                .contains("class       red from 0.50, experimental")
                .contains("runs        yes");
    }

    @Test
    void describesAndMeasuresAVariant() throws IOException {
        Path pack = Files.createDirectory(folder.resolve("pack"));
        Fixtures.brokenPatches(pack, "\"input\"", """
                "variants": {"int8": {"file": "small.onnx", "sha256": "%s", "thresholds": {"blue": 0.99}}}, "input\"\
                """.formatted(
                        ModelPackage.sha256(Fixtures.patches().resolve("model.onnx"))));
        Files.copy(Fixtures.patches().resolve("model.onnx"), pack.resolve("small.onnx"));
        assertThat(run("inspect", pack.toString())).as(err::toString).isZero();
        assertThat(run("inspect", pack.toString(), "--variant", "int8")).isZero();
        assertThat(out.toString())
                .contains("file        model.onnx", "class       blue from 0.25", "variant     int8 in small.onnx")
                .contains("file        small.onnx", "class       blue from 0.99", "in small.onnx, this one");
        assertThat(run("inspect", pack.toString(), "--variant", "int4")).isEqualTo(1);
        assertThat(err.toString()).contains("manifest.json: variants: expected int4, found int8");

        layOut();
        assertThat(run(
                        "evaluate",
                        pack.toString(),
                        "--variant",
                        "int8",
                        "--data",
                        folder.toString(),
                        "--map",
                        "azure=blue"))
                .isZero();
        assertThat(out.toString()).containsPattern("blue +[12] +0.99");
    }

    @Test
    void describesABareFileAndWhatItCannotKnow() {
        assertThat(run("inspect", Fixtures.patches().resolve("model.onnx").toString()))
                .isZero();

        assertThat(out.toString()).contains("can't know  colour order").doesNotContain("package");
    }

    @Test
    void describesABareFileAsJson() throws IOException {
        assertThat(run(
                        "inspect",
                        "--json",
                        Fixtures.patches().resolve("model.onnx").toString()))
                .isZero();

        JsonNode json = JsonMapper.builder().build().readTree(out.toString());
        assertThat(json.path("head").path("name").asText()).isEqualTo("yolov8");
        assertThat(json.path("head").path("classes").asInt()).isEqualTo(2);
        assertThat(json.path("opset").asInt()).isEqualTo(13);
        assertThat(json.path("inputs").path(0).path("shape").path(2).asInt()).isEqualTo(32);
        assertThat(json.path("loads").asBoolean()).isTrue();
        assertThat(json.path("unknown")).isNotEmpty();
    }

    @Test
    void refusesWhatIsNoModelInOneSentence() throws IOException {
        Path file = folder.resolve("x.onnx");
        assertThat(run("inspect", file.toString())).isEqualTo(1);
        Files.createFile(file);
        assertThat(run("inspect", file.toString())).isEqualTo(1);
        Files.writeString(file, "<html>404 Not Found</html>");
        assertThat(run("inspect", file.toString())).isEqualTo(1);
        byte[] model = Files.readAllBytes(Fixtures.patches().resolve("model.onnx"));
        Files.write(file, java.util.Arrays.copyOf(model, 700));
        assertThat(run("inspect", file.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith(file + ": "))
                .anyMatch(line -> line.contains("found neither"))
                .anyMatch(line -> line.contains("found an empty one"))
                .anyMatch(line -> line.contains("truncated"));
    }

    @Test
    void helpsAndTellsUsageFromFailure() {
        assertThat(run("--help")).isZero();
        assertThat(run("evaluate", "--help")).isZero();
        assertThat(out.toString()).contains("--data", "--map", "Exit codes");
        assertThat(run()).isEqualTo(2);
        assertThat(run("evaluate", "x", "--threads", "0")).isEqualTo(2);
        assertThat(run("compare", "x")).isEqualTo(2);
        assertThat(run("inspect", "--nonsense")).isEqualTo(2);
    }
}
