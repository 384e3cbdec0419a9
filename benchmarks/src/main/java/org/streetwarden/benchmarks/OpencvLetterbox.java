package org.streetwarden.benchmarks;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2BGR_I420;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.Letterbox;

/** The letterbox by OpenCV: pack to I420, to BGR, resize by area, split into the float planes of the tensor. */
final class OpencvLetterbox implements AutoCloseable {

    private final Mat packed;
    private final ByteBuffer packedBytes;
    private final Mat bgr = new Mat();
    private final Mat small = new Mat();
    private final Mat one = new Mat();
    private final Mat blob = new Mat();
    private final Scalar zero = new Scalar();
    private final Size size;
    private final Mat[] planes = new Mat[3];

    OpencvLetterbox(BatchTensor tensor, Letterbox box) {
        this.packed = new Mat(box.sourceHeight() * 3 / 2, box.sourceWidth(), CV_8UC1);
        this.packedBytes = packed.createBuffer();
        this.size = new Size(box.width(), box.height());
        Pointer start = new Pointer(tensor.values());
        for (int channel = 0; channel < 3; channel++) {
            long inside = tensor.planeAt(0, channel) + (long) box.top() * tensor.width() + box.left();
            Pointer plane = new BytePointer(start).getPointer(inside * Float.BYTES);
            planes[channel] = new Mat(box.height(), box.width(), CV_32FC1, plane, (long) tensor.width() * Float.BYTES);
        }
    }

    void write(Frame frame) {
        unpack(frame);
        resize(bgr, small, size, 0, 0, INTER_AREA);
        for (int channel = 0; channel < 3; channel++) {
            extractChannel(small, one, channel);
            one.convertTo(planes[channel], CV_32F);
        }
    }

    /** OpenCV's own way from a picture to a network's input: stretched bilinearly, in memory of its own. */
    void blob(Frame frame) {
        unpack(frame);
        blobFromImage(bgr, blob, 1, size, zero, false, false, CV_32F);
    }

    private void unpack(Frame frame) {
        int at = 0;
        for (int p = 0; p < 3; p++) {
            int columns = p == 0 ? frame.width() : frame.width() / 2;
            int rows = p == 0 ? frame.height() : frame.height() / 2;
            for (int y = 0; y < rows; y++, at += columns) {
                packedBytes.put(at, frame.plane(p), y * frame.stride(p), columns);
            }
        }
        cvtColor(packed, bgr, COLOR_YUV2BGR_I420);
    }

    @Override
    public void close() {
        packed.close();
        bgr.close();
        small.close();
        one.close();
        blob.close();
        zero.close();
        size.close();
        for (Mat plane : planes) {
            plane.close();
        }
    }
}
