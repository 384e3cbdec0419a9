package org.streetwarden.benchmarks.scene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.scene.LumaGrid;

/**
 * A real thing, cut out of its picture by its labelled box and shrunk to the pixels it would have in a grid. Its corners are
 * left off by a rounded outline with a soft edge, because the background in them would give it away.
 */
final class CutOut {

    private static final double ROUNDNESS = 3;
    private static final double SOFT = 0.15;

    /** Grey levels, row by row. */
    private final double[] samples;

    private final int width;
    private final int height;

    private CutOut(double[] samples, int width, int height) {
        this.samples = samples;
        this.width = width;
        this.height = height;
    }

    /** Pixels of the grid. */
    int width() {
        return width;
    }

    /** Pixels of the grid. */
    int height() {
        return height;
    }

    /**
     * @param picture in YOLO's layout, with its labels in a folder beside
     * @param share of the grid's width
     * @return null where the picture has no box, or the thing would be no thing at that size
     */
    static CutOut of(Path picture, double share, Random random) throws IOException {
        Box from = anyBox(picture, random);
        if (from == null) {
            return null;
        }
        try (Frame frame = PictureFrame.read(picture)) {
            int width = (int) Math.round(share * LumaGrid.WIDTH);
            double aspect = from.height() * frame.height() / (from.width() * frame.width());
            int height = (int) Math.round(width * aspect);
            boolean fits = width >= 3 && height >= 3 && height <= LumaGrid.HEIGHT / 2;
            return fits ? new CutOut(shrunk(frame, from, width, height), width, height) : null;
        }
    }

    private static Box anyBox(Path picture, Random random) throws IOException {
        Path labels = Path.of(picture.toString().replace("/images/", "/labels/").replaceFirst("\\.jpg$", ".txt"));
        List<String> lines = Files.exists(labels) ? Files.readAllLines(labels) : List.of();
        if (lines.isEmpty()) {
            return null;
        }
        String[] cells = lines.get(random.nextInt(lines.size())).split(" ", -1);
        double x = Double.parseDouble(cells[1]);
        double y = Double.parseDouble(cells[2]);
        double w = Double.parseDouble(cells[3]) / 2;
        double h = Double.parseDouble(cells[4]) / 2;
        return new Box(Math.max(0, x - w), Math.max(0, y - h), Math.min(1, x + w), Math.min(1, y + h));
    }

    /** By area, as a camera's own picture would be. */
    private static double[] shrunk(Frame frame, Box from, int width, int height) {
        ByteBuffer luma = frame.plane(0);
        double[] samples = new double[width * height];
        for (int i = 0; i < samples.length; i++) {
            int column = i % width;
            int row = i / width;
            int left = pixel(from.left() + from.width() * column / width, frame.width());
            int right = pixel(from.left() + from.width() * (column + 1) / width, frame.width());
            int top = pixel(from.top() + from.height() * row / height, frame.height());
            int bottom = pixel(from.top() + from.height() * (row + 1) / height, frame.height());
            long sum = 0;
            int count = 0;
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    sum += luma.get(y * frame.stride(0) + x) & 0xff;
                    count++;
                }
            }
            samples[i] = (double) sum / count;
        }
        return samples;
    }

    private static int pixel(double fraction, int size) {
        return Math.clamp((int) (fraction * size), 0, size - 1);
    }

    /** How much of a pixel it covers, 0 to 1. */
    double cover(int i) {
        int column = i % width;
        int row = i / width;
        double u = Math.abs(2 * (column + 0.5) / width - 1);
        double v = Math.abs(2 * (row + 0.5) / height - 1);
        double out = Math.pow(u, ROUNDNESS) + Math.pow(v, ROUNDNESS);
        return Math.clamp((1 - out) / SOFT + 0.5, 0, 1);
    }

    /** Puts it on a picture, its upper left corner at that pixel. */
    byte[] on(byte[] place, int left, int top) {
        byte[] together = place.clone();
        for (int i = 0; i < samples.length; i++) {
            int at = (top + i / width) * LumaGrid.WIDTH + left + i % width;
            double behind = place[at] & 0xff;
            together[at] = (byte) Math.round(behind + cover(i) * (samples[i] - behind));
        }
        return together;
    }

    /** Mean grey levels between it and what it covers. */
    double contrast(byte[] place, int left, int top) {
        double sum = 0;
        double covered = 0;
        for (int i = 0; i < samples.length; i++) {
            int behind = place[(top + i / width) * LumaGrid.WIDTH + left + i % width] & 0xff;
            sum += cover(i) * Math.abs(samples[i] - behind);
            covered += cover(i);
        }
        return sum / covered;
    }
}
