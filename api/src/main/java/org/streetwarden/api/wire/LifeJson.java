package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CallbackRow;
import org.streetwarden.api.life.GoneCheck;
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

    public static ObjectNode checks(List<GoneCheck> checks) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("checks");
        checks.forEach(check -> array.add(check(check)));
        return node;
    }

    public static ObjectNode check(GoneCheck check) {
        ObjectNode node = JSON.objectNode()
                .put("at", check.at().toString())
                .put("who", check.who())
                .put("proposal", check.proposal().name())
                .put("why", check.why());
        ArrayNode samples = node.putArray("samples");
        check.samples().forEach(sample -> samples.addObject()
                .put("at", sample.at().toString())
                .put("view", sample.view().name())
                .put("seen", sample.seen()));
        return node;
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
