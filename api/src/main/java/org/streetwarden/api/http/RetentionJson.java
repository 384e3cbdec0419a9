package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.evidence.WriteOnce;
import org.streetwarden.api.retention.Deletions;
import org.streetwarden.api.retention.Due;
import org.streetwarden.api.retention.LegalHolds.Hold;
import org.streetwarden.api.retention.RetentionIndex;
import org.streetwarden.api.retention.RetentionIndex.Kept;
import org.streetwarden.api.retention.RetentionIndex.Standing;
import org.streetwarden.api.retention.RetentionStart;

/** What is kept how long, as JSON. */
final class RetentionJson {

    private RetentionJson() {}

    static ObjectNode standings(
            List<Standing> standings, int withinDays, int holds, Optional<RetentionStart.Confirmed> confirmed) {
        ObjectNode node = object().put("withinDays", withinDays).put("holds", holds);
        node.set("confirmed", confirmed.map(RetentionJson::confirmed).orElse(null));
        ArrayNode classes = node.putArray("classes");
        for (Standing each : standings) {
            ObjectNode one = classes.addObject()
                    .put("class", each.material().id())
                    .put("meaning", each.material().meaning());
            if (each.days().isPresent()) {
                one.put("days", each.days().getAsInt());
            } else {
                one.putNull("days");
            }
            one.put("leastDays", each.material().leastDays())
                    .put("due", each.due())
                    .put("soon", each.soon())
                    .put("going", each.going())
                    .put("refused", each.refused())
                    .put("deleted", each.deleted());
        }
        node.put("auditLog", "Kept for good: nothing deletes it, and the database refuses to.");
        return node;
    }

    static ObjectNode confirmed(RetentionStart.Confirmed confirmed) {
        return object().put("at", confirmed.at().toString())
                .put("who", confirmed.who())
                .put("why", confirmed.why());
    }

    static ObjectNode due(List<Due> due, RetentionIndex index) {
        ObjectNode node = object();
        ArrayNode all = node.putArray("due");
        for (Due each : due) {
            all.addObject()
                    .put("class", each.material().id())
                    .put("subject", each.subject())
                    .put("since", each.since().toString())
                    .put("until", index.until(each).map(Instant::toString).orElse(null))
                    .put("objects", each.objects().size())
                    .put("bytes", each.bytes());
        }
        return node;
    }

    static ObjectNode holds(List<Hold> holds) {
        ObjectNode node = object();
        ArrayNode all = node.putArray("holds");
        holds.forEach(hold -> all.add(hold(hold)));
        return node;
    }

    static ObjectNode hold(Hold hold) {
        return object().put("caseNo", hold.caseNo())
                .put("at", hold.at().toString())
                .put("who", hold.who())
                .put("why", hold.why())
                .put("store", hold.store());
    }

    static ObjectNode kept(Kept kept) {
        ObjectNode node = object().put(
                        "class",
                        kept.material() == null ? null : kept.material().id())
                .put("until", text(kept.until()));
        node.set("hold", kept.hold() == null ? node.nullNode() : hold(kept.hold()));
        node.set("deletion", kept.deletion() == null ? node.nullNode() : deletion(kept.deletion()));
        node.set("writeOnce", kept.writeOnce() == null ? node.nullNode() : writeOnce(kept.writeOnce()));
        return node;
    }

    private static ObjectNode deletion(Deletions.Ended deletion) {
        ObjectNode node = object().put("at", deletion.at().toString())
                .put("class", deletion.material())
                .put("kept", deletion.keeps());
        return deletion.logPosition() < 0
                ? node.putNull("logPosition")
                : node.put("logPosition", deletion.logPosition());
    }

    private static ObjectNode writeOnce(WriteOnce lock) {
        return object().put("locked", lock.mode() != null || lock.held())
                .put("lockable", lock.lockable())
                .put("mode", lock.mode())
                .put("until", text(lock.until()))
                .put("held", lock.held());
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
