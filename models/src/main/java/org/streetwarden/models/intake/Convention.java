package org.streetwarden.models.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.streetwarden.models.InputFormat.Colour;
import org.streetwarden.models.InputFormat.Placement;
import org.streetwarden.models.intake.Statement.Pixels;

/**
 * One way in which published detectors take their pixels.
 *
 * @param range name of a range of numbers
 */
record Convention(Colour colour, Range range, Placement placement, int pad) {

    private static final int USUAL_PAD = 114;

    /** Which numbers the samples become; mean and deviation in the order red, green, blue. */
    record Range(String name, double scale, List<Double> mean, List<Double> std) {

        static final List<Range> USUAL = List.of(
                new Range("0..255", 1, same(0), same(1)),
                new Range("0..1", 1 / 255.0, same(0), same(1)),
                new Range("-1..1", 1, same(127.5), same(127.5)),
                new Range("imagenet", 1, List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375)));

        private static List<Double> same(double value) {
            return List.of(value, value, value);
        }
    }

    /** Those that contradict nothing that has been stated. */
    static List<Convention> allowedBy(Pixels stated) {
        List<Convention> allowed = new ArrayList<>();
        for (Colour colour : Colour.values()) {
            for (Range range : ranges(stated)) {
                for (Placement placement : Placement.values()) {
                    Convention one = new Convention(colour, range, placement, stated.pad().orElse(USUAL_PAD));
                    if (one.agrees(stated)) {
                        allowed.add(one);
                    }
                }
            }
        }
        return allowed;
    }

    /** The usual ones, unless one has been stated in full; half a statement keeps those that agree with it. */
    private static List<Range> ranges(Pixels stated) {
        if (stated.scale().isPresent() && stated.mean().isPresent() && stated.std().isPresent()) {
            return List.of(new Range(
                    "stated",
                    stated.scale().get(),
                    stated.mean().get(),
                    stated.std().get()));
        }
        return Range.USUAL.stream()
                .filter(range -> stated.scale().isEmpty() || Math.abs(stated.scale().get() - range.scale) < 1e-9)
                .toList();
    }

    private boolean agrees(Pixels stated) {
        return stated.colour().map(c -> c == colour).orElse(true)
                && stated.placement().map(p -> p == placement).orElse(true);
    }

    /** As a statement; mean and deviation in the order of the colours. */
    Pixels pixels() {
        boolean turned = colour == Colour.BGR && !range.name().equals("stated");
        return new Pixels(
                Optional.of(colour),
                Optional.of(range.scale()),
                Optional.of(turned ? range.mean().reversed() : range.mean()),
                Optional.of(turned ? range.std().reversed() : range.std()),
                Optional.of(placement),
                Optional.of(pad));
    }

    /** The three choices it is made of. */
    List<String> choices() {
        return Arrays.asList(colour.name(), range.name(), ManifestText.written(placement));
    }

    @Override
    public String toString() {
        return "%-4s %-8s %-8s".formatted(choices().toArray());
    }
}
