package org.streetwarden.api.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Renders targets, deliveries and the feed as {@code openapi.yaml} promises. */
public final class PushJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private PushJson() {}

    public static ObjectNode targets(List<DeliveryLog.TargetRow> rows) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("targets");
        rows.forEach(row -> array.addObject()
                .put("id", row.id())
                .put("origin", row.origin())
                .put("configured", row.configured())
                .put("disabledAt", text(row.disabledAt()))
                .put("disabledWhy", row.disabledWhy())
                .put("failures", row.failures())
                .put("pausedUntil", text(row.pausedUntil()))
                .put("waiting", row.waiting())
                .put("dead", row.dead())
                .put("held", row.held())
                .put("oldestWaitingAt", text(row.oldestWaitingAt())));
        return node;
    }

    /** @param limit that was asked for; a full page says where to go on */
    public static ObjectNode deliveries(List<DeliveryLog.Row> rows, int limit) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("deliveries");
        rows.forEach(row -> array.add(delivery(row)));
        return node.put(
                "nextAfter", rows.size() == limit ? Long.toString(rows.getLast().id()) : null);
    }

    private static ObjectNode delivery(DeliveryLog.Row row) {
        ObjectNode node = JSON.objectNode()
                .put("id", Long.toString(row.id()))
                .put("target", row.targetId())
                .put("caseNo", row.caseNo())
                .put("eventId", row.eventId())
                .put("op", row.op())
                .put("state", row.state())
                .put("tries", row.tries())
                .put("eventAt", text(row.toldAt()))
                .put("nextAt", text(row.nextAt()))
                .put("deliveredAt", text(row.deliveredAt()))
                .put("platformCaseNo", row.platformCaseNo());
        ArrayNode attempts = node.putArray("attempts");
        row.attempts().forEach(tried -> attempts.addObject()
                .put("at", text(tried.at()))
                .put("outcome", tried.outcome())
                .put("status", tried.status())
                .put("detail", tried.detail()));
        return node;
    }

    public static ObjectNode nearby(List<NearbyLedger.Row> rows) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("answers");
        rows.forEach(row -> {
            ObjectNode answer = array.addObject()
                    .put("target", row.targetId())
                    .put("held", row.held())
                    .put("askedAt", text(row.askedAt()))
                    .put("radiusM", row.radiusM())
                    .put("more", row.more())
                    .put("unanswered", row.unanswered());
            answer.set("found", row.found());
            answer.set("decision", row.decision() == null ? JSON.nullNode() : decision(row.decision()));
        });
        return node;
    }

    private static ObjectNode decision(NearbyLedger.Decision decision) {
        return JSON.objectNode()
                .put("act", decision.joined() == null ? "push" : "join")
                .put("platformCaseNo", decision.joined())
                .put("who", decision.who())
                .put("at", text(decision.at()))
                .put("why", decision.why());
    }

    public static ObjectNode page(Feed.Page page) {
        ObjectNode node = JSON.objectNode();
        ArrayNode events = node.putArray("events");
        try {
            for (String body : page.bodies()) {
                events.add(MAPPER.readTree(body));
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return node.put("cursor", Long.toString(page.cursor())).put("more", page.more());
    }

    public static ObjectNode day(Feed.Day day) {
        return JSON.objectNode()
                .put("day", day.day().toString())
                .put("count", day.count())
                .put("sha256", day.sha256())
                .put("after", Long.toString(day.after()))
                .put("upTo", Long.toString(day.upTo()))
                .put("complete", day.complete());
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
