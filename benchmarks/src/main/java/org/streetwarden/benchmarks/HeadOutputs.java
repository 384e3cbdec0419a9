package org.streetwarden.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.streetwarden.models.head.Anchors;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Shapes;

/** Outputs of a square input in every layout: quiet but for some places whose score is high, ten around each thing. */
final class HeadOutputs {

    private static final int CLUSTER = 10;
    private static final int CHOSEN = 300;

    private final HeadLayout layout;
    private final int side;
    private final int classes;
    private final Random random = new Random(3);
    private final List<long[]> shapes = new ArrayList<>();
    private final List<FloatBuffer> buffers = new ArrayList<>();
    private final int places;

    /** @param hits places that score; all of them where there are fewer */
    HeadOutputs(HeadLayout layout, int side, int classes, int hits) {
        this.layout = layout;
        this.side = side;
        this.classes = classes;
        this.places = lay();
        for (int place = 0; place < Math.min(hits, places); place++) {
            hit(place, new Random(place / CLUSTER));
        }
    }

    List<long[]> shapes() {
        return shapes;
    }

    List<FloatBuffer> buffers() {
        return buffers;
    }

    Optional<Anchors> anchors() {
        return switch (layout.anchorLevels()) {
            case 0 -> Optional.empty();
            case 2 -> Anchors.known("yolo-fastestv2");
            default -> Anchors.known("yolov5");
        };
    }

    private int cells(int stride) {
        return side / stride * (side / stride);
    }

    /** Adds an output of small numbers, or of {@code quiet} where that is below nought. */
    private void add(float quiet, long... shape) {
        FloatBuffer buffer = ByteBuffer.allocateDirect((int) Shapes.numbers(shape) * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, quiet + random.nextFloat() * 0.1f);
        }
        shapes.add(shape);
        buffers.add(buffer);
    }

    /** Returns how many places there are. */
    private int lay() {
        int grid = cells(8) + cells(16) + cells(32);
        switch (layout) {
            case YOLOX -> add(0, 1, grid, 5 + classes);
            case YOLOV8 -> add(0, 1, 4 + classes, grid);
            case YOLOV5 -> add(0, 1, 3L * grid, 5 + classes);
            case YOLOV5_RAW -> {
                for (int stride = 8; stride <= 32; stride *= 2) {
                    add(-6, 1, 3, side / stride, side / stride, 5 + classes);
                }
            }
            case END_TO_END -> add(0, 1, CHOSEN, 6);
            case DETR -> {
                add(0, 1, CHOSEN);
                add(0, 1, CHOSEN, 4);
                add(0, 1, CHOSEN);
            }
            case DETR_LOGITS -> {
                add(-6, 1, CHOSEN, classes);
                add(0, 1, CHOSEN, 4);
            }
            case SSD -> {
                add(0, 1, grid, 1 + classes);
                add(0, 1, grid, 4);
            }
            case GFL -> {
                for (int columns : new int[] {classes, 32}) {
                    for (int stride = 8; stride <= 32; stride *= 2) {
                        add(0, 1, cells(stride), columns);
                    }
                }
            }
            case FASTESTDET -> add(0, 1, 5 + classes, side / 16, side / 16);
            case YOLO_FASTESTV2, YOLO_FASTESTV2_NHWC -> {
                for (int stride = 16; stride <= 32; stride *= 2) {
                    if (layout == HeadLayout.YOLO_FASTESTV2_NHWC) {
                        add(0, 1, side / stride, side / stride, 15 + classes);
                    } else {
                        add(-6, 1, 12, side / stride, side / stride);
                        add(-6, 1, 3, side / stride, side / stride);
                        add(-6, 1, classes, side / stride, side / stride);
                    }
                }
            }
        }
        return places(grid);
    }

    private int places(int grid) {
        return switch (layout) {
            case YOLOV5, YOLOV5_RAW -> 3 * grid;
            case END_TO_END, DETR, DETR_LOGITS -> CHOSEN;
            case FASTESTDET -> cells(16);
            case YOLO_FASTESTV2, YOLO_FASTESTV2_NHWC -> cells(16) + cells(32);
            default -> grid;
        };
    }

    private void hit(int place, Random thing) {
        int kind = thing.nextInt(classes);
        float score = 0.7f + 0.3f * random.nextFloat();
        float[] centred = new float[4];
        for (int i = 0; i < 4; i++) {
            centred[i] = (i < 2 ? thing.nextFloat() * side : 20 + thing.nextFloat() * side / 5) + random.nextFloat();
        }
        switch (layout) {
            case YOLOX, YOLOV5, YOLOV8 -> hitRow(place, kind, score, centred);
            case END_TO_END, DETR, DETR_LOGITS, SSD -> hitChosen(place, kind, score, centred);
            default -> hitMap(place, kind, score);
        }
    }

    private void hitRow(int place, int kind, float score, float[] centred) {
        FloatBuffer values = buffers.getFirst();
        boolean columns = layout == HeadLayout.YOLOV8;
        int at = columns ? place : place * (5 + classes);
        int step = columns ? places : 1;
        for (int i = 0; i < 4; i++) {
            values.put(at + i * step, layout == HeadLayout.YOLOX ? 1 : centred[i]);
        }
        if (!columns) {
            values.put(at + 4, 0.95f);
        }
        values.put(at + (columns ? 4 + kind : 5 + kind) * step, score);
    }

    private void hitChosen(int place, int kind, float score, float[] centred) {
        FloatBuffer first = buffers.getFirst();
        switch (layout) {
            case END_TO_END -> {
                corners(first, place * 6, centred, 1);
                first.put(place * 6 + 4, score).put(place * 6 + 5, kind);
            }
            case DETR -> {
                first.put(place, kind);
                corners(buffers.get(1), place * 4, centred, 1);
                buffers.get(2).put(place, score);
            }
            case SSD -> {
                first.put(place * (1 + classes) + 1 + kind, score);
                corners(buffers.get(1), place * 4, centred, side);
            }
            default -> {
                first.put(place * classes + kind, score * 3);
                for (int i = 0; i < 4; i++) {
                    buffers.get(1).put(place * 4 + i, centred[i] / side);
                }
            }
        }
    }

    private void hitMap(int place, int kind, float score) {
        switch (layout) {
            case YOLOV5_RAW -> {
                int level = place < 3 * cells(8) ? 0 : place < 3 * (cells(8) + cells(16)) ? 1 : 2;
                int before = level == 0 ? 0 : level == 1 ? 3 * cells(8) : 3 * (cells(8) + cells(16));
                int at = (place - before) * (5 + classes);
                buffers.get(level).put(at + 4, 3).put(at + 5 + kind, score * 3);
            }
            case GFL -> {
                int level = place < cells(8) ? 0 : place < cells(8) + cells(16) ? 1 : 2;
                int before = level == 0 ? 0 : level == 1 ? cells(8) : cells(8) + cells(16);
                buffers.get(level).put((place - before) * classes + kind, score);
            }
            case FASTESTDET -> buffers.getFirst().put(place, 0.95f).put((5 + kind) * cells(16) + place, score);
            default -> hitCell(place, kind, score);
        }
    }

    private void hitCell(int place, int kind, float score) {
        int level = place < cells(16) ? 0 : 1;
        int cells = cells(16 << level);
        int cell = place - level * cells(16);
        if (layout == HeadLayout.YOLO_FASTESTV2_NHWC) {
            buffers.get(level).put(cell * (15 + classes) + 12, 0.95f).put(cell * (15 + classes) + 15 + kind, score);
        } else {
            buffers.get(3 * level + 1).put(cell, 3);
            buffers.get(3 * level + 2).put(kind * cells + cell, 3);
        }
    }

    private static void corners(FloatBuffer into, int at, float[] centred, float scale) {
        into.put(at, (centred[0] - centred[2] / 2) / scale)
                .put(at + 1, (centred[1] - centred[3] / 2) / scale)
                .put(at + 2, (centred[0] + centred[2] / 2) / scale)
                .put(at + 3, (centred[1] + centred[3] / 2) / scale);
    }
}
