package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;

class GroundCoverTest {

    private static final LonLat CORNER = new LonLat(117.02, 36.66);

    @Test
    void holdsTheCellsThatWereSeen() {
        boolean[] cells = new boolean[12];
        cells[0] = true;
        cells[11] = true;
        GroundCover cover = GroundCover.of(CORNER, 10, 4, cells);
        LocalPlane plane = new LocalPlane(CORNER);
        assertThat(cover.holds(plane.at(5, 5))).isTrue();
        assertThat(cover.holds(plane.at(15, 5))).isFalse();
        assertThat(cover.holds(plane.at(35, 25))).isTrue();
        assertThat(cover.holds(plane.at(45, 25))).isFalse();
        assertThat(cover.holds(plane.at(-1, 5))).isFalse();
        assertThat(cover.holds(plane.at(5, 35))).isFalse();
        assertThat(GroundCover.NONE.holds(CORNER)).isFalse();
    }

    @Test
    void refusesBitsThatAreNotItsCells() {
        assertThatThrownBy(() -> new GroundCover(CORNER, 10, 4, 3, "AA")).hasMessageContaining("4 x 3 cells");
        assertThatThrownBy(() -> new GroundCover(CORNER, 10, 4, 3, "A!A")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GroundCover(CORNER, 0, 0, 0, "")).hasMessageContaining("0.0 m");
        assertThatThrownBy(() -> new GroundCover(CORNER, 10, 65536, 65536, "")).hasMessageContaining("65536");
    }
}
