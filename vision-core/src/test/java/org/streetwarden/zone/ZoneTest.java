package org.streetwarden.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.geometry.Polygon;

class ZoneTest {

    @Test
    void namesItsFaultsAndItsPolygons() {
        assertThat(new Zone("a b", Kind.VENDING, Polygon.of(0, 0)).problems())
                .containsExactly(
                        "id: expected 1 to 64 letters, digits, '.', '-', '_', found 'a b'",
                        "polygon: expected 3 to 256 corners, found 1");
        assertThat(new Zone("gate-1", Kind.VENDING, Polygon.PICTURE).problems()).isEmpty();
    }

    @Test
    void versionFollowsWhatIsJudged() {
        Zone zone = new Zone("gate", Kind.VENDING, Polygon.PICTURE);
        Schedule hours = Schedule.parse("Asia/Shanghai", List.of("daily 18:00-22:00"), new ArrayList<>());
        assertThat(zone.version())
                .matches("[0-9a-f]{12}")
                .isEqualTo(new Zone("gate", Kind.VENDING, Polygon.of(0, 0, 1, 0, 1, 1, 0, 1)).version())
                .isNotEqualTo(new Zone("gate", Kind.DUMPING, Polygon.PICTURE).version())
                .isNotEqualTo(new Zone("gate", Kind.VENDING, Polygon.of(0, 0, 1, 0, 1, 1)).version())
                .isNotEqualTo(new Zone("gate", Kind.VENDING, Polygon.PICTURE, hours, RuleOverrides.NONE).version());
    }

    @Test
    void versionLeavesOverridesToTheRule() {
        RuleOverrides shorter =
                RuleOverrides.times(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(new Zone("gate", Kind.VENDING, Polygon.PICTURE, Schedule.NEVER, shorter).version())
                .isEqualTo(new Zone("gate", Kind.VENDING, Polygon.PICTURE).version());
    }
}
