package org.streetwarden.models.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.Painting;

class TensorWriterTest {

    private static final InputFormat STREET = LetterboxTest.input(576, 320, InputFormat.Placement.CENTRE);

    /** A street-like picture: smooth shades with texture on top, inside the gamut. */
    private static Painting textured(int width, int height) {
        Random random = new Random(5);
        return Painting.of(
                width,
                height,
                (plane, x, y) -> plane == 0
                        ? 60 + (int) (60 + 50 * Math.sin(x / 37.0) * Math.cos(y / 23.0)) + random.nextInt(25)
                        : 118 + (x / 16 + y / 16) % 20);
    }

    /** Exact area averages of each plane, then the matrix as the standard writes it. */
    private static double[] exact(Frame frame, Letterbox box, int x, int y, double kr, double kb) {
        double luma = (mean(frame, 0, box, x, y) - 16) / 219;
        double cb = (mean(frame, 1, box, x, y) - 128) / 224;
        double cr = (mean(frame, 2, box, x, y) - 128) / 224;
        double red = luma + 2 * (1 - kr) * cr;
        double blue = luma + 2 * (1 - kb) * cb;
        double green = (luma - kr * red - kb * blue) / (1 - kr - kb);
        return new double[] {255 * blue, 255 * green, 255 * red};
    }

    private static double mean(Frame frame, int plane, Letterbox box, int x, int y) {
        double columns = (double) (plane == 0 ? frame.width() : (frame.width() + 1) / 2) / box.width();
        double rows = (double) (plane == 0 ? frame.height() : (frame.height() + 1) / 2) / box.height();
        double sum = 0;
        for (int r = (int) (y * rows); r < (y + 1) * rows - 1e-9; r++) {
            double share = Math.min(r + 1, (y + 1) * rows) - Math.max(r, y * rows);
            for (int c = (int) (x * columns); c < (x + 1) * columns - 1e-9; c++) {
                double part = Math.min(c + 1, (x + 1) * columns) - Math.max(c, x * columns);
                sum += share * part * (frame.plane(plane).get(r * frame.stride(plane) + c) & 0xff);
            }
        }
        return sum / (rows * columns);
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080, 0.2126, 0.0722", "2560, 1440, 0.2126, 0.0722", "1279, 717, 0.299, 0.114"})
    void comesWithinOneLevelOfTheExactAreaAverage(int width, int height, double kr, double kb) {
        try (BatchTensor tensor = new BatchTensor(1, 576, 320);
                TensorWriter writer = new TensorWriter(STREET, tensor);
                Painting frame = textured(width, height)) {
            Letterbox box = writer.write(frame, 0);

            double sum = 0;
            for (int y = 0; y < box.height(); y++) {
                for (int x = 0; x < box.width(); x++) {
                    double[] expected = exact(frame, box, x, y, kr, kb);
                    for (int channel = 0; channel < 3; channel++) {
                        double found = at(tensor, 0, channel, box.left() + x, box.top() + y);
                        assertThat(found).isCloseTo(expected[channel], within(6.0));
                        sum += Math.abs(found - expected[channel]);
                    }
                }
            }
            assertThat(sum / (3 * box.width() * box.height())).isLessThan(1.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"BLUE, 255, 0, 0", "RED, 0, 0, 255", "WHITE, 255, 255, 255", "BLACK, 0, 0, 0"})
    void writesBlueGreenRed(Painting.Colour colour, double blue, double green, double red) {
        try (BatchTensor tensor = new BatchTensor(1, 64, 32);
                TensorWriter writer =
                        new TensorWriter(LetterboxTest.input(64, 32, InputFormat.Placement.CENTRE), tensor)) {
            writer.write(new Painting(0, 320, 160, colour), 0);

            assertThat(at(tensor, 0, 0, 20, 10)).isCloseTo(blue, within(4.0));
            assertThat(at(tensor, 0, 1, 20, 10)).isCloseTo(green, within(4.0));
            assertThat(at(tensor, 0, 2, 20, 10)).isCloseTo(red, within(4.0));
        }
    }

    @Test
    void writesRedFirstScaledAndShiftedWhereAsked() {
        InputFormat format = new InputFormat(
                "x",
                64,
                32,
                InputFormat.Colour.RGB,
                1 / 255.0,
                List.of(0.5, 0.25, 0.0),
                List.of(0.5, 1.0, 2.0),
                InputFormat.Placement.TOP_LEFT,
                0);
        try (BatchTensor tensor = new BatchTensor(1, 64, 32);
                TensorWriter writer = new TensorWriter(format, tensor)) {
            writer.write(new Painting(0, 32, 32, Painting.Colour.RED), 0);

            assertThat(at(tensor, 0, 0, 5, 5)).isCloseTo((1 - 0.5) / 0.5, within(0.05));
            assertThat(at(tensor, 0, 1, 5, 5)).isCloseTo(-0.25, within(0.05));
            assertThat(at(tensor, 0, 2, 5, 5)).isCloseTo(0.0, within(0.05));
            assertThat(at(tensor, 0, 0, 60, 5)).isEqualTo(-1.0);
            assertThat(at(tensor, 0, 1, 60, 5)).isEqualTo(-0.25);
        }
    }

    @Test
    void padsAnewWhenASlotTakesAnotherShape() {
        try (BatchTensor tensor = new BatchTensor(2, 576, 320);
                TensorWriter writer = new TensorWriter(STREET, tensor)) {
            writer.write(new Painting(0, 1920, 1080, Painting.Colour.WHITE), 1);
            Letterbox tall = writer.write(new Painting(0, 400, 800, Painting.Colour.WHITE), 1);

            assertThat(at(tensor, 1, 0, tall.left() - 1, 160)).isEqualTo(114.0);
            assertThat(at(tensor, 1, 2, tall.left() + tall.width(), 0)).isEqualTo(114.0);
            assertThat(at(tensor, 1, 1, tall.left(), 0)).isCloseTo(255, within(2.0));
            assertThat(at(tensor, 0, 0, 288, 160)).isZero();
        }
    }

    @Test
    void scalesASmallPictureUpSmoothly() {
        try (BatchTensor tensor = new BatchTensor(1, 64, 32);
                TensorWriter writer =
                        new TensorWriter(LetterboxTest.input(64, 32, InputFormat.Placement.CENTRE), tensor)) {
            writer.write(
                    new Painting(0, 4, 2, Painting.Colour.BLACK).paint(new Box(0.5, 0, 1, 1), Painting.Colour.WHITE),
                    0);

            for (int x = 1; x < 64; x++) {
                assertThat(at(tensor, 0, 1, x, 16)).isGreaterThanOrEqualTo(at(tensor, 0, 1, x - 1, 16));
            }
            assertThat(at(tensor, 0, 1, 31, 16)).isBetween(90.0, 165.0);
        }
    }

    @Test
    void refusesAFrameShorterThanItsSize() {
        try (BatchTensor tensor = new BatchTensor(1, 576, 320);
                TensorWriter writer = new TensorWriter(STREET, tensor)) {
            Frame liar = new Painting(0, 1920, 1080, Painting.Colour.GREY) {
                @Override
                public ByteBuffer plane(int plane) {
                    return plane == 2 ? ByteBuffer.allocateDirect(100) : super.plane(plane);
                }
            };
            assertThatThrownBy(() -> writer.write(liar, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected")
                    .hasMessageContaining("found");
        }
    }

    @Test
    void keepsAFewSizesAndFreesTheRest() {
        long bytesBefore = Pointer.totalBytes();
        try (BatchTensor tensor = new BatchTensor(1, 64, 32);
                TensorWriter writer =
                        new TensorWriter(LetterboxTest.input(64, 32, InputFormat.Placement.CENTRE), tensor)) {
            for (int width = 2; width <= 60; width++) {
                writer.write(new Painting(0, width, 40, Painting.Colour.GREY), 0);
            }
            assertThat(TensorWriter.scalersOpen()).isLessThanOrEqualTo(8);
        }
        assertThat(TensorWriter.scalersOpen()).isZero();
        assertThat(Pointer.totalBytes()).isEqualTo(bytesBefore);
    }

    @Test
    void refusesATensorOfNoSize() {
        assertThatThrownBy(() -> new BatchTensor(0, 64, 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchTensor(1 << 20, 4096, 4096)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double at(BatchTensor tensor, int slot, int channel, int x, int y) {
        return tensor.values().get(tensor.planeAt(slot, channel) + y * tensor.width() + x);
    }
}
