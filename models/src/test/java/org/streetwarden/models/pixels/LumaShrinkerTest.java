package org.streetwarden.models.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.Painting;
import org.streetwarden.models.Painting.Colour;
import org.streetwarden.scene.LumaGrid;

class LumaShrinkerTest {

    /** Pictures of any size and shape fill the grid; a box keeps its fractions; limited range becomes full. */
    @Test
    void keepsFractionsWhateverTheShape() {
        int before = PictureScaler.open();
        try (LumaShrinker shrinker = new LumaShrinker()) {
            for (int[] size : new int[][] {{1920, 1080}, {640, 480}, {320, 240}, {101, 77}, {1920, 1080}}) {
                try (Painting picture = new Painting(0, size[0], size[1], Colour.BLACK)) {
                    picture.paint(new Box(0.5, 0.5, 1, 1), Colour.WHITE);
                    byte[] samples = shrinker.shrink(picture).samples();
                    assertThat(samples[20 * LumaGrid.WIDTH + 40] & 0xff).isBetween(0, 2);
                    assertThat(samples[70 * LumaGrid.WIDTH + 120] & 0xff).isBetween(253, 255);
                    assertThat(samples[20 * LumaGrid.WIDTH + 120] & 0xff).isBetween(0, 2);
                }
            }
        }
        assertThat(PictureScaler.open()).isEqualTo(before);
    }
}
