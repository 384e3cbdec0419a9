package org.streetwarden.scene;

/**
 * Whether a picture shows the same view as another, and where: the same view is more alike unmoved than moved far, whatever
 * the light and whatever passes; another view is not.
 *
 * @param likeness unmoved, or moved by one pixel as a pole does in the wind; -1 to 1
 * @param margin of it over the best likeness among far moves, where only chance is alike; the likeness itself where that says
 *     enough
 * @param moved whether a small move explains it much better
 */
record Resemblance(double likeness, double margin, boolean moved) {

    /** Another view reaches 0.03, by chance; the same one keeps this in rain, by night and behind traffic. */
    static final double SAME = 0.06;

    private static final int[][] FAR = far();

    /** Unmoved, so alike that nothing else needs to be asked: most looks of a fixed view. */
    private static final double SURE = 0.6;

    /** Beyond this margin no small move needs to be tried. */
    private static final double CLEARLY = 0.4;

    private static final double LEAST_MOVED = 0.3;
    private static final double MUCH_BETTER = 0.15;
    private static final int NEAR = 6;

    private static int[][] far() {
        int[][] far = new int[24][];
        int i = 0;
        for (int r : new int[] {8, 14, 20}) {
            for (int[] way : new int[][] {{4, 0}, {0, 3}, {4, 2}, {4, -2}}) {
                far[i++] = new int[] {r * way[0] / 4, r * way[1] / 4};
                far[i++] = new int[] {-r * way[0] / 4, -r * way[1] / 4};
            }
        }
        return far;
    }

    static Resemblance of(ViewField view, ViewField now) {
        double near = view.likeness(now, 0, 0);
        if (near >= SURE) {
            return new Resemblance(near, near, false);
        }
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                near = Math.max(near, view.likeness(now, dx, dy));
            }
        }
        double chance = -1;
        for (int[] move : FAR) {
            chance = Math.max(chance, view.likeness(now, move[0], move[1]));
        }
        double margin = near - chance;
        return new Resemblance(near, margin, margin >= SAME && margin < CLEARLY && moved(view, now, near));
    }

    private static boolean moved(ViewField view, ViewField now, double near) {
        double best = -1;
        for (int dy = -NEAR; dy <= NEAR; dy += 2) {
            for (int dx = -NEAR; dx <= NEAR; dx += 2) {
                best = Math.max(best, view.likeness(now, dx, dy));
            }
        }
        return best >= LEAST_MOVED && best >= near + MUCH_BETTER;
    }

    /** Whether both show the same place from the same side, however well. */
    boolean same() {
        return margin >= SAME;
    }
}
