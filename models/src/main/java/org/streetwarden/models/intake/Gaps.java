package org.streetwarden.models.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.streetwarden.models.head.Anchors;
import org.streetwarden.models.intake.Statement.Pixels;
import org.streetwarden.models.intake.Statement.Size;

/** What is still to be stated before a model can become a package, and what has been stated against its file. */
final class Gaps {

    private static final int SHOWN_NAMES = 6;

    private Gaps() {}

    /** One clause each, with the option that fills the gap. */
    static List<String> in(ForeignModel model, Statement stated) {
        List<String> gaps = new ArrayList<>();
        missing(stated.name().isEmpty(), "name", "--name NAME", gaps);
        missing(stated.version().isEmpty(), "version", "--version VERSION", gaps);
        missing(stated.licence().isEmpty(), "licence", "--licence SPDX", gaps);
        shapes(model, stated, gaps::add);
        pixels(stated.pixels(), gaps);
        classes(model, stated, gaps::add);
        return gaps;
    }

    private static void missing(boolean gap, String what, String option, List<String> gaps) {
        if (gap) {
            gaps.add("%s: expected it stated by %s, found nothing".formatted(what, option));
        }
    }

    private static void pixels(Pixels pixels, List<String> gaps) {
        missing(pixels.colour().isEmpty(), "colour order", "--colour RGB|BGR", gaps);
        missing(pixels.scale().isEmpty(), "scale", "--scale 1|1/255", gaps);
        missing(pixels.mean().isEmpty(), "mean", "--mean M or M,M,M (after the scale)", gaps);
        missing(pixels.std().isEmpty(), "deviation", "--std S or S,S,S (after the scale)", gaps);
        missing(pixels.placement().isEmpty(), "letterbox", "--letterbox centre|top-left|stretch", gaps);
        missing(pixels.padMissing(), "pad", "--pad 0..255 (the sample around the picture)", gaps);
    }

    private static void shapes(ForeignModel model, Statement stated, Consumer<String> gaps) {
        if (model.head().or(stated::head).isEmpty()) {
            gaps.accept("head: expected outputs of a known layout, or --head LAYOUT, found that " + model.why());
        }
        if (model.outputs().isEmpty() && stated.outputs().isEmpty()) {
            gaps.accept("outputs: expected their names in the head's order by --outputs A,B, found nothing");
        }
        Optional<Size> size = stated.size();
        if ((model.width() == 0 || model.height() == 0) && size.isEmpty()) {
            gaps.accept("input size: expected it stated by --size WIDTHxHEIGHT, found axes of open length");
        }
        size.ifPresent(s -> {
            if (contradicts(s.width(), model.width()) || contradicts(s.height(), model.height())) {
                gaps.accept("input size: expected %d x %d as in the file, found %d x %d stated"
                        .formatted(model.width(), model.height(), s.width(), s.height()));
            }
        });
        boolean needsAnchors =
                stated.head().or(model::head).map(h -> h.anchorLevels() > 0).orElse(false);
        if (needsAnchors && stated.anchors().isEmpty()) {
            gaps.accept("anchors: expected a known set stated by --anchors %s, found nothing"
                    .formatted(String.join("|", Anchors.names())));
        }
    }

    private static boolean contradicts(int stated, int found) {
        return found != 0 && stated != found;
    }

    private static void classes(ForeignModel model, Statement stated, Consumer<String> gaps) {
        List<String> names = stated.classes();
        if (names.isEmpty()) {
            gaps.accept("class names: expected them stated by --classes FILE or A,B,C, found nothing" + offer(model));
        } else if (model.classes() != 0 && names.size() != model.classes()) {
            gaps.accept("class names: expected %d as its outputs have, found %d stated"
                    .formatted(model.classes(), names.size()));
        }
        known("label", stated.labels().keySet(), names, gaps);
        known("threshold", stated.thresholds().keySet(), names, gaps);
    }

    private static void known(String what, Set<String> stated, List<String> names, Consumer<String> gaps) {
        stated.stream()
                .filter(name -> !names.isEmpty() && !names.contains(name))
                .forEach(name ->
                        gaps.accept("%s: expected one of the class names, found \"%s\" stated".formatted(what, name)));
    }

    private static String offer(ForeignModel model) {
        List<String> names = model.classNames();
        return names.isEmpty()
                ? ""
                : "; its exporter wrote %d names into it (%s%s), --classes metadata takes them"
                        .formatted(
                                names.size(),
                                String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size()))),
                                names.size() > SHOWN_NAMES ? ", …" : "");
    }
}
