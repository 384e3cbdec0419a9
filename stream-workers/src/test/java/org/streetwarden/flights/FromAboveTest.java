package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

class FromAboveTest {

    private static final Detection HEAP = new Detection("rubbish", 0.7f, new Box(0.2, 0.2, 0.4, 0.5));

    private static Detection rubbish(float score, Box box) {
        return new Detection("rubbish", score, box);
    }

    @Test
    void countsAHeapAndAPartOfItOnce() {
        Detection part = rubbish(0.6f, new Box(0.22, 0.2, 0.32, 0.42));
        assertThat(part.box().iou(HEAP.box())).isLessThan(0.6);
        assertThat(FromAbove.things(List.of(part, HEAP))).containsExactly(HEAP);
        Detection surerPart = rubbish(0.8f, part.box());
        assertThat(FromAbove.things(List.of(HEAP, surerPart))).containsExactly(surerPart);
    }

    @Test
    void keepsNeighboursWhoseBoxesMeet() {
        Detection beside = rubbish(0.6f, new Box(0.35, 0.4, 0.55, 0.6));
        assertThat(FromAbove.things(List.of(HEAP, beside))).containsExactly(HEAP, beside);
    }

    @Test
    void keepsWhatIsOfAnotherKind() {
        Detection car = new Detection("vehicle", 0.9f, HEAP.box());
        assertThat(FromAbove.things(List.of(HEAP, car))).containsExactly(car, HEAP);
    }

    @Test
    void keepsBothOfTwoCarsThatAWiderBoxHolds() {
        Detection one = new Detection("vehicle", 0.9f, new Box(0.1, 0.1, 0.2, 0.3));
        Detection two = new Detection("vehicle", 0.8f, new Box(0.21, 0.1, 0.31, 0.3));
        Detection both = new Detection("vehicle", 0.65f, new Box(0.1, 0.1, 0.31, 0.3));
        assertThat(FromAbove.things(List.of(both, one, two))).containsExactly(one, two);
    }
}
