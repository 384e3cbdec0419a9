package org.streetwarden.models.pixels;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/**
 * A part of a frame as a small JPEG, for people to look at.
 *
 * @param jpegBase64 the JPEG's bytes in base 64, as a page embeds them
 * @param part of the frame, in fractions of it
 * @param width of the JPEG, pixels
 * @param height of the JPEG, pixels
 */
public record PictureCrop(String jpegBase64, Box part, int width, int height) {

    /** No side of a JPEG is longer, pixels. */
    public static final int MAX_SIDE = 360;

    private static final float QUALITY = 0.8f;
    private static final double MARGIN = 0.6;
    private static final double LEAST_PART = 0.25;
    private static final int SAMPLES = 3;

    /** The surroundings of a box: the box and more than half of it on every side, at least a quarter of the picture. */
    public static PictureCrop around(Frame frame, Box box) {
        double halfWidth = Math.max(LEAST_PART, box.width() * (1 + 2 * MARGIN)) / 2;
        double halfHeight = Math.max(LEAST_PART, box.height() * (1 + 2 * MARGIN)) / 2;
        double x = box.centre().x();
        double y = box.centre().y();
        return of(
                frame,
                new Box(
                        Math.clamp(x - halfWidth, 0, 1 - LEAST_PART),
                        Math.clamp(y - halfHeight, 0, 1 - LEAST_PART),
                        Math.clamp(x + halfWidth, LEAST_PART, 1),
                        Math.clamp(y + halfHeight, LEAST_PART, 1)));
    }

    /**
     * @param frame borrowed
     * @param part inside the frame, not empty
     */
    public static PictureCrop of(Frame frame, Box part) {
        double widthPx = part.width() * frame.width();
        double heightPx = part.height() * frame.height();
        double step = Math.max(1, Math.max(widthPx, heightPx) / MAX_SIDE);
        int width = Math.max(1, (int) (widthPx / step));
        int height = Math.max(1, (int) (heightPx / step));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ColourMatrix colours = ColourMatrix.of(frame.height(), frame.fullRange());
        float[][] rows = new float[3][width];
        for (int y = 0; y < height; y++) {
            for (int plane = 0; plane < 3; plane++) {
                row(frame, plane, part, step, y, rows[plane]);
            }
            colours.apply(rows[0], rows[1], rows[2], width);
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (byteOf(rows[0][x]) << 16) | (byteOf(rows[1][x]) << 8) | byteOf(rows[2][x]));
            }
        }
        return new PictureCrop(encoded(image), part, width, height);
    }

    private static int byteOf(float sample) {
        return Math.round(sample) & 0xff;
    }

    /** One row of one plane: each pixel the mean of a few samples of the square it stands for. */
    private static void row(Frame frame, int plane, Box part, double step, int y, float[] row) {
        int shift = plane == 0 ? 0 : 1;
        int lastX = ((frame.width() + shift) >> shift) - 1;
        int lastY = ((frame.height() + shift) >> shift) - 1;
        ByteBuffer samples = frame.plane(plane);
        for (int x = 0; x < row.length; x++) {
            int sum = 0;
            for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                double sx = part.left() * frame.width() + (x + (s % SAMPLES + 0.5) / SAMPLES) * step;
                double sy = part.top() * frame.height() + (y + (Math.floorDiv(s, SAMPLES) + 0.5) / SAMPLES) * step;
                int column = Math.clamp((int) sx >> shift, 0, lastX);
                sum += samples.get(Math.clamp((int) sy >> shift, 0, lastY) * frame.stride(plane) + column) & 0xff;
            }
            row[x] = (float) sum / (SAMPLES * SAMPLES);
        }
    }

    private static String encoded(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("a JPEG in memory", e);
        } finally {
            writer.dispose();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
