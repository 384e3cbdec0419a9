package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.geometry.Box;

/**
 * COCO object detection: pictures in {@code SPLIT/}, labels in {@code annotations/instances_SPLIT.json}; boxes are left, top,
 * width and height in pixels, ids begin at 1. Source: cocodataset.org/#format-data.
 */
final class CocoLabels implements Labels {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Archive archive;
    private final List<String> classes;
    private final Map<Split, Spool> images = new EnumMap<>(Split.class);
    private final Map<Split, Spool> annotations = new EnumMap<>(Split.class);
    private int lastAnnotation;

    CocoLabels(Archive archive, List<String> classes) throws IOException {
        this.archive = archive;
        this.classes = List.copyOf(classes);
        for (Split split : Split.values()) {
            images.put(split, new Spool());
            annotations.put(split, new Spool());
        }
    }

    @Override
    public String path(Split split, String fileName) {
        return split.id() + "/" + fileName;
    }

    @Override
    public void add(Sample sample) throws IOException {
        ObjectNode image = JSON.objectNode()
                .put("id", sample.number())
                .put("file_name", sample.fileName())
                .put("width", sample.width())
                .put("height", sample.height())
                .put("license", 1);
        images.get(sample.split()).writeElement(image);
        for (Sample.Label each : sample.labels()) {
            annotations.get(sample.split()).writeElement(annotation(sample, each));
        }
    }

    private ObjectNode annotation(Sample sample, Sample.Label label) {
        Box box = label.box();
        double left = pixels(box.left(), sample.width());
        double top = pixels(box.top(), sample.height());
        double w = pixels(box.width(), sample.width());
        double h = pixels(box.height(), sample.height());
        ObjectNode node = JSON.objectNode()
                .put("id", ++lastAnnotation)
                .put("image_id", sample.number())
                .put("category_id", label.classIndex() + 1)
                .put("area", w * h)
                .put("iscrowd", 0);
        add(node.putArray("bbox"), left, top, w, h);
        add(node.putArray("segmentation").addArray(), left, top, left + w, top, left + w, top + h, left, top + h);
        node.putObject("attributes").put("masked_share", label.maskedShare());
        return node;
    }

    /** In hundredths of a pixel. */
    private static double pixels(double fraction, int size) {
        return Math.round(fraction * size * 100) / 100.0;
    }

    private static void add(ArrayNode array, double... numbers) {
        for (double number : numbers) {
            array.add(number);
        }
    }

    @Override
    public void finish() throws IOException {
        ArrayNode categories = JSON.arrayNode();
        for (int i = 0; i < classes.size(); i++) {
            categories.addObject().put("id", i + 1).put("name", classes.get(i)).put("supercategory", "street");
        }
        ObjectNode info = JSON.objectNode()
                .put("description", "Judged cases of Streetwarden")
                .put("version", "1");
        ArrayNode licences = JSON.arrayNode();
        licences.addObject().put("id", 1).put("name", "Not for publication").put("url", "");
        for (Split split : Split.values()) {
            archive.begin("annotations/instances_" + split.id() + ".json");
            archive.write("{\"info\":" + info + ",\n\"licenses\":" + licences + ",\n\"categories\":" + categories
                    + ",\n\"images\":[\n");
            archive.write(images.get(split));
            archive.write("\n],\n\"annotations\":[\n");
            archive.write(annotations.get(split));
            archive.write("\n]}\n");
            archive.end();
        }
    }

    @Override
    public void close() throws IOException {
        for (Split split : Split.values()) {
            images.get(split).close();
            annotations.get(split).close();
        }
    }
}
