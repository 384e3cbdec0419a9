package org.streetwarden.api.masking;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;

/** One decoded still in heap memory. Of its file only the pixels are kept: no metadata, no embedded preview. */
public final class Picture {

    private static final long MAX_PIXELS = 16_000_000;
    private static final float QUALITY = 0.92f;
    private static final int UNSEEN = 0x808080;

    private final BufferedImage pixels;

    private Picture(BufferedImage pixels) {
        this.pixels = pixels;
    }

    /** @throws IOException where it is no JPEG of at most {@value #MAX_PIXELS} pixels */
    public static Picture read(byte[] jpeg) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            long size = (long) reader.getWidth(0) * reader.getHeight(0);
            if (size > MAX_PIXELS) {
                throw new IOException("expected at most %d pixels, found %d".formatted(MAX_PIXELS, size));
            }
            return new Picture(reader.read(0));
        } catch (RuntimeException unreadable) {
            throw new IOException("expected a JPEG picture, found " + unreadable, unreadable);
        } finally {
            reader.dispose();
        }
    }

    public int width() {
        return pixels.getWidth();
    }

    public int height() {
        return pixels.getHeight();
    }

    /**
     * Leaves of the picture a mosaic, but for a box.
     *
     * @param block edge of a block, pixels
     * @param clear what may be seen; null: nothing
     * @param hidden what may not be seen even there: each becomes one flat colour
     */
    void coarsen(int block, Box clear, List<Box> hidden) {
        Mosaic.lay(pixels, block, clear, hidden);
        hidden.forEach(this::hide);
    }

    /** Draws the frame of a box. */
    void outline(Box box, Color colour) {
        Graphics2D graphics = pixels.createGraphics();
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(Math.max(2, width() / 480f)));
        int left = first(box.left(), width());
        int top = first(box.top(), height());
        graphics.drawRect(left, top, last(box.right(), width()) - left, last(box.bottom(), height()) - top);
        graphics.dispose();
    }

    /** Replaces every pixel that a box touches by their one mean colour: nothing of what was there can be got back. */
    public void hide(Box box) {
        int left = first(box.left(), width());
        int top = first(box.top(), height());
        int w = last(box.right(), width()) - left;
        int h = last(box.bottom(), height()) - top;
        if (w <= 0 || h <= 0) {
            return;
        }
        int[] row = new int[w];
        Arrays.fill(row, mean(left, top, w, h));
        for (int y = top; y < top + h; y++) {
            pixels.setRGB(left, y, w, 1, row, 0, w);
        }
    }

    private int mean(int left, int top, int w, int h) {
        long red = 0;
        long green = 0;
        long blue = 0;
        int[] row = new int[w];
        for (int y = top; y < top + h; y++) {
            for (int pixel : pixels.getRGB(left, y, w, 1, row, 0, w)) {
                red += pixel >> 16 & 0xff;
                green += pixel >> 8 & 0xff;
                blue += pixel & 0xff;
            }
        }
        long n = (long) w * h;
        return 0xff << 24 | (int) (red / n) << 16 | (int) (green / n) << 8 | (int) (blue / n);
    }

    /** The pixels that a box touches, shared with this; at least one. */
    public Picture crop(Box box) {
        int left = Math.min(first(box.left(), width()), width() - 1);
        int top = Math.min(first(box.top(), height()), height() - 1);
        int w = Math.max(1, last(box.right(), width()) - left);
        int h = Math.max(1, last(box.bottom(), height()) - top);
        return new Picture(pixels.getSubimage(left, top, w, h));
    }

    /** Where a picture shows a place; both as fractions from the upper left. */
    @FunctionalInterface
    public interface Sight {

        /** @return empty where it does not show it */
        Optional<Point> of(double right, double down);
    }

    /**
     * What this shows of a square, seen straight.
     *
     * @param side of the square, pixels
     * @param sight where this shows each place of the square; grey where it does not
     */
    public Picture square(int side, Sight sight) {
        BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int pixel = sight.of((x + 0.5) / side, (y + 0.5) / side)
                        .map(this::at)
                        .orElse(UNSEEN);
                square.setRGB(x, y, pixel);
            }
        }
        return new Picture(square);
    }

    private int at(Point point) {
        return pixels.getRGB(
                Math.min((int) (point.x() * width()), width() - 1),
                Math.min((int) (point.y() * height()), height() - 1));
    }

    private static int first(double edge, int size) {
        return (int) Math.floor(Math.clamp(edge, 0, 1) * size);
    }

    private static int last(double edge, int size) {
        return (int) Math.ceil(Math.clamp(edge, 0, 1) * size);
    }

    public byte[] jpeg() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(pixels, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
