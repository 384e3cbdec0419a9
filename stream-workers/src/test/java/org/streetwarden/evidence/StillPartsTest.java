package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures of 80 by 48 pixels, ten cells by six. */
class StillPartsTest {

    private static final int WIDTH = 80;
    private static final int HEIGHT = 48;
    private static final int CELLS = 60;

    private interface Level {
        int at(int x, int y);
    }

    private static SmallPicture picture(Level luma) {
        byte[][] planes = {new byte[WIDTH * HEIGHT], new byte[WIDTH * HEIGHT / 4], new byte[WIDTH * HEIGHT / 4]};
        for (int i = 0; i < planes[0].length; i++) {
            planes[0][i] = (byte) luma.at(i % WIDTH, i / WIDTH);
        }
        return new SmallPicture(0, WIDTH, HEIGHT, planes);
    }

    private static StillParts parts(SmallPicture... pictures) {
        return new StillParts(
                WIDTH, HEIGHT, List.of(pictures).stream().map(StillParts::cells).toList());
    }

    private static List<Integer> moving(StillParts parts, SmallPicture picture) {
        boolean[] moving = parts.moving(picture);
        return IntStream.range(0, CELLS).filter(i -> moving[i]).boxed().toList();
    }

    private static int street(int x, int y) {
        return 40 + x + y;
    }

    /** Over the one cell at column 4 and row 3. */
    private static SmallPicture walker(int by) {
        return picture((x, y) -> street(x, y) + (x / 8 == 4 && y / 8 == 3 ? by : 0));
    }

    private static final SmallPicture STREET = picture(StillPartsTest::street);

    @Test
    void marksACellThatDiffersAndTwoAroundIt() {
        StillParts parts = parts(STREET, STREET, walker(50));
        assertThat(moving(parts, STREET)).isEmpty();
        assertThat(moving(parts, walker(5))).isEmpty();
        assertThat(moving(parts, walker(9)))
                .hasSize(25)
                .contains(34, 12, 16, 52, 56)
                .doesNotContain(11, 17, 2, 31, 37);
        assertThat(moving(parts, walker(-9))).hasSize(25);
    }

    @Test
    void seesColours() {
        SmallPicture red = picture(StillPartsTest::street);
        red.planes()[2][0] = (byte) 200;
        assertThat(moving(parts(STREET, STREET, STREET), red)).containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22);
    }

    @Test
    void takesALightThatChangesForNoMovement() {
        assertThat(moving(parts(STREET, STREET, STREET), picture((x, y) -> street(x, y) + 30)))
                .isEmpty();
    }

    @Test
    void takesAllOfATurnedViewForMovement() {
        assertThat(moving(parts(STREET, STREET, STREET), picture((x, y) -> 40 + 2 * (WIDTH - x))))
                .hasSizeGreaterThan(CELLS * 9 / 10);
    }

    @Test
    void allowsForWhatStirsButNotForMore() {
        StillParts parts = parts(walker(0), walker(8), walker(-8), walker(9), walker(-9));
        assertThat(moving(parts, walker(17))).isEmpty();
        assertThat(moving(parts, walker(19))).isNotEmpty();
        StillParts wild = parts(walker(0), walker(60), walker(-30), walker(90), walker(30));
        assertThat(moving(wild, walker(30))).isEqualTo(Collections.emptyList());
        assertThat(moving(wild, walker(49))).isNotEmpty();
    }
}
