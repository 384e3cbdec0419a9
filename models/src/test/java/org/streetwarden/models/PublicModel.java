package org.streetwarden.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A detector that others made and trained on COCO (one: on faces), with what its makers say of its pixels and outputs. */
public enum PublicModel {
    DEIMV2_FEMTO(
            "deimv2_femto_416_coco", "detr", 416, "images", "rgb", Pixels.UNIT, "stretch", 1, "labels boxes scores"),
    DEIMV2_ATTO("deimv2_atto_320_coco", "detr", 320, "images", "rgb", Pixels.UNIT, "stretch", 1, "labels boxes scores"),
    DEIMV2_ATTO_INT8(
            "deimv2_atto_320_coco_int8_unbatched",
            "detr",
            320,
            "images",
            "rgb",
            Pixels.UNIT,
            "stretch",
            1,
            "labels boxes scores"),
    YOLOX_NANO("yolox_nano_416_coco_rawgrid", "yolox", 416, "images", "bgr", Pixels.BYTES, "top-left", 0.65, "output"),
    PICODET_S(
            "picodet_s_320_coco",
            "gfl",
            320,
            "image",
            "rgb",
            Pixels.IMAGENET_RGB,
            "stretch",
            0.6,
            "save_infer_model/scale_0.tmp_1 save_infer_model/scale_1.tmp_1 save_infer_model/scale_2.tmp_1"
                    + " save_infer_model/scale_3.tmp_1 save_infer_model/scale_4.tmp_1 save_infer_model/scale_5.tmp_1"
                    + " save_infer_model/scale_6.tmp_1 save_infer_model/scale_7.tmp_1"),
    NANODET_M(
            "nanodet_m_416_coco",
            "gfl",
            416,
            "input.1",
            "bgr",
            Pixels.IMAGENET_BGR,
            "stretch",
            0.6,
            "792 814 836 795 817 839"),
    FASTESTDET("fastestdet_352_coco", "fastestdet", 352, "input.1", "bgr", Pixels.UNIT, "stretch", 0.45, "758"),
    YOLO_FASTESTV2(
            "yolofastestv2_352_coco_6out",
            "yolo-fastestv2",
            352,
            "input.1",
            "bgr",
            Pixels.UNIT,
            "stretch",
            0.45,
            "753 754 755 756 757 758"),
    YOLO_FASTESTV2_NHWC(
            "yolofastestv2_352_coco_2out_nhwc",
            "yolo-fastestv2-nhwc",
            352,
            "input.1",
            "bgr",
            Pixels.UNIT,
            "stretch",
            0.45,
            "794 796"),
    ULTRAFACE("ultraface_rfb320_ssd_face", "ssd", 320, "input", "rgb", Pixels.FACE, "stretch", 0.5, "scores boxes");

    /** From samples of 0 to 255 to what the model was trained on. */
    private static final class Pixels {
        static final String BYTES = "\"scale\": 1, \"mean\": [0, 0, 0], \"std\": [1, 1, 1]";
        static final String UNIT = "\"scale\": 0.00392156862745098, \"mean\": [0, 0, 0], \"std\": [1, 1, 1]";
        static final String IMAGENET_RGB =
                "\"scale\": 1, \"mean\": [123.675, 116.28, 103.53], \"std\": [58.395, 57.12, 57.375]";
        static final String IMAGENET_BGR =
                "\"scale\": 1, \"mean\": [103.53, 116.28, 123.675], \"std\": [57.375, 57.12, 58.395]";
        static final String FACE = "\"scale\": 1, \"mean\": [127, 127, 127], \"std\": [128, 128, 128]";
    }

    private static final Pattern NUMBERS = Pattern.compile("\"(\\w+)\": (\\[[^]]+]|[0-9.]+)");

    private final String file;
    private final String head;
    private final int side;
    private final String input;
    private final String colour;
    private final String pixels;
    private final String placement;
    private final double nmsIou;
    private final String outputs;

    PublicModel(
            String file,
            String head,
            int side,
            String input,
            String colour,
            String pixels,
            String placement,
            double nmsIou,
            String outputs) {
        this.file = file;
        this.head = head;
        this.side = side;
        this.input = input;
        this.colour = colour;
        this.pixels = pixels;
        this.placement = placement;
        this.nmsIou = nmsIou;
        this.outputs = outputs;
    }

    /** The least mAP50 on the first 16 pictures of test/coco128: well below what it has, far above what wrong pixels have. */
    double leastAp() {
        return switch (this) {
            case DEIMV2_FEMTO, YOLOX_NANO -> 0.50;
            case DEIMV2_ATTO, PICODET_S, NANODET_M, FASTESTDET -> 0.37;
            case YOLO_FASTESTV2, YOLO_FASTESTV2_NHWC -> 0.25;
            case DEIMV2_ATTO_INT8 -> 0.18;
            case ULTRAFACE -> 0;
        };
    }

    /** The least share it finds of the vehicles that DEIMv2-femto is sure of in a busy street. */
    double streetShare() {
        return switch (this) {
            case DEIMV2_ATTO_INT8 -> 0.35;
            case YOLO_FASTESTV2, YOLO_FASTESTV2_NHWC -> 0.5;
            default -> 0.7;
        };
    }

    boolean seesCoco() {
        return this != ULTRAFACE;
    }

    /** Where the file lies; the test is skipped where it is absent. */
    public Path file() {
        return Fixtures.data("models/" + file + ".onnx");
    }

    /** The head as its manifest writes it. */
    public String head() {
        return head;
    }

    /** Names of its outputs in the order of its head. */
    public List<String> outputs() {
        return List.of(outputs.split(" ", -1));
    }

    /** How many things it tells apart. */
    public int classes() throws IOException {
        return labels().size();
    }

    private List<String> labels() throws IOException {
        return seesCoco() ? Files.readAllLines(Fixtures.data("test/coco128/classes.txt")) : List.of("face");
    }

    /** Lays out a package around a copy of the file. */
    ModelPackage pack(Path folder, double threshold) throws IOException, BrokenPackage {
        Path own = Files.createDirectories(folder.resolve(file));
        Files.copy(file(), own.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(own.resolve(ModelManifest.FILE_NAME), manifest(threshold));
        return ModelPackage.open(own);
    }

    /** Everything {@code model import} has to be told of it. */
    public List<String> statement() throws IOException {
        List<String> options =
                new ArrayList<>(List.of("--name", "theirs", "--version", "1", "--licence", "Apache-2.0"));
        options.addAll(List.of("--classes", String.join(",", labels()), "--colour", colour, "--letterbox", placement));
        options.addAll(List.of("--pad", "114", "--outputs", String.join(",", outputs())));
        Matcher numbers = NUMBERS.matcher(pixels);
        while (numbers.find()) {
            options.addAll(List.of("--" + numbers.group(1), numbers.group(2).replaceAll("[\\[\\] ]", "")));
        }
        if (head.startsWith("yolo-fastestv2")) {
            options.addAll(List.of("--anchors", "yolo-fastestv2"));
        }
        return options;
    }

    private String manifest(double threshold) throws IOException {
        String classes = labels().stream()
                .map(name -> "{\"name\": \"%s\", \"threshold\": %s}".formatted(name, threshold))
                .collect(Collectors.joining(","));
        return """
                {"schema": 1, "name": "%s", "version": "1", "head": "%s", "file": "model.onnx", "sha256": "%s",
                 "input": {"name": "%s", "width": %d, "height": %d, "layout": "NCHW", "colour": "%s", %s,
                           "letterbox": "%s", "pad": 114%s},
                 "outputs": ["%s"], "classes": [%s]%s, "nmsIou": %s, "licence": "Apache-2.0"}
                """.formatted(
                        file,
                        head,
                        ModelPackage.sha256(file()),
                        input,
                        side,
                        seesCoco() ? side : 240,
                        colour,
                        pixels,
                        placement,
                        head.equals("detr") ? ", \"sizes\": \"orig_target_sizes\"" : "",
                        String.join("\", \"", outputs()),
                        classes,
                        head.startsWith("yolo-fastestv2") ? ", \"anchors\": \"yolo-fastestv2\"" : "",
                        nmsIou);
    }
}
