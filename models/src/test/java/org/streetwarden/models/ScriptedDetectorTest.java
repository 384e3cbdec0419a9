package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;

class ScriptedDetectorTest extends DetectorContract {

    @Override
    protected Detector open() {
        return new ScriptedDetector(ptsUs -> switch ((int) ptsUs) {
            case (int) BLUE_LEFT -> List.of(new Detection("blue", 0.9f, LEFT));
            case (int) RED_RIGHT -> List.of(new Detection("red", 0.9f, RIGHT));
            case (int) TWO -> List.of(new Detection("red", 0.8f, RIGHT), new Detection("blue", 0.9f, LEFT));
            case (int) BLACK -> throw new DetectorFailure("black picture: expected something to see, found nothing");
            default -> List.of();
        });
    }

    @Test
    void followsAListAndThenSeesNothing() throws Exception {
        Detection stall = new Detection("stall", 0.9f, LEFT);
        try (Detector detector = ScriptedDetector.inOrder(List.of(List.of(stall)))) {
            Painting frame = new Painting(7, 16, 16, Painting.Colour.GREY);
            assertThat(detector.detect(List.of(frame, frame))).containsExactly(List.of(stall), List.of());
        }
    }
}
