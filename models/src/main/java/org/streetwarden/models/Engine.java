package org.streetwarden.models;

/** What runs a model's graph. */
public enum Engine {
    /** ONNX Runtime by itself: the fast road, nothing copied. */
    ONNXRUNTIME,
    /** DJL with its ONNX Runtime engine: a little slower, the door to other engines. */
    DJL
}
