package org.streetwarden.benchmarks.scene;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_video.createBackgroundSubtractorMOG2;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.BackgroundSubtractorMOG2;
import org.streetwarden.scene.LumaGrid;

/** OpenCV's mixture of Gaussians (Zivkovic 2004) with its own shadow test; what it calls shadow is background. */
final class Mog2Mask implements ForegroundMask {

    private static final byte FOREGROUND = (byte) 255;

    private final BackgroundSubtractorMOG2 subtractor;
    private final Mat picture = new Mat(LumaGrid.HEIGHT, LumaGrid.WIDTH, CV_8UC1);
    private final Mat mask = new Mat();
    private final byte[] labels = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];

    /**
     * @param history looks it remembers; OpenCV's default is 500
     * @param threshold squared distance in standard deviations; OpenCV's default is 16
     */
    Mog2Mask(int history, double threshold) {
        subtractor = createBackgroundSubtractorMOG2(history, threshold, true);
    }

    @Override
    public void look(LumaGrid grid, boolean learning, boolean[] foreground) {
        picture.data().put(grid.samples());
        subtractor.apply(picture, mask);
        mask.data().get(labels);
        for (int i = 0; i < labels.length; i++) {
            foreground[i] = labels[i] == FOREGROUND;
        }
    }

    @Override
    public void close() {
        subtractor.close();
        picture.close();
        mask.close();
    }
}
