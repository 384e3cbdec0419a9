package org.streetwarden.models.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.streetwarden.models.engine.GraphShape.Port;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Shapes;
import org.streetwarden.models.inspect.HeadGuess.Finding;
import org.streetwarden.models.inspect.HeadGuess.Picture;

/** Recognises layouts with one map, or several, over the cells of a stride. */
final class MapLayouts {

    private static final int[] STRIDES = {8, 16, 32, 64};
    private static final int DISTRIBUTIONS = 32;
    private static final int PER_CELL = 15;

    private MapLayouts() {}

    static Optional<Finding> find(List<Port> outputs, Picture picture) {
        if (picture.width() == 0 || picture.height() == 0) {
            return Optional.empty();
        }
        return switch (outputs.size()) {
            case 1 -> fastestDet(outputs.getFirst(), picture);
            case 2 -> lastChannels(outputs, picture);
            case 3 -> anchors(outputs, picture);
            case 6 -> gfl(outputs, picture).or(() -> fastestV2(outputs, picture));
            case 8 -> gfl(outputs, picture);
            default -> Optional.empty();
        };
    }

    private static boolean covers(long rows, long columns, Picture picture, int stride) {
        return rows == Math.ceilDiv(picture.height(), stride) && columns == Math.ceilDiv(picture.width(), stride);
    }

    private static Optional<Finding> fastestDet(Port port, Picture picture) {
        long[] out = port.axes();
        if (out.length != 4 || out[1] <= 5 || !covers(out[2], out[3], picture, 16)) {
            return Optional.empty();
        }
        String why =
                "%s is [batch, 5 + %d classes, rows, columns] of stride 16".formatted(Shapes.text(out), out[1] - 5);
        return Optional.of(new Finding(HeadLayout.FASTESTDET, (int) out[1] - 5, List.of(port), why));
    }

    private static Optional<Finding> lastChannels(List<Port> outputs, Picture picture) {
        List<Port> sorted = sorted(outputs, 1);
        for (int i = 0; i < 2; i++) {
            long[] out = sorted.get(i).axes();
            if (out.length != 4 || out[3] <= PER_CELL || !covers(out[1], out[2], picture, STRIDES[1 + i])) {
                return Optional.empty();
            }
        }
        long classes = sorted.getFirst().axes()[3] - PER_CELL;
        String why = "two outputs [batch, rows, columns, 3 anchors · (4 + 1) + %d classes] of strides 16 and 32"
                .formatted(classes);
        return Optional.of(new Finding(HeadLayout.YOLO_FASTESTV2_NHWC, (int) classes, sorted, why));
    }

    private static Optional<Finding> anchors(List<Port> outputs, Picture picture) {
        List<Port> sorted = sorted(outputs, -2);
        long quantities = 0;
        for (int i = 0; i < 3; i++) {
            long[] out = sorted.get(i).axes();
            boolean five = out.length == 5 && out[1] == 3;
            boolean four = out.length == 4 && out[1] % 3 == 0;
            if (!five && !four) {
                return Optional.empty();
            }
            long own = five ? out[4] : out[1] / 3;
            if (!covers(out[2], out[3], picture, STRIDES[i]) || own <= 5 || (i > 0 && own != quantities)) {
                return Optional.empty();
            }
            quantities = own;
        }
        return Optional.of(new Finding(
                HeadLayout.YOLOV5_RAW,
                (int) quantities - 5,
                sorted,
                ("three maps of strides 8, 16 and 32 with 3 anchors of 5 + %d classes; YOLOv3 and YOLOv4 look the same"
                                + " but are decoded otherwise, and the anchors are not in the graph")
                        .formatted(quantities - 5)));
    }

    /** Fine to coarse, by the length of an axis (counted from the front, or for the rows of a map -2). */
    private static List<Port> sorted(List<Port> ports, int axis) {
        return ports.stream()
                .sorted(Comparator.comparingLong(p -> {
                    long[] shape = p.axes();
                    int at = axis < 0 ? (shape.length == 5 ? 2 : shape.length - 2) : axis;
                    return at >= 0 && at < shape.length ? -shape[at] : 0;
                }))
                .toList();
    }

    private static Optional<Finding> gfl(List<Port> outputs, Picture picture) {
        if (outputs.stream().anyMatch(p -> p.shape().size() != 3)) {
            return Optional.empty();
        }
        int levels = outputs.size() / 2;
        List<Port> boxes = outputs.stream()
                .filter(p -> p.shape().getLast() == DISTRIBUTIONS)
                .toList();
        List<Port> scores = new ArrayList<>(outputs);
        scores.removeAll(boxes);
        if (boxes.size() != levels) {
            return Optional.empty();
        }
        List<Port> ordered = new ArrayList<>(sorted(scores, 1));
        ordered.addAll(sorted(boxes, 1));
        long classes = ordered.getFirst().axes()[2];
        for (int i = 0; i < outputs.size(); i++) {
            long[] out = ordered.get(i).axes();
            if (out[1] != picture.cells(STRIDES[i % levels]) || (i < levels && out[2] != classes)) {
                return Optional.empty();
            }
        }
        String why = "%d levels of scores (%d classes) and of 4 · 8 distributions over the cells of strides 8 to %d"
                .formatted(levels, classes, STRIDES[levels - 1]);
        return Optional.of(new Finding(HeadLayout.GFL, (int) classes, ordered, why));
    }

    private static Optional<Finding> fastestV2(List<Port> outputs, Picture picture) {
        List<Port> sorted = sorted(outputs, -2);
        List<Port> ordered = new ArrayList<>();
        long classes = 0;
        for (int level = 0; level < 2; level++) {
            List<Port> maps = sorted.subList(3 * level, 3 * level + 3);
            for (Port map : maps) {
                long[] out = map.axes();
                if (out.length != 4 || !covers(out[2], out[3], picture, STRIDES[1 + level])) {
                    return Optional.empty();
                }
            }
            if (maps.get(0).axes()[1] != 12 || maps.get(1).axes()[1] != 3) {
                return Optional.empty();
            }
            ordered.addAll(maps);
            classes = maps.get(2).axes()[1];
        }
        String why = "six maps: boxes of 3 anchors, objectness and %d classes for each of strides 16 and 32"
                .formatted(classes);
        return Optional.of(new Finding(HeadLayout.YOLO_FASTESTV2, (int) classes, ordered, why));
    }
}
