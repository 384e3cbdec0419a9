package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.life.AskedChecks;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CallbackRow;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.life.GoneCheck;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.GoneCheck.Shot;
import org.streetwarden.api.life.HotSpot;

/** Renders call-backs, checks and hot spots as {@code openapi.yaml} promises. */
public final class LifeJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private LifeJson() {}

    public static ObjectNode taken(CallbackLedger.Taken taken) {
        return JSON.objectNode()
                .put("caseNo", taken.caseNo())
                .put("status", taken.status().name())
                .put("outcome", taken.outcome().name())
                .put("repeated", taken.repeated());
    }

    public static ObjectNode list(List<CallbackRow> rows) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("callbacks");
        rows.forEach(row -> array.add(row(row)));
        return node;
    }

    private static ObjectNode row(CallbackRow row) {
        Callback said = row.callback();
        ObjectNode node = JSON.objectNode()
                .put("receivedAt", row.receivedAt().toString())
                .put("outcome", row.outcome().name())
                .put("platformStatus", said.status())
                .put("status", row.status() == null ? null : row.status().name())
                .put("at", said.at().toString())
                .put("platformCaseNo", said.platformCaseNo())
                .put("deliveryId", said.deliveryId())
                .put("org", said.org())
                .put("opinion", said.opinion())
                .put("notPassReason", said.notPassReason())
                .put("deadline", text(said.deadline()));
        ArrayNode attachments = node.putArray("attachments");
        said.attachments().forEach(attachments::add);
        return node;
    }

    /** @param before path of the picture that shows the thing at the raise; null where there is none */
    public static ObjectNode checks(String caseNo, CheckLedger.Shown shown, String before) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("checks");
        shown.judged().forEach(check -> array.add(check(caseNo, check)));
        node.put("before", before);
        shown.open().ifPresent(each -> node.set("open", open(caseNo, each, shown.looks())));
        return node;
    }

    private static ObjectNode open(String caseNo, AskedChecks.Open open, List<Sample> looks) {
        ObjectNode node = JSON.objectNode()
                .put("openedAt", open.openedAt().toString())
                .put("because", open.because())
                .put("until", open.deadlineAt().toString())
                .put("looks", open.looks())
                .put("apartMs", open.apart().toMillis());
        node.set("samples", samples(caseNo, open.id(), looks));
        return node;
    }

    public static ObjectNode check(String caseNo, GoneCheck check) {
        ObjectNode node = JSON.objectNode()
                .put("at", check.at().toString())
                .put("who", check.who())
                .put("proposal", check.proposal().name())
                .put("why", check.why());
        long asked = check.asked() == null ? 0 : check.asked().id();
        node.set("samples", samples(caseNo, asked, check.samples()));
        if (check.asked() != null) {
            node.putObject("manifest")
                    .put("href", href(caseNo, asked) + "manifest.json")
                    .put("sha256", check.asked().manifestSha256());
        }
        return node;
    }

    private static ArrayNode samples(String caseNo, long asked, List<Sample> samples) {
        ArrayNode array = JSON.arrayNode();
        for (Sample sample : samples) {
            ObjectNode node = array.addObject()
                    .put("at", sample.at().toString())
                    .put("view", sample.viewName())
                    .put("seen", sample.seen());
            if (sample.shot() != null) {
                shot(node, sample, href(caseNo, asked));
            }
        }
        return array;
    }

    private static void shot(ObjectNode node, Sample sample, String base) {
        Shot shot = sample.shot();
        node.put("number", shot.number())
                .put("finding", sample.finding().name())
                .put("detail", sample.detail())
                .put("workerId", shot.workerId())
                .put("clockOffsetUs", shot.clockOffsetUs())
                .put("score", shot.score());
        if (shot.picture() != null) {
            node.putObject("model")
                    .put("name", shot.model().name())
                    .put("version", shot.model().version())
                    .put("sha256", shot.model().sha256());
            node.putObject("picture")
                    .put("href", base + "looks/" + shot.number())
                    .put("mime", shot.picture().mime())
                    .put("bytes", shot.picture().bytes())
                    .put("sha256", shot.picture().sha256());
        }
    }

    private static String href(String caseNo, long asked) {
        return "/api/v1/cases/%s/checks/%d/".formatted(caseNo, asked);
    }

    public static ObjectNode hotSpots(List<HotSpot> spots) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("hotSpots");
        spots.forEach(spot -> {
            ObjectNode each = array.addObject();
            each.putObject("camera").put("id", spot.cameraId()).put("name", spot.cameraName());
            each.put("zoneId", spot.zoneId())
                    .put("kind", spot.kind().id())
                    .put("times", spot.times())
                    .put("firstAt", spot.firstAt().toString())
                    .put("lastAt", spot.lastAt().toString())
                    .put("newestCaseNo", spot.newestCaseNo());
        });
        return node;
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
