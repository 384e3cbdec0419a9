package org.streetwarden.models.head;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Outputs of the right shapes for every head. */
public final class HeadShapes {

    private HeadShapes() {}

    /**
     * Shapes a head of that layout reads.
     *
     * @param rows of the heads whose graph decides how many there are
     */
    public static List<long[]> of(HeadLayout layout, int width, int height, int classes, int rows) {
        long cells8 = (long) (width / 8) * (height / 8);
        long cells16 = (long) (width / 16) * (height / 16);
        long cells32 = (long) (width / 32) * (height / 32);
        long w = width;
        long h = height;
        return switch (layout) {
            case YOLOX -> List.of(new long[] {1, cells8 + cells16 + cells32, 5 + classes});
            case YOLOV8 -> List.of(new long[] {1, 4 + classes, cells8 + cells16 + cells32});
            case YOLOV5 -> List.of(new long[] {1, rows, 5 + classes});
            case YOLOV5_RAW ->
                List.of(
                        new long[] {1, 3, h / 8, w / 8, 5 + classes},
                        new long[] {1, 3L * (5 + classes), h / 16, w / 16},
                        new long[] {1, 3, h / 32, w / 32, 5 + classes});
            case END_TO_END -> List.of(new long[] {1, rows, 6});
            case DETR -> List.of(new long[] {rows}, new long[] {rows, 4}, new long[] {1, rows});
            case DETR_LOGITS -> List.of(new long[] {1, rows, classes}, new long[] {1, rows, 4});
            case SSD -> List.of(new long[] {1, rows, 1 + classes}, new long[] {1, rows, 4});
            case GFL ->
                List.of(
                        new long[] {1, cells8, classes},
                        new long[] {1, cells16, classes},
                        new long[] {1, cells32, classes},
                        new long[] {1, cells8, 32},
                        new long[] {1, cells16, 32},
                        new long[] {1, cells32, 32});
            case FASTESTDET -> List.of(new long[] {1, 5 + classes, h / 16, w / 16});
            case YOLO_FASTESTV2 ->
                List.of(
                        new long[] {1, 12, h / 16, w / 16},
                        new long[] {1, 3, h / 16, w / 16},
                        new long[] {1, classes, h / 16, w / 16},
                        new long[] {1, 12, h / 32, w / 32},
                        new long[] {1, 3, h / 32, w / 32},
                        new long[] {1, classes, h / 32, w / 32});
            case YOLO_FASTESTV2_NHWC ->
                List.of(new long[] {1, h / 16, w / 16, 15 + classes}, new long[] {1, h / 32, w / 32, 15 + classes});
        };
    }

    /** The anchors a layout needs. */
    public static Optional<Anchors> anchors(HeadLayout layout) {
        return switch (layout.anchorLevels()) {
            case 0 -> Optional.empty();
            case 2 -> Anchors.known("yolo-fastestv2");
            default -> Anchors.known("yolov5");
        };
    }

    /** Direct buffers of exactly those shapes, of zeros. */
    public static List<FloatBuffer> buffers(List<long[]> shapes) {
        List<FloatBuffer> buffers = new ArrayList<>();
        for (long[] shape : shapes) {
            buffers.add(ByteBuffer.allocateDirect(Math.toIntExact(Shapes.numbers(shape)) * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer());
        }
        return buffers;
    }
}
