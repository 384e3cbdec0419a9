package org.streetwarden.models.inspect;

import java.util.Optional;
import org.streetwarden.models.engine.GraphShape;
import org.streetwarden.models.head.Grid;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Shapes;

/**
 * Which head a graph's shapes fit, and why.
 *
 * @param head empty where none fits
 * @param why one sentence
 */
public record HeadGuess(Optional<HeadLayout> head, String why) {

    public static HeadGuess of(GraphShape graph) {
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            return none("expected one input and one output, found %d and %d"
                    .formatted(graph.inputs().size(), graph.outputs().size()));
        }
        long[] in = graph.inputs().getFirst().axes();
        long[] out = graph.outputs().getFirst().axes();
        if (in.length != 4 || in[1] != 3 || in[2] < 32 || in[3] < 32 || in[2] % 32 != 0 || in[3] % 32 != 0) {
            return none(
                    "expected an input [batch, 3, height, width] with fixed multiples of 32, found " + Shapes.text(in));
        }
        if (Math.max(in[2], in[3]) > 16_384) {
            return none("expected an input of sane size, found " + Shapes.text(in));
        }
        return out.length == 3
                ? byOutput(in, out)
                : none("expected an output of three axes, found " + Shapes.text(out));
    }

    private static HeadGuess byOutput(long[] in, long[] out) {
        int places = new Grid((int) in[3], (int) in[2]).places();
        String grid = "%d places are the cells of strides 8, 16 and 32 on %d x %d".formatted(places, in[3], in[2]);
        if (out[1] == places && out[2] > 5) {
            return new HeadGuess(
                    Optional.of(HeadLayout.YOLOX),
                    "%s is [batch, places, 5 + %d classes]; %s".formatted(Shapes.text(out), out[2] - 5, grid));
        }
        if (out[2] == places && out[1] > 4) {
            return new HeadGuess(
                    Optional.of(HeadLayout.YOLOV8),
                    "%s is [batch, 4 + %d classes, places]; %s".formatted(Shapes.text(out), out[1] - 4, grid));
        }
        return none("no known layout has an output %s for an input %s".formatted(Shapes.text(out), Shapes.text(in)));
    }

    private static HeadGuess none(String why) {
        return new HeadGuess(Optional.empty(), why);
    }
}
