package org.streetwarden.api.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.cases.CaseNumber;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.life.GoneCheck;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.life.StepOrder;
import org.streetwarden.scene.ViewState;

/** Reads what people and the platform say of a case. */
final class LifeBody {

    static final int MAX_BYTES = 64 * 1024;

    private static final Set<String> STEP_FIELDS = Set.of("action", "from", "who", "why", "platformCaseNo");
    private static final Set<String> CALLBACK_FIELDS = Set.of(
            "caseNo",
            "platformCaseNo",
            "status",
            "at",
            "deliveryId",
            "org",
            "opinion",
            "notPassReason",
            "deadline",
            "attachments");
    private static final int MAX_LINE_CHARS = 500;
    private static final int MAX_NUMBER_CHARS = 64;
    private static final int MAX_DELIVERY_CHARS = 128;
    private static final int MAX_ORG_CHARS = 200;
    private static final int MAX_OPINION_CHARS = 2000;

    private static final List<String> VIEWS =
            Arrays.stream(ViewState.values()).map(Enum::name).toList();

    private LifeBody() {}

    /** @param who asks, whatever the body says */
    static StepOrder step(byte[] body, String who) {
        BodyFields fields = new BodyFields(body, STEP_FIELDS);
        String from = fields.matching("from", name -> CaseStatus.of(name).isPresent(), "a state of cases");
        StepOrder order = new StepOrder(
                fields.required("action", MAX_NUMBER_CHARS),
                from == null ? null : CaseStatus.valueOf(from),
                who,
                fields.required("why", MAX_LINE_CHARS),
                fields.optional("platformCaseNo", MAX_NUMBER_CHARS, false));
        fields.finish();
        return order;
    }

    /** @param signedId what its signature calls it, which names it where the body does not; null for none */
    static Callback callback(byte[] body, String signedId) {
        BodyFields fields = new BodyFields(body, CALLBACK_FIELDS);
        if (!fields.has("caseNo") && !fields.has("platformCaseNo")) {
            fields.missing("caseNo", "our number of the case, or the platform's in platformCaseNo");
        }
        Callback callback = new Callback(
                fields.matching("caseNo", CaseNumber::looksLikeOne, "a number such as VA-370126-20261121-000001"),
                fields.optional("platformCaseNo", MAX_NUMBER_CHARS, false),
                fields.wordOrNumber("status", StatusMap.MAX_WORD_CHARS),
                fields.time("at", true),
                Optional.ofNullable(fields.optional("deliveryId", MAX_DELIVERY_CHARS, false))
                        .orElse(signedId),
                fields.optional("org", MAX_ORG_CHARS, false),
                fields.optional("opinion", MAX_OPINION_CHARS, true),
                fields.optional("notPassReason", MAX_OPINION_CHARS, true),
                fields.time("deadline", false),
                fields.texts("attachments", Callback.MAX_ATTACHMENTS, MAX_OPINION_CHARS));
        fields.finish();
        return callback;
    }

    /** What somebody saw of a handled case. */
    record Seen(String who, List<Sample> samples) {}

    static Seen seen(byte[] body, String who) {
        BodyFields fields = new BodyFields(body, Set.of("who", "samples"));
        if (!fields.has("samples")) {
            fields.missing("samples", "what was looked at");
        }
        List<Sample> samples = new ArrayList<>();
        for (BodyFields each : fields.objects("samples", GoneCheck.MAX_SAMPLES, Set.of("at", "view", "seen"))) {
            Instant at = each.time("at", true);
            String view = each.matching("view", VIEWS::contains, "one of " + String.join(", ", VIEWS));
            if (!each.has("view")) {
                each.missing("view", "one of " + String.join(", ", VIEWS));
            }
            boolean seen = each.flag("seen");
            if (at != null && view != null) {
                samples.add(new Sample(at, ViewState.valueOf(view), seen));
            }
        }
        fields.finish();
        return new Seen(who, samples);
    }
}
