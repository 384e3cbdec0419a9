package org.streetwarden.models.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.streetwarden.models.engine.GraphShape.Port;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Shapes;
import org.streetwarden.models.inspect.HeadGuess.Finding;
import org.streetwarden.models.inspect.HeadGuess.Picture;

/** Recognises layouts with one row (or column) of numbers for each place. */
final class RowLayouts {

    /** Detectors that choose their boxes themselves put out hundreds; those that don't, thousands. */
    private static final int MOST_CHOSEN = 1000;

    private static final int MAX_CLASSES = 1000;

    private RowLayouts() {}

    static Optional<Finding> find(OnnxGraph graph, Picture picture) {
        List<Port> outputs = graph.shape().outputs();
        return switch (outputs.size()) {
            case 1 -> one(graph, outputs.getFirst(), picture);
            case 2 -> pair(outputs);
            case 3 -> detr(outputs);
            default -> Optional.empty();
        };
    }

    private static Optional<Finding> one(OnnxGraph graph, Port port, Picture picture) {
        long[] out = port.axes();
        boolean rows = out.length == 3 || out.length == 2;
        long columns = rows ? out[out.length - 1] : 0;
        long places = rows ? out[out.length - 2] : 0;
        boolean chosen = graph.uses("TopK") || graph.uses("NonMaxSuppression");
        if (columns == 6 && (places < 0 ? chosen : places <= MOST_CHOSEN)) {
            return found(
                    HeadLayout.END_TO_END,
                    0,
                    port,
                    "%s is [rows, 6]: corners, score and class of boxes the graph has chosen itself"
                            .formatted(Shapes.text(out)));
        }
        if (out.length != 3) {
            return Optional.empty();
        }
        if (isColumns(out, picture)) {
            String grid = out[2] == picture.places() ? grid(picture) : "";
            return found(
                    HeadLayout.YOLOV8,
                    out[1] - 4,
                    port,
                    "%s is [batch, 4 + %d classes, places]%s".formatted(Shapes.text(out), out[1] - 4, grid));
        }
        boolean sameAsNames = graph.classNames().isEmpty()
                || columns == 5 + graph.classNames().size();
        return columns > 5 && columns <= 5 + MAX_CLASSES && places > 0 && sameAsNames
                ? objectness(graph, port, picture)
                : Optional.empty();
    }

    /** Where the picture's size is open, places are the longer side. */
    private static boolean isColumns(long[] out, Picture picture) {
        boolean classes = out[1] > 4 && out[1] <= 4 + MAX_CLASSES;
        long places = picture.places() == 0 ? Math.max(out[1], out[2]) : picture.places();
        return classes && (out[2] < 0 || (out[2] == places && out[1] != out[2]));
    }

    private static Optional<Finding> objectness(OnnxGraph graph, Port port, Picture picture) {
        long[] out = port.axes();
        long classes = out[2] - 5;
        String rows = "%s is [batch, places, 5 + %d classes]".formatted(Shapes.text(out), classes);
        if (out[1] == picture.places() && !graph.uses("Exp")) {
            return found(
                    HeadLayout.YOLOX,
                    classes,
                    port,
                    "%s%s, and nothing in the graph raises sizes from logarithms, so they are not decoded"
                            .formatted(rows, grid(picture)));
        }
        if (out[1] == picture.places()) {
            return found(
                    HeadLayout.YOLOV5,
                    classes,
                    port,
                    "%s%s, and the graph has an Exp: YOLOX decoded by the graph itself, which reads as yolov5"
                            .formatted(rows, grid(picture)));
        }
        String anchors = out[1] == 3 * picture.places()
                ? "; three anchors" + grid(picture).replace(";", " on")
                : "";
        return found(HeadLayout.YOLOV5, classes, port, rows + ", decoded by the graph" + anchors);
    }

    private static String grid(Picture picture) {
        return "; %d places are the cells of strides 8, 16 and 32 on %s".formatted(picture.places(), picture);
    }

    private static Optional<Finding> found(HeadLayout head, long classes, Port port, String why) {
        return Optional.of(new Finding(head, (int) classes, List.of(port), why));
    }

    /** Scores and boxes. */
    private static Optional<Finding> pair(List<Port> outputs) {
        List<Port> sorted = outputs.stream()
                .sorted(Comparator.comparing(RowLayouts::looksLikeBoxes))
                .toList();
        long[] scores = sorted.getFirst().axes();
        long[] boxes = sorted.getLast().axes();
        if (scores.length != 3 || boxes.length != 3 || boxes[2] != 4 || scores[1] != boxes[1] || scores[2] < 1) {
            return Optional.empty();
        }
        String name = sorted.getFirst().name().toLowerCase(Locale.ROOT);
        boolean queries = name.contains("logit") || (scores[1] >= 0 && scores[1] <= MOST_CHOSEN);
        String shapes = "%s and %s are ".formatted(Shapes.text(scores), Shapes.text(boxes));
        if (queries) {
            String why = shapes + "logits of %d classes and boxes of as many queries".formatted(scores[2]);
            return Optional.of(new Finding(HeadLayout.DETR_LOGITS, (int) scores[2], sorted, why));
        }
        long classes = scores[2] - 1;
        String why = shapes + "scores (background + %d classes) and boxes of as many places".formatted(classes);
        return classes < 1 ? Optional.empty() : Optional.of(new Finding(HeadLayout.SSD, (int) classes, sorted, why));
    }

    /** 0 for scores, 1 for what has four columns, 2 for what is called boxes as well. */
    private static int looksLikeBoxes(Port port) {
        String name = port.name().toLowerCase(Locale.ROOT);
        boolean four = !port.shape().isEmpty() && port.shape().getLast() == 4;
        return (four ? 1 : 0) + (four && (name.contains("box") || name.contains("loc")) ? 1 : 0);
    }

    /** Labels are whole numbers, boxes have an axis more than scores. */
    private static Optional<Finding> detr(List<Port> outputs) {
        List<Port> labels =
                outputs.stream().filter(p -> p.type().equals("int64")).toList();
        List<Port> floats = outputs.stream()
                .filter(p -> p.type().equals("float"))
                .sorted(Comparator.comparing(p -> -p.shape().size()))
                .toList();
        if (labels.size() != 1 || floats.size() != 2) {
            return Optional.empty();
        }
        Port boxes = floats.getFirst();
        Port scores = floats.getLast();
        long columns = boxes.shape().isEmpty() ? 0 : boxes.shape().getLast();
        if (boxes.shape().size() != scores.shape().size() + 1
                || labels.getFirst().shape().size() != scores.shape().size()
                || (columns != 4 && columns >= 0)) {
            return Optional.empty();
        }
        List<Port> ordered = List.of(labels.getFirst(), boxes, scores);
        String why = "whole-number labels, boxes and scores (%s)".formatted(HeadGuess.described(ordered));
        return Optional.of(new Finding(HeadLayout.DETR, 0, ordered, why));
    }
}
