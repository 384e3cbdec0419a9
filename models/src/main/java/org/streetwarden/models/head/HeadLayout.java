package org.streetwarden.models.head;

import org.streetwarden.models.InputFormat;

/** The output layouts that can be read; a manifest names one in lower case. */
public enum HeadLayout {
    /** YOLOX before decoding, see {@link YoloxHead}. */
    YOLOX(32, 0),
    /** YOLOv8 and its descendants, see {@link Yolov8Head}. */
    YOLOV8(32, 0);

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

    /** A head of this layout for that input size and number of classes. */
    public Head head(InputFormat input, int classes) {
        return switch (this) {
            case YOLOX -> new YoloxHead(input, classes);
            case YOLOV8 -> new Yolov8Head(input, classes);
        };
    }
}
