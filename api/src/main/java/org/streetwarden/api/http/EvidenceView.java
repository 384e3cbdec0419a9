package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Role;

/**
 * How a caller gets to see pictures: as they were filed, or masked. Masked is what everybody below the auditor gets; who judges
 * cases may see the original for a reason, which stands in the log.
 *
 * @param masked whether pictures are shown masked
 * @param why null where no reason was asked
 */
record EvidenceView(boolean masked, String why) {

    static final EvidenceView FILED = new EvidenceView(false, null);

    private static final String VIEW = "view";
    private static final String WHY = "why";

    /** @throws Problem 400 where the query is none, 403 where the caller may not see originals */
    static EvidenceView of(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of(VIEW, WHY));
        Caller caller = Caller.of(context);
        String why = query.one(WHY).map(String::strip).orElse("");
        String view = query.one(VIEW).orElse(caller.holds(Role.AUDITOR) ? "filed" : "masked");
        return switch (view) {
            case "masked" -> new EvidenceView(true, null);
            case "filed" -> {
                if (!caller.holds(Role.AUDITOR)) {
                    throw refused();
                }
                yield FILED;
            }
            case "original" -> {
                if (!caller.holds(Role.AUDITOR) && !caller.holds(Role.REVIEWER)) {
                    throw refused();
                }
                if (why.isEmpty()) {
                    throw Problem.badParameter(WHY, "a reason for seeing the original", "nothing");
                }
                yield new EvidenceView(false, why);
            }
            default -> throw Problem.badParameter(VIEW, "masked, filed or original", view);
        };
    }

    private static Problem refused() {
        return Problem.of(403, "Masked only", "Only reviewers and auditors see evidence as it was filed.");
    }

    /** What stands in the log of reading a part. */
    AccessLog.Access access(RoutingContext context, String part) {
        String caseNo = context.pathParam("caseNo");
        if (masked) {
            return AccessLog.access(context, "VIEW_MASKED", caseNo, part);
        }
        return why == null
                ? AccessLog.access(context, "VIEW", caseNo, part)
                : AccessLog.access(context, "UNMASK", caseNo, part + ": " + why);
    }
}
