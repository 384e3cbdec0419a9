package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.pixels.TensorWriter;

/** What every detector does. Each sees patches: "blue" above 0.25, "red" above 0.5; black pictures make it fail. */
public abstract class DetectorContract {

    protected static final long EMPTY = 0;
    protected static final long BLUE_LEFT = 1;
    protected static final long RED_RIGHT = 2;
    protected static final long FAINT_RED = 3;
    protected static final long TWO = 4;
    protected static final long BLACK = 5;

    protected static final Box LEFT = new Box(0.125, 0.25, 0.25, 0.5);
    protected static final Box RIGHT = new Box(0.75, 0.5, 0.875, 0.75);

    /** A detector of patches, or a fake that knows what the pictures of those times show. */
    protected abstract Detector open() throws DetectorFailure;

    /** The picture of that time, at a size of 2 to 1. */
    private static Painting picture(long ptsUs, int width) {
        Painting picture =
                new Painting(ptsUs, width, width / 2, ptsUs == BLACK ? Painting.Colour.BLACK : Painting.Colour.GREY);
        if (ptsUs == BLUE_LEFT || ptsUs == TWO) {
            picture.paint(LEFT, Painting.Colour.BLUE);
        }
        if (ptsUs == RED_RIGHT || ptsUs == TWO) {
            picture.paint(RIGHT, Painting.Colour.RED);
        }
        if (ptsUs == FAINT_RED) {
            picture.paint(new Box(0.75, 0.5, 0.875, 0.59), Painting.Colour.RED);
        }
        return picture;
    }

    private static void assertSees(List<Detection> seen, String label, Box where) {
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().label()).isEqualTo(label);
        assertThat(seen.getFirst().score()).isBetween(0.8f, 1f);
        assertThat(seen.getFirst().box().iou(where)).isGreaterThan(0.99);
    }

    @Test
    void answersInTheOrderOfTheFrames() throws Exception {
        try (Detector detector = open()) {
            List<List<Detection>> seen = detector.detect(List.of(
                    picture(RED_RIGHT, 640), picture(EMPTY, 640), picture(BLUE_LEFT, 640), picture(RED_RIGHT, 640)));

            assertThat(seen).hasSize(4);
            assertSees(seen.get(0), "red", RIGHT);
            assertThat(seen.get(1)).isEmpty();
            assertSees(seen.get(2), "blue", LEFT);
            assertSees(seen.get(3), "red", RIGHT);
        }
    }

    @Test
    void seesNothingInAnEmptyPicture() throws Exception {
        try (Detector detector = open()) {
            assertThat(detector.detect(List.of(picture(EMPTY, 640)))).containsExactly(List.of());
        }
    }

    @Test
    void takesFramesOfMixedSizes() throws Exception {
        try (Detector detector = open()) {
            List<Painting> frames = new ArrayList<>();
            for (int width : new int[] {64, 1920, 320, 128, 704, 2560, 512, 256, 1280, 960, 64, 1920}) {
                frames.add(picture(BLUE_LEFT, width));
            }
            for (List<Detection> seen : detector.detect(frames)) {
                assertSees(seen, "blue", LEFT);
            }
        }
    }

    @Test
    void putsTheBestFirst() throws Exception {
        try (Detector detector = open()) {
            List<Detection> seen = detector.detect(List.of(picture(TWO, 640))).getFirst();

            assertThat(seen).extracting(Detection::label).containsExactlyInAnyOrder("blue", "red");
            assertThat(seen.get(0).score()).isGreaterThanOrEqualTo(seen.get(1).score());
        }
    }

    @Test
    void honoursEachClassesThreshold() throws Exception {
        try (Detector detector = open()) {
            assertThat(detector.detect(List.of(picture(FAINT_RED, 640)))).containsExactly(List.of());
        }
    }

    @Test
    void staysUsableAfterAFailure() throws Exception {
        try (Detector detector = open()) {
            assertThatThrownBy(() -> detector.detect(List.of(picture(BLACK, 640))))
                    .isInstanceOf(DetectorFailure.class)
                    .hasMessageNotContaining("\n");
            assertSees(detector.detect(List.of(picture(BLUE_LEFT, 640))).getFirst(), "blue", LEFT);
        }
    }

    @Test
    void leavesTheFramesToTheirOwner() throws Exception {
        try (Detector detector = open()) {
            Painting frame = picture(EMPTY, 64);
            detector.detect(List.of(frame));
            assertThat(frame.timesClosed()).isZero();
        }
    }

    @Test
    void takesAsManyAsItSaysAndNoMore() throws Exception {
        try (Detector detector = open()) {
            Painting frame = picture(EMPTY, 64);
            List<Painting> most = java.util.Collections.nCopies(detector.maxBatch(), frame);
            assertThat(detector.detect(most)).hasSize(detector.maxBatch());

            assertThatThrownBy(() -> detector.detect(List.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> detector.detect(java.util.Collections.nCopies(detector.maxBatch() + 1, frame)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void namesItsModel() throws Exception {
        try (Detector detector = open()) {
            assertThat(detector.model().name()).isNotBlank();
            assertThat(detector.model().sha256()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void freesEverythingWhenClosed() throws Exception {
        long bytesBefore = Pointer.totalBytes();
        for (int i = 0; i < 5; i++) {
            Detector detector = open();
            detector.detect(List.of(picture(BLUE_LEFT, 64)));
            detector.close();
            detector.close();
            assertThatThrownBy(() -> detector.detect(List.of(picture(EMPTY, 64))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(Pointer.totalBytes()).isEqualTo(bytesBefore);
        assertThat(TensorWriter.scalersOpen()).isZero();
    }
}
