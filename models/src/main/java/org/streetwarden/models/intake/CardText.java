package org.streetwarden.models.intake;

import java.util.List;
import org.streetwarden.models.intake.Statement.Pixels;

/** The skeleton of an imported model's card: what was stated and by what it was borne out, and all that nobody has said. */
final class CardText {

    private CardText() {}

    /** @param evidence lines of what was tried, may be empty */
    static String of(ForeignModel model, Statement stated, List<String> evidence) {
        Pixels pixels = stated.pixels();
        return """
                # %s %s

                Imported from `%s`. Head: %s (%s).

                | | stated at import |
                |---|---|
                | colour order | %s |
                | samples | (sample * %s - %s) / %s |
                | letterbox | %s |
                | classes | %d |
                | licence | %s |

                ## How the pixels are known

                %s

                ## What is not known

                - What it was trained on, under which licence, and whether pictures of this city are like it: **unknown**.
                - Its figures on labelled pictures: **not measured**. `model evaluate` measures them.
                - Its thresholds: %s.
                - Where it fails: **unknown**.
                - %s
                """.formatted(
                        stated.name().orElseThrow(),
                        stated.version().orElseThrow(),
                        model.file().getFileName(),
                        stated.head().or(model::head).orElseThrow().written(),
                        model.why(),
                        pixels.colour().orElseThrow(),
                        pixels.scale().orElseThrow(),
                        pixels.mean().orElseThrow(),
                        pixels.std().orElseThrow(),
                        ManifestText.written(pixels.placement().orElseThrow()),
                        stated.classes().size(),
                        stated.licence().orElseThrow(),
                        evidence.isEmpty() ? "A person stated them; nothing was tried." : fenced(evidence),
                        stated.thresholds().keySet().containsAll(stated.classes())
                                ? "stated for every class; on which data they were chosen is **unknown**"
                                : "one number for all classes but those stated, **chosen on no data**",
                        stated.experimental()
                                ? "Every class is marked experimental: what it raises waits for a reviewer."
                                : "Its classes are **not** marked experimental, on the word of whoever imported it.");
    }

    private static String fenced(List<String> lines) {
        return "```\n" + String.join("\n", lines) + "\n```";
    }
}
