package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/**
 * A picture in native memory, 8-bit BGR, to draw on and to save. Owns its memory; closing frees it. Used by one thread.
 * Letters are OpenCV's built-in strokes, so that no font of the machine changes a still.
 */
final class Canvas implements AutoCloseable {

    static final int JPEG_QUALITY = 90;
    private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    /** Pictures at least this high are taken for ITU-R BT.709, lower ones for BT.601, as players do. */
    private static final int HD_HEIGHT = 720;

    private final int pictureHeight;
    private Mat bgr;

    /** Copies a frame, which stays the caller's. */
    Canvas(Frame frame) {
        pictureHeight = frame.height();
        bgr = new Mat(frame.height(), frame.width(), opencv_core.CV_8UC3);
        convert(frame, bgr);
    }

    private static void convert(Frame frame, Mat target) {
        int width = frame.width();
        int height = frame.height();
        int flags = SWS_BILINEAR | SWS_ACCURATE_RND;
        SwsContext scaler = sws_getContext(
                width, height, AV_PIX_FMT_YUV420P, width, height, AV_PIX_FMT_BGR24, flags, null, null, (DoublePointer)
                        null);
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(frame.stride(0), frame.stride(1), frame.stride(2), 0);
                PointerPointer<BytePointer> rows = new PointerPointer<>(4);
                IntPointer steps = new IntPointer((int) target.step(0), 0, 0, 0)) {
            for (int plane = 0; plane < 4; plane++) {
                planes.put(plane, plane < 3 ? new BytePointer(frame.plane(plane)) : null);
                rows.put(plane, plane == 0 ? target.data() : null);
            }
            IntPointer matrix = sws_getCoefficients(height >= HD_HEIGHT ? SWS_CS_ITU709 : SWS_CS_ITU601);
            int range = frame.fullRange() ? 1 : 0;
            sws_setColorspaceDetails(scaler, matrix, range, matrix, 1, 0, 1 << 16, 1 << 16);
            sws_scale(scaler, planes, strides, 0, height, rows, steps);
        } finally {
            sws_freeContext(scaler);
        }
    }

    /** Draws a box and its label above it; thick for the subject. */
    void box(Box box, String label, boolean subject) {
        int line = Math.max(subject ? 2 : 1, Math.round(pictureHeight / (subject ? 270f : 720f)));
        try (Scalar colour = subject ? new Scalar(30, 30, 235, 0) : new Scalar(40, 200, 250, 0);
                Point from = at(box.left(), box.top());
                Point to = at(box.right(), box.bottom())) {
            opencv_imgproc.rectangle(bgr, from, to, colour, line, opencv_imgproc.LINE_8, 0);
            tag(from, label, colour, subject ? 255 : 0);
        }
    }

    /** @param grey of the letters */
    private void tag(Point corner, String label, Scalar colour, int grey) {
        double scale = fontScale() * 0.8;
        try (IntPointer base = new IntPointer(1);
                Size size = opencv_imgproc.getTextSize(ascii(label), FONT, scale, 1, base);
                Scalar ink = new Scalar(grey, grey, grey, 0)) {
            int padding = Math.max(2, base.get() / 2);
            int height = size.height() + 2 * padding + base.get() / 2;
            int top = Math.max(0, corner.y() - height);
            int left = Math.max(0, Math.min(corner.x(), bgr.cols() - size.width() - 2 * padding));
            try (Point from = new Point(left, top);
                    Point to = new Point(left + size.width() + 2 * padding, top + height);
                    Point text = new Point(left + padding, top + padding + size.height())) {
                opencv_imgproc.rectangle(bgr, from, to, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
                opencv_imgproc.putText(bgr, ascii(label), text, FONT, scale, ink, 1, opencv_imgproc.LINE_AA, false);
            }
        }
    }

    /** Adds a black strip below the picture with one line of text; the picture keeps all its pixels. */
    void caption(String text) {
        double scale = fontScale();
        try (IntPointer base = new IntPointer(1);
                Size size = opencv_imgproc.getTextSize(ascii(text), FONT, scale, 1, base);
                Scalar black = new Scalar(0, 0, 0, 0);
                Scalar white = new Scalar(255, 255, 255, 0)) {
            double fitting = Math.min(scale, scale * (bgr.cols() - 16) / Math.max(1, size.width()));
            int strip = 2 * size.height() + base.get();
            Mat taller = new Mat();
            opencv_core.copyMakeBorder(bgr, taller, 0, strip, 0, 0, opencv_core.BORDER_CONSTANT, black);
            bgr.close();
            bgr = taller;
            try (Point at = new Point(8, pictureHeight + size.height() + size.height() / 2)) {
                opencv_imgproc.putText(bgr, ascii(text), at, FONT, fitting, white, 1, opencv_imgproc.LINE_AA, false);
            }
        }
    }

    /** Saves what is drawn so far, quality {@value #JPEG_QUALITY}. */
    byte[] jpeg() {
        try (BytePointer out = new BytePointer();
                BytePointer type = new BytePointer(".jpg");
                IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)) {
            if (!opencv_imgcodecs.imencode(type, bgr, out, settings)) {
                throw new IllegalStateException("JPEG encoder: expected it to take an 8-bit picture");
            }
            byte[] bytes = new byte[(int) out.limit()];
            out.get(bytes);
            return bytes;
        }
    }

    private Point at(double x, double y) {
        return new Point((int) Math.round(Math.clamp(x, 0, 1) * (bgr.cols() - 1)), (int)
                Math.round(Math.clamp(y, 0, 1) * (pictureHeight - 1)));
    }

    private double fontScale() {
        return Math.max(0.4, pictureHeight / 1080.0);
    }

    /** The built-in strokes know ASCII only. */
    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Override
    public void close() {
        bgr.close();
    }
}
