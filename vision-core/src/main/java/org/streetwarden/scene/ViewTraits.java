package org.streetwarden.scene;

import java.util.Arrays;

/**
 * What one picture shows that tells how good a view it is.
 *
 * @param structure share of it that has structure, 0 to 1
 * @param sharpness how steep its edges are for their height, from 0; about 0.5 to 1 in a sharp picture
 * @param luma mean, 0 to 255
 * @param digest the same for the same picture
 */
record ViewTraits(ViewField field, double structure, double sharpness, double luma, int digest) {

    static ViewTraits of(LumaGrid grid) {
        float[] half = ViewField.half(grid);
        ViewField field = ViewField.of(half);
        byte[] samples = grid.samples();
        int sum = 0;
        for (byte sample : samples) {
            sum += sample & 0xff;
        }
        return new ViewTraits(
                field,
                field.structure(),
                sharpness(grid, half),
                (double) sum / samples.length,
                Arrays.hashCode(samples));
    }

    /**
     * The mean second difference of samples over the mean first difference of half as many, in every second row: no contrast
     * changes it.
     */
    private static double sharpness(LumaGrid grid, float[] half) {
        byte[] samples = grid.samples();
        int second = 0;
        for (int y = 1; y < LumaGrid.HEIGHT - 1; y += 2) {
            for (int at = y * LumaGrid.WIDTH + 1; at < (y + 1) * LumaGrid.WIDTH - 1; at++) {
                int twice = 2 * (samples[at] & 0xff);
                second += Math.abs((samples[at - 1] & 0xff) - twice + (samples[at + 1] & 0xff));
                second +=
                        Math.abs((samples[at - LumaGrid.WIDTH] & 0xff) - twice + (samples[at + LumaGrid.WIDTH] & 0xff));
            }
        }
        float first = 0;
        for (int y = 1; y < ViewField.HEIGHT - 1; y += 2) {
            for (int at = y * ViewField.WIDTH + 1; at < (y + 1) * ViewField.WIDTH - 1; at++) {
                first += Math.abs(half[at + 1] - half[at - 1]);
                first += Math.abs(half[at + ViewField.WIDTH] - half[at - ViewField.WIDTH]);
            }
        }
        double pixels = (LumaGrid.WIDTH - 2) * (LumaGrid.HEIGHT / 2.0 - 1);
        double halves = (ViewField.WIDTH - 2) * (ViewField.HEIGHT / 2);
        return second / pixels / (first / halves + 1);
    }
}
