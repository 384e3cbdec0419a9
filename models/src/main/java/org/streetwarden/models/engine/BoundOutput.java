package org.streetwarden.models.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.streetwarden.detect.DetectorFailure;

/**
 * Memory that a graph writes one output into, always of one shape. Whole numbers (labels) are handed on as floats. Owns the
 * memory and the tensor over it.
 */
final class BoundOutput implements AutoCloseable {

    private final FloatPointer floats;
    private final FloatBuffer values;
    private final LongPointer longs;
    private final LongBuffer labels;
    private final OnnxTensor tensor;

    private BoundOutput(OrtEnvironment environment, TensorInfo info) throws OrtException {
        long numbers = info.getNumElements();
        this.floats = new FloatPointer(numbers);
        this.values = floats.asBuffer();
        boolean whole = info.type == OnnxJavaType.INT64;
        this.longs = whole ? new LongPointer(numbers) : null;
        this.labels = whole ? longs.asBuffer() : null;
        this.tensor = whole
                ? OnnxTensor.createTensor(environment, labels, info.getShape())
                : OnnxTensor.createTensor(environment, values, info.getShape());
    }

    /** @param info float or int64, without an axis of length 0 */
    static BoundOutput of(OrtEnvironment environment, TensorInfo info) throws OrtException {
        return new BoundOutput(environment, info);
    }

    /** What one run has put out, copied. */
    static FloatBuffer copy(OnnxTensor tensor) {
        if (tensor.getInfo().type != OnnxJavaType.INT64) {
            return tensor.getFloatBuffer();
        }
        LongBuffer labels = tensor.getLongBuffer();
        FloatBuffer values = FloatBuffer.allocate(labels.remaining());
        copy(labels, values);
        return values;
    }

    private static void copy(LongBuffer labels, FloatBuffer values) {
        for (int i = 0; i < labels.limit(); i++) {
            values.put(i, (float) labels.get(i));
        }
    }

    /** @throws DetectorFailure where the output is neither float nor int64 */
    static void checkType(String file, String name, TensorInfo info) throws DetectorFailure {
        if (info.type != OnnxJavaType.FLOAT && info.type != OnnxJavaType.INT64) {
            throw new DetectorFailure("%s: output %s: expected a float or int64 tensor, found %s"
                    .formatted(file, name, info.type.toString().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** The output of the last run as floats; the same buffer at every call. */
    FloatBuffer values() {
        if (labels != null) {
            copy(labels, values);
        }
        return values;
    }

    @Override
    public void close() {
        tensor.close();
        floats.close();
        if (longs != null) {
            longs.close();
        }
    }
}
