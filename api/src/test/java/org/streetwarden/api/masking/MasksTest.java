package org.streetwarden.api.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

class MasksTest {

    private static final Box SUBJECT = new Box(0.4, 0.4, 0.8, 0.9);

    private static List<LabelledBox> masks(Kind kind, LabelledBox... things) {
        return Masks.of(List.of(things), kind, SUBJECT);
    }

    @Test
    void hidesAPersonFromAboveTheHeadToTheWaist() {
        assertThat(masks(Kind.VENDING, new LabelledBox("person", new Box(0.5, 0.1, 0.6, 0.7))))
                .singleElement()
                .satisfies(mask -> {
                    assertThat(mask.box().top()).isCloseTo(0.04, within(1e-9));
                    assertThat(mask.box().bottom()).isCloseTo(0.5, within(1e-9));
                    assertThat(mask.box().left()).isCloseTo(0.49, within(1e-9));
                    assertThat(mask.box().right()).isCloseTo(0.61, within(1e-9));
                });
    }

    @Test
    void staysInsideThePicture() {
        assertThat(masks(Kind.VENDING, new LabelledBox("vehicle", new Box(-0.2, 0.5, 1.2, 1.0))))
                .extracting(LabelledBox::box)
                .containsExactly(new Box(0, 0.75, 1, 1));
    }

    @Test
    void hidesEveryPlateButTheParkedVehiclesOwn() {
        LabelledBox parked = new LabelledBox("vehicle", new Box(0.41, 0.41, 0.81, 0.9));
        LabelledBox passing = new LabelledBox("vehicle", new Box(0.0, 0.4, 0.2, 0.6));
        assertThat(masks(Kind.GREEN_PARKING, parked, passing)).hasSize(1);
        assertThat(masks(Kind.VENDING, parked, passing)).hasSize(2);
    }

    @Test
    void leavesOtherThingsAlone() {
        assertThat(masks(Kind.VENDING, new LabelledBox("stall", SUBJECT), new LabelledBox("bin", SUBJECT)))
                .isEmpty();
    }

    @Test
    void countsOverlappingMasksOnce() {
        LabelledBox half = new LabelledBox("person", new Box(0, 0, 0.5, 1));
        assertThat(Masks.share(new Box(0, 0, 1, 1), List.of(half, half))).isCloseTo(0.5, within(0.02));
        assertThat(Masks.share(new Box(0, 0, 1, 1), List.of())).isZero();
        assertThat(Masks.share(new Box(0.1, 0.1, 0.2, 0.2), List.of(half))).isEqualTo(1);
    }
}
