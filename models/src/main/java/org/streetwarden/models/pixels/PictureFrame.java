package org.streetwarden.models.pixels;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A still picture as a frame: full range, BT.709 or BT.601 by its height like any other, turned upright where its EXIF
 * says so. Owns its samples.
 */
public final class PictureFrame extends StillPicture {

    /** No file larger than this is read. */
    public static final long MAX_FILE_BYTES = 64L << 20;

    /** No picture with more pixels than this is decoded. */
    public static final long MAX_PIXELS = 64L << 20;

    private static final int VECTOR_BYTES = 64;

    private final BytePointer memory;

    private PictureFrame(int width, int height) {
        this(width, height, new BytePointer((long) width * height + 2L * chromaBytes(width, height) + VECTOR_BYTES));
    }

    private PictureFrame(int width, int height, BytePointer memory) {
        super(width, height, planes(memory.asByteBuffer(), width * height, chromaBytes(width, height)));
        this.memory = memory;
    }

    private static int chromaBytes(int width, int height) {
        return (width + 1) / 2 * ((height + 1) / 2);
    }

    private static ByteBuffer[] planes(ByteBuffer whole, int lumaBytes, int chromaBytes) {
        return new ByteBuffer[] {
            whole.slice(0, lumaBytes),
            whole.slice(lumaBytes, chromaBytes),
            whole.slice(lumaBytes + chromaBytes, chromaBytes)
        };
    }

    /**
     * Reads a JPEG or PNG file.
     *
     * @return owned by the caller
     * @throws IOException where it is neither, is damaged, or is larger than this class reads
     */
    public static PictureFrame read(Path file) throws IOException {
        checkSize(file);
        try (Mat picture = imread(file.toString(), IMREAD_COLOR)) {
            if (picture.empty()) {
                throw new IOException(file + ": expected a JPEG or PNG picture, found one that can't be decoded");
            }
            return of(picture.createBuffer(), picture.cols(), picture.rows(), (int) picture.step());
        }
    }

    private static void checkSize(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_FILE_BYTES) {
            throw new IOException("%s: expected at most %d bytes, found %d".formatted(file, MAX_FILE_BYTES, bytes));
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file + ": expected a JPEG or PNG picture, found neither");
            }
            ImageReader reader = readers.next();
            reader.setInput(in);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            reader.dispose();
            if (pixels > MAX_PIXELS) {
                throw new IOException("%s: expected at most %d pixels, found %d".formatted(file, MAX_PIXELS, pixels));
            }
        }
    }

    /** From rows of blue, green, red bytes. */
    private static PictureFrame of(ByteBuffer bgr, int width, int height, int step) {
        PictureFrame frame = new PictureFrame(width, height);
        byte[] even = new byte[step];
        byte[] odd = new byte[step];
        for (int y = 0; y < height; y += 2) {
            bgr.get(y * step, even, 0, width * 3);
            bgr.get(Math.min(y + 1, height - 1) * step, odd, 0, width * 3);
            frame.luma(even, y);
            if (y + 1 < height) {
                frame.luma(odd, y + 1);
            }
            frame.chroma(even, odd, y / 2);
        }
        return frame;
    }

    private double redShare() {
        return height() >= ColourMatrix.HIGH_DEFINITION_ROWS ? 0.2126 : 0.299;
    }

    private double blueShare() {
        return height() >= ColourMatrix.HIGH_DEFINITION_ROWS ? 0.0722 : 0.114;
    }

    private double light(double blue, double green, double red) {
        return redShare() * red + (1 - redShare() - blueShare()) * green + blueShare() * blue;
    }

    private void luma(byte[] row, int y) {
        ByteBuffer plane = plane(0);
        for (int x = 0; x < width(); x++) {
            double light = light(row[3 * x] & 0xff, row[3 * x + 1] & 0xff, row[3 * x + 2] & 0xff);
            plane.put(y * width() + x, (byte) Math.round(light));
        }
    }

    private void chroma(byte[] even, byte[] odd, int row) {
        int chromaWidth = stride(1);
        for (int c = 0; c < chromaWidth; c++) {
            int at = 6 * c;
            int next = 3 * Math.min(2 * c + 1, width() - 1);
            double blue = mean(even, odd, at, next, 0);
            double red = mean(even, odd, at, next, 2);
            double light = light(blue, mean(even, odd, at, next, 1), red);
            plane(1).put(row * chromaWidth + c, sample((blue - light) / (2 * (1 - blueShare()))));
            plane(2).put(row * chromaWidth + c, sample((red - light) / (2 * (1 - redShare()))));
        }
    }

    private static double mean(byte[] even, byte[] odd, int at, int next, int channel) {
        int sum = (even[at + channel] & 0xff)
                + (even[next + channel] & 0xff)
                + (odd[at + channel] & 0xff)
                + (odd[next + channel] & 0xff);
        return sum / 4.0;
    }

    private static byte sample(double difference) {
        return (byte) Math.clamp(Math.round(difference + 128), 0, 255);
    }

    @Override
    public boolean fullRange() {
        return true;
    }

    @Override
    public void close() {
        memory.close();
    }
}
