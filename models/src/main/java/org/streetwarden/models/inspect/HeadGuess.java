package org.streetwarden.models.inspect;

import java.util.List;
import java.util.Optional;
import org.streetwarden.models.engine.GraphShape;
import org.streetwarden.models.engine.GraphShape.Port;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Shapes;

/**
 * Which head a graph's outputs fit, and why.
 *
 * @param head empty where none fits
 * @param why one sentence
 * @param image name of the input that takes the picture; empty where there is none
 * @param sizes name of the input that takes its width and height
 * @param width input pixels; 0 where the graph leaves it open
 * @param height input pixels; 0 where the graph leaves it open
 * @param outputs names in the order the head takes them
 * @param classes how many the outputs have room for; 0 where their shapes don't say
 */
public record HeadGuess(
        Optional<HeadLayout> head,
        String why,
        String image,
        Optional<String> sizes,
        int width,
        int height,
        List<String> outputs,
        int classes) {

    private static final int MAX_SIDE = 16_384;

    public HeadGuess {
        outputs = List.copyOf(outputs);
    }

    /** A layout that fits the outputs. */
    record Finding(HeadLayout head, int classes, List<Port> outputs, String why) {}

    /** Whether anchors have to be stated. */
    public boolean anchors() {
        return head.isPresent() && head.get().anchorLevels() > 0;
    }

    public static HeadGuess of(OnnxGraph graph) {
        GraphShape shape = graph.shape();
        Optional<Port> image =
                shape.inputs().stream().filter(HeadGuess::isPicture).findFirst();
        Optional<String> sizes = shape.inputs().stream()
                .filter(HeadGuess::isSizes)
                .map(Port::name)
                .findFirst();
        if (image.isEmpty() || shape.inputs().size() != (sizes.isPresent() ? 2 : 1)) {
            return none("expected a float input [batch, 3, height, width] and at most an int64 input [batch, 2], found "
                    + described(shape.inputs()));
        }
        long[] in = image.get().axes();
        long width = in[in.length - 1];
        long height = in[in.length - 2];
        if (Math.max(width, height) > MAX_SIDE) {
            return none("expected an input of sane size, found " + Shapes.text(in));
        }
        Picture picture = new Picture(Math.max(0, (int) width), Math.max(0, (int) height));
        return RowLayouts.find(graph, picture)
                .or(() -> MapLayouts.find(shape.outputs(), picture))
                .map(f -> new HeadGuess(
                        Optional.of(f.head),
                        f.why,
                        image.get().name(),
                        sizes,
                        picture.width,
                        picture.height,
                        f.outputs.stream().map(Port::name).toList(),
                        f.classes))
                .orElseGet(() -> new HeadGuess(
                        Optional.empty(),
                        "no known layout has the outputs %s for an input %s"
                                .formatted(described(shape.outputs()), Shapes.text(in)),
                        image.get().name(),
                        sizes,
                        picture.width,
                        picture.height,
                        List.of(),
                        0));
    }

    /** Sides of the input; 0 where open. */
    record Picture(int width, int height) {

        /** Cells of a stride along both sides; 0 where open. */
        long cells(int stride) {
            return (long) Math.ceilDiv(width, stride) * Math.ceilDiv(height, stride);
        }

        long places() {
            return cells(8) + cells(16) + cells(32);
        }

        @Override
        public String toString() {
            return width + " x " + height;
        }
    }

    private static boolean isPicture(Port port) {
        List<Long> shape = port.shape();
        int channels = shape.size() - 3;
        return port.type().equals("float") && (channels == 0 || channels == 1) && shape.get(channels) == 3;
    }

    private static boolean isSizes(Port port) {
        return port.type().equals("int64")
                && !port.shape().isEmpty()
                && port.shape().size() <= 2
                && port.shape().getLast() == 2;
    }

    static String described(List<Port> ports) {
        return ports.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        ports.stream()
                                .limit(10)
                                .map(p -> p.name() + " " + p.type() + " " + Shapes.text(p.axes()))
                                .toList());
    }

    private static HeadGuess none(String why) {
        return new HeadGuess(Optional.empty(), why, "", Optional.empty(), 0, 0, List.of(), 0);
    }
}
