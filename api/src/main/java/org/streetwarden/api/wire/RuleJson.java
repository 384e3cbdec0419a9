package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.api.rules.IncidentIndex.Decision;
import org.streetwarden.api.rules.IncidentIndex.Row;
import org.streetwarden.api.rules.Replay.Compared;
import org.streetwarden.api.rules.RuleBooks;
import org.streetwarden.api.rules.Tally;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.RuleBook;

/** Rules, incidents and what was decided about them, as the API writes them. */
public final class RuleJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ZONES = 500;

    private RuleJson() {}

    public static ObjectNode standing(RuleBooks.Standing standing) {
        return change(standing.change())
                .put("content", standing.file().content())
                .put("rules", standing.file().book().rules().size());
    }

    private static ObjectNode change(RuleBooks.Change change) {
        return NODES.objectNode()
                .put("sha256", change.sha256())
                .put("at", change.at().toString())
                .put("who", change.who())
                .put("why", change.why());
    }

    public static ObjectNode history(List<RuleBooks.Change> changes) {
        ObjectNode node = NODES.objectNode();
        ArrayNode all = node.putArray("changes");
        changes.forEach(each -> all.add(change(each)));
        return node;
    }

    /** What a sound file is. */
    public static ObjectNode checked(RuleBook book) {
        ObjectNode node = NODES.objectNode().put("sha256", book.version());
        ArrayNode rules = node.putArray("rules");
        book.rules().forEach(rule -> rules.add(rule.id()));
        return node;
    }

    public static ObjectNode judgement(Judgement judgement) {
        ObjectNode node = NODES.objectNode()
                .put("outcome", judgement.outcome().name())
                .put("reason", judgement.reason().id())
                .put("rule", judgement.ruleId())
                .put("until", text(judgement.until()))
                .put("review", judgement.review())
                .put(
                        "remindForS",
                        judgement.remindFor() == null
                                ? null
                                : judgement.remindFor().toSeconds());
        ArrayNode steps = node.putArray("steps");
        judgement.steps().forEach(step -> {
            ObjectNode each = steps.addObject()
                    .put("check", step.check())
                    .put("result", step.result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            ObjectNode facts = each.putObject("facts");
            step.facts().forEach(facts::put);
        });
        return node;
    }

    public static ObjectNode incident(Row row) {
        ObjectNode node = NODES.objectNode()
                .put("incidentId", row.filed().incidentId())
                .put("kind", row.filed().kind().id())
                .put("label", row.filed().label())
                .put("score", row.filed().score())
                .put("zoneId", row.filed().zoneId())
                .put("firstSeenAt", row.filed().firstSeenAt().toString())
                .put("raisedAt", row.filed().raisedAt().toString())
                .put("lastSeenAt", text(row.lastSeenAt()))
                .put("presentMs", row.filed().present().toMillis())
                .put("observedMs", row.filed().observed().toMillis())
                .put("longestGapMs", row.filed().longestGap().toMillis())
                .put("why", row.filed().why())
                .put("caseNo", row.caseNo())
                .put("joined", row.joined())
                .put("rules", row.rules())
                .put("dueAt", text(row.dueAt()))
                .put("evidencePrefix", row.filed().evidencePrefix())
                .put("manifestSha256", row.filed().manifestSha256());
        node.putObject("camera")
                .put("id", row.filed().cameraId())
                .put("name", row.filed().cameraName());
        node.set("decision", judgement(row.judgement()));
        return node;
    }

    /** @param next null on the last page */
    public static ObjectNode incidents(List<Row> rows, String next) {
        ObjectNode node = NODES.objectNode();
        ArrayNode all = node.putArray("incidents");
        rows.forEach(row -> all.add(incident(row)));
        return node.put("next", next);
    }

    public static ObjectNode detail(Row row, List<Decision> decisions) {
        ObjectNode node = incident(row);
        ArrayNode all = node.putArray("decisions");
        decisions.forEach(each -> all.add(judgement(each.judgement())
                .put("at", each.at().toString())
                .put("asOf", each.asOf().toString())
                .put("goneAt", text(each.goneAt()))
                .put("rules", each.rules())));
        return node;
    }

    public static ObjectNode tally(RuleBook book, int days, Tally tally) {
        ObjectNode node = NODES.objectNode()
                .put("sha256", book.version())
                .put("days", days)
                .put("timeZone", book.timeZone().getId())
                .put("again", tally.again())
                .put("unlike", tally.unlike());
        node.set("all", counts(tally.all()));
        node.set("kinds", counts(tally.kinds(), Integer.MAX_VALUE));
        node.set("zones", counts(tally.zones(), MOST_ZONES));
        node.set("hours", counts(tally.hours(), Integer.MAX_VALUE));
        node.set("made", compared(tally.made()));
        node.set("spared", compared(tally.spared()));
        return node;
    }

    /** @param most of those in which most would change, by name then */
    private static ObjectNode counts(Map<String, Tally.Counts> counts, int most) {
        Map<String, Tally.Counts> chosen = new TreeMap<>();
        counts.entrySet().stream()
                .sorted((one, other) -> Integer.compare(
                        other.getValue().changed(), one.getValue().changed()))
                .limit(most)
                .forEach(each -> chosen.put(each.getKey(), each.getValue()));
        ObjectNode node = NODES.objectNode();
        chosen.forEach((key, each) -> node.set(key, counts(each)));
        return node;
    }

    private static ObjectNode counts(Tally.Counts counts) {
        return NODES.objectNode()
                .put("incidents", counts.incidents())
                .put("before", counts.before())
                .put("after", counts.after())
                .put("made", counts.made())
                .put("spared", counts.spared())
                .put("reminders", counts.reminders())
                .put("waiting", counts.waiting())
                .put("changed", counts.changed());
    }

    private static ArrayNode compared(List<Compared> examples) {
        ArrayNode all = NODES.arrayNode();
        examples.forEach(each -> {
            ObjectNode node = all.addObject()
                    .put("incidentId", each.filed().incidentId())
                    .put("kind", each.filed().kind().id())
                    .put("cameraId", each.filed().cameraId())
                    .put("zoneId", each.filed().zoneId())
                    .put("raisedAt", each.filed().raisedAt().toString())
                    .put("caseNo", each.caseNo());
            node.set("was", judgement(each.was()));
            node.set("wouldBe", judgement(each.wouldBe()));
        });
        return all;
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
