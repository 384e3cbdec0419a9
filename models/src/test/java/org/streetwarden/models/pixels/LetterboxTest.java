package org.streetwarden.models.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.streetwarden.models.InputFormat;

class LetterboxTest {

    static InputFormat input(int width, int height, InputFormat.Placement placement) {
        return new InputFormat(
                "images",
                width,
                height,
                InputFormat.Colour.BGR,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                placement,
                114);
    }

    @Test
    void centresAFullHdPicture() {
        Letterbox box = Letterbox.of(1920, 1080, input(576, 320, InputFormat.Placement.CENTRE));

        assertThat(box).isEqualTo(new Letterbox(1920, 1080, 3, 0, 569, 320));
    }

    @Test
    void putsAPictureTopLeftWhereAsked() {
        Letterbox box = Letterbox.of(1920, 1080, input(640, 640, InputFormat.Placement.TOP_LEFT));

        assertThat(box).isEqualTo(new Letterbox(1920, 1080, 0, 0, 640, 360));
    }

    @Test
    void keepsASliverVisible() {
        Letterbox box = Letterbox.of(16_384, 1, input(64, 64, InputFormat.Placement.CENTRE));

        assertThat(box.height()).isEqualTo(1);
        assertThat(box.width()).isEqualTo(64);
    }

    @Property
    void comesBackFromPixelsToFractions(
            @ForAll @IntRange(min = 1, max = 16_384) int width,
            @ForAll @IntRange(min = 1, max = 16_384) int height,
            @ForAll @DoubleRange(min = -1, max = 2) double x,
            @ForAll @DoubleRange(min = -1, max = 2) double y) {
        Letterbox box = Letterbox.of(width, height, input(576, 320, InputFormat.Placement.CENTRE));

        assertThat(box.fractionX(box.inputX(x))).isCloseTo(x, within(1e-9));
        assertThat(box.fractionY(box.inputY(y))).isCloseTo(y, within(1e-9));
    }

    @Property
    void staysInsideTheInputAndFillsOneSide(
            @ForAll @IntRange(min = 1, max = 16_384) int width, @ForAll @IntRange(min = 1, max = 16_384) int height) {
        Letterbox box = Letterbox.of(width, height, input(576, 320, InputFormat.Placement.CENTRE));

        assertThat(box.left()).isBetween(0, 576 - box.width());
        assertThat(box.top()).isBetween(0, 320 - box.height());
        assertThat(box.width() == 576 || box.height() == 320).isTrue();
    }
}
