package org.streetwarden.scene;

/** One Gauss-Newton step of a {@link Registration}: {@code J^T W J step = J^T W r} over every pixel that both planes show. */
final class NormalEquations {

    private static final int UNKNOWNS = 6;
    private static final double TINY = 1e-9;

    private final LumaPlane from;
    private final LumaPlane to;
    private final double[] warp;
    private final double outlier;
    private final double[][] rows = new double[UNKNOWNS][UNKNOWNS + 1];

    NormalEquations(LumaPlane from, LumaPlane to, double[] warp, double outlier) {
        this.from = from;
        this.to = to;
        this.warp = warp;
        this.outlier = outlier;
    }

    /** What to add to the warp; null where the pixels do not say. */
    double[] solved() {
        Registration.Pairs light = new Registration.Pairs();
        pixels((x, y, toX, toY) -> light.add(from.at(x, y), to.between(toX, toY)));
        if (light.count < UNKNOWNS * UNKNOWNS) {
            return null;
        }
        double gain = light.gain();
        double offset = light.offset();
        pixels((x, y, toX, toY) -> add(x, y, toX, toY, gain, offset));
        return eliminated();
    }

    private interface Pixel {
        void at(int x, int y, double toX, double toY);
    }

    private void pixels(Pixel each) {
        for (int y = 0; y < from.height; y++) {
            for (int x = 0; x < from.width; x++) {
                double fromX = x - from.width / 2.0;
                double fromY = y - from.height / 2.0;
                double toX = warp[0] * fromX + warp[1] * fromY + warp[2] + to.width / 2.0;
                double toY = warp[3] * fromX + warp[4] * fromY + warp[5] + to.height / 2.0;
                if (toX >= 1 && toY >= 1 && toX <= to.width - 2 && toY <= to.height - 2) {
                    each.at(x, y, toX, toY);
                }
            }
        }
    }

    private void add(int x, int y, double toX, double toY, double gain, double offset) {
        double residual = gain * from.at(x, y) + offset - to.between(toX, toY);
        double across = (to.between(toX + 1, toY) - to.between(toX - 1, toY)) / 2;
        double down = (to.between(toX, toY + 1) - to.between(toX, toY - 1)) / 2;
        double weight = 1 / (1 + residual * residual / (outlier * outlier));
        double fromX = x - from.width / 2.0;
        double fromY = y - from.height / 2.0;
        double[] slope = {across * fromX, across * fromY, across, down * fromX, down * fromY, down};
        for (int i = 0; i < UNKNOWNS; i++) {
            double weighed = weight * slope[i];
            for (int j = 0; j < UNKNOWNS; j++) {
                rows[i][j] += weighed * slope[j];
            }
            rows[i][UNKNOWNS] += weighed * residual;
        }
    }

    /** Gauss-Jordan with the largest pivot of the column. */
    private double[] eliminated() {
        for (int column = 0; column < UNKNOWNS; column++) {
            int pivot = column;
            for (int row = column + 1; row < UNKNOWNS; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            double[] swapped = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = swapped;
            if (Math.abs(swapped[column]) < TINY) {
                return null;
            }
            for (int row = 0; row < UNKNOWNS; row++) {
                double factor = row == column ? 0 : rows[row][column] / swapped[column];
                for (int k = column; k <= UNKNOWNS; k++) {
                    rows[row][k] -= factor * swapped[k];
                }
            }
        }
        double[] step = new double[UNKNOWNS];
        for (int i = 0; i < UNKNOWNS; i++) {
            step[i] = rows[i][UNKNOWNS] / rows[i][i];
        }
        return step;
    }
}
