package org.streetwarden.api.cases;

import java.util.List;
import java.util.stream.Collectors;

/** A case does not go from where it stands to where somebody wants it. Nothing has changed. */
public final class StepRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StepRefused(String message) {
        super(message, null, false, false);
    }

    /**
     * @param wanted an action or a state
     * @param possible every step from there
     */
    static StepRefused of(CaseLife.Standing standing, String wanted, List<CaseStep> possible) {
        String steps = possible.stream().map(CaseStep::action).collect(Collectors.joining(", "));
        return new StepRefused("Case %s is %s; %s is not possible from there, %s"
                .formatted(
                        standing.caseNo(),
                        standing.status(),
                        wanted,
                        steps.isEmpty() ? "nor is anything else." : "only " + steps + "."));
    }

    /** It needs a reviewer's reason. */
    public static StepRefused byVerdict(CaseLife.Standing standing, String action) {
        return new StepRefused("Case %s is %s; %s is possible by a verdict only, which says why."
                .formatted(standing.caseNo(), standing.status(), action));
    }

    /** The platform's number alone does not say which case is meant. */
    public static StepRefused ambiguous(String platformCaseNo, List<String> caseNos) {
        return new StepRefused("Several cases have the platform's number %s: %s; caseNo must say which."
                .formatted(platformCaseNo, String.join(", ", caseNos)));
    }

    /** Somebody else was first. */
    public static StepRefused judged(String caseNo, String who, String said) {
        return new StepRefused("Case %s was judged by %s already: %s.".formatted(caseNo, who, said));
    }

    /** @param deliveries ids and targets of what is held of it */
    public static StepRefused held(CaseLife.Standing standing, String action, String deliveries) {
        return new StepRefused(
                ("Case %1$s is %2$s; %3$s is not possible while its hand-over is held: %4$s. A reviewer joins it, hands it over or "
                                + "has the target asked again: POST /api/v1/cases/%1$s/nearby with act join, push or ask.")
                        .formatted(standing.caseNo(), standing.status(), action, deliveries));
    }

    /** Somebody meant a case that stood elsewhere. */
    public static StepRefused moved(CaseLife.Standing standing, CaseStatus expected) {
        return new StepRefused("Case %s is %s and no longer %s; look at it again."
                .formatted(standing.caseNo(), standing.status(), expected));
    }
}
