package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.verdicts.StandingVerdicts.Filter;
import org.streetwarden.zone.Kind;

/**
 * A dataset as somebody asks for it.
 *
 * @param masked whether persons and plates are hidden
 * @param who asks, as he says
 * @param why null where it is masked and nobody said
 */
public record Order(DatasetFormat format, Filter filter, Split.Shares shares, boolean masked, String who, String why) {

    /** Without who and why. */
    ObjectNode parameters() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("format", format.id());
        add(node.putArray("kinds"), filter.kinds().stream().map(Kind::id).toList());
        add(node.putArray("cameras"), filter.cameraIds());
        add(node.putArray("groups"), filter.groups());
        add(node.putArray("verdicts"), filter.verdicts());
        return node.put("since", text(filter.since()))
                .put("until", text(filter.until()))
                .put("valPercent", shares.valPercent())
                .put("testPercent", shares.testPercent())
                .put("masked", masked);
    }

    private static void add(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
