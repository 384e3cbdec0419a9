package org.streetwarden.models.head;

import org.streetwarden.models.InputFormat;

/** The output layouts that can be read; a manifest names one in lower case. */
public enum HeadLayout {
    /** YOLOX before decoding, see {@link YoloxHead}. */
    YOLOX,
    /** YOLOv8 and its descendants, see {@link Yolov8Head}. */
    YOLOV8;

    /** A head of this layout for that input size and number of classes. */
    public Head head(InputFormat input, int classes) {
        return switch (this) {
            case YOLOX -> new YoloxHead(input, classes);
            case YOLOV8 -> new Yolov8Head(input, classes);
        };
    }
}
