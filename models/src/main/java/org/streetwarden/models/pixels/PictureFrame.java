package org.streetwarden.models.pixels;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.streetwarden.media.Frame;

/**
 * A still picture as a frame: full range, BT.709 or BT.601 by its height like any other, turned upright where its EXIF
 * says so. Owns its samples.
 */
public final class PictureFrame implements Frame {

    /** No file larger than this is read. */
    public static final long MAX_FILE_BYTES = 64L << 20;

    /** No picture with more pixels than this is decoded. */
    public static final long MAX_PIXELS = 64L << 20;

    private static final int VECTOR_BYTES = 64;

    private final int width;
    private final int height;
    private final int chromaWidth;
    private final int chromaHeight;
    private final BytePointer memory;
    private final ByteBuffer[] planes = new ByteBuffer[3];

    private PictureFrame(int width, int height) {
        this.width = width;
        this.height = height;
        this.chromaWidth = (width + 1) / 2;
        this.chromaHeight = (height + 1) / 2;
        int lumaBytes = width * height;
        int chromaBytes = chromaWidth * chromaHeight;
        this.memory = new BytePointer(lumaBytes + 2L * chromaBytes + VECTOR_BYTES);
        ByteBuffer whole = memory.asByteBuffer();
        planes[0] = whole.slice(0, lumaBytes);
        planes[1] = whole.slice(lumaBytes, chromaBytes);
        planes[2] = whole.slice(lumaBytes + chromaBytes, chromaBytes);
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
        return height >= ColourMatrix.HIGH_DEFINITION_ROWS ? 0.2126 : 0.299;
    }

    private double blueShare() {
        return height >= ColourMatrix.HIGH_DEFINITION_ROWS ? 0.0722 : 0.114;
    }

    private double light(double blue, double green, double red) {
        return redShare() * red + (1 - redShare() - blueShare()) * green + blueShare() * blue;
    }

    private void luma(byte[] row, int y) {
        for (int x = 0; x < width; x++) {
            double light = light(row[3 * x] & 0xff, row[3 * x + 1] & 0xff, row[3 * x + 2] & 0xff);
            planes[0].put(y * width + x, (byte) Math.round(light));
        }
    }

    private void chroma(byte[] even, byte[] odd, int row) {
        for (int c = 0; c < chromaWidth; c++) {
            int at = 6 * c;
            int next = 3 * Math.min(2 * c + 1, width - 1);
            double blue = mean(even, odd, at, next, 0);
            double red = mean(even, odd, at, next, 2);
            double light = light(blue, mean(even, odd, at, next, 1), red);
            planes[1].put(row * chromaWidth + c, sample((blue - light) / (2 * (1 - blueShare()))));
            planes[2].put(row * chromaWidth + c, sample((red - light) / (2 * (1 - redShare()))));
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
    public long ptsUs() {
        return 0;
    }

    @Override
    public Instant arrivedAt() {
        return Instant.EPOCH;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public boolean fullRange() {
        return true;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return plane == 0 ? width : chromaWidth;
    }

    @Override
    public void close() {
        memory.close();
    }
}
