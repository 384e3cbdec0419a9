package org.streetwarden.models.head;

import java.util.Locale;
import java.util.Optional;
import org.streetwarden.models.InputFormat;

/** The output layouts that can be read; a manifest names one in lower case. */
public enum HeadLayout {
    /** YOLOX before decoding, see {@link YoloxHead}. */
    YOLOX(32, 0),
    /** YOLOv8 and its descendants, see {@link Yolov8Head}. */
    YOLOV8(32, 0),
    /** YOLOv5, YOLOv7 and whatever else comes decoded, see {@link Yolov5Head}. */
    YOLOV5(1, 0),
    /** YOLOv5 and YOLOv7 before decoding, see {@link Yolov5RawHead}. */
    YOLOV5_RAW(32, 3),
    /** Rows of finished boxes, see {@link EndToEndHead}. */
    END_TO_END(1, 0),
    /** DETR family with labels, boxes and scores, see {@link DetrHead}. */
    DETR(1, 0),
    /** DETR family with logits and boxes, see {@link DetrLogitsHead}. */
    DETR_LOGITS(1, 0),
    /** SSD with scores and boxes, see {@link SsdHead}. */
    SSD(1, 0),
    /** NanoDet and PicoDet, see {@link GflHead}. */
    GFL(1, 0),
    /** FastestDet, see {@link FastestDetHead}. */
    FASTESTDET(16, 0),
    /** YOLO-FastestV2 before activation, see {@link YoloFastestV2Head}. */
    YOLO_FASTESTV2(32, 2),
    /** YOLO-FastestV2 after activation, see {@link YoloFastestV2Head}. */
    YOLO_FASTESTV2_NHWC(32, 2);

    private final int step;
    private final int anchorLevels;

    HeadLayout(int step, int anchorLevels) {
        this.step = step;
        this.anchorLevels = anchorLevels;
    }

    /** The input's sides are multiples of this many pixels. */
    public int step() {
        return step;
    }

    /** Levels whose boxes refer to anchors; 0 for a head without anchors. */
    public int anchorLevels() {
        return anchorLevels;
    }

    /** As a manifest writes it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A head of this layout for that input size and number of classes.
     *
     * @param anchors of {@link #anchorLevels()} levels, empty where that is 0
     */
    public Head head(InputFormat input, int classes, Optional<Anchors> anchors) {
        return switch (this) {
            case YOLOX -> new YoloxHead(input, classes);
            case YOLOV8 -> new Yolov8Head(input, classes);
            case YOLOV5 -> new Yolov5Head(classes);
            case YOLOV5_RAW -> new Yolov5RawHead(input, classes, anchors.orElseThrow());
            case END_TO_END -> new EndToEndHead();
            case DETR -> new DetrHead();
            case DETR_LOGITS -> new DetrLogitsHead(input, classes);
            case SSD -> new SsdHead(input, classes);
            case GFL -> new GflHead(input, classes);
            case FASTESTDET -> new FastestDetHead(input, classes);
            case YOLO_FASTESTV2 -> new YoloFastestV2Head(input, classes, anchors.orElseThrow(), true);
            case YOLO_FASTESTV2_NHWC -> new YoloFastestV2Head(input, classes, anchors.orElseThrow(), false);
        };
    }
}
