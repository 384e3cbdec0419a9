package org.streetwarden.api.masking;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.geometry.Box;

/** What an evidence manifest says that the model saw. */
public final class SeenThings {

    private static final int MAX_SEEN = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .build();

    private SeenThings() {}

    /**
     * All that the model saw at one look.
     *
     * @param look first, threshold or raised
     * @return empty where the manifest does not say, as older ones do not, or says it in a form that cannot be read
     */
    public static Optional<List<LabelledBox>> of(byte[] manifest, String look) {
        try {
            return things(tree(manifest).path("seen").path(look));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** A manifest; without members where it cannot be read. */
    static JsonNode tree(byte[] manifest) {
        try {
            return JSON.readTree(manifest);
        } catch (IOException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<List<LabelledBox>> things(JsonNode things) {
        if (!things.isArray() || things.size() > MAX_SEEN) {
            return Optional.empty();
        }
        List<LabelledBox> seen = new ArrayList<>();
        for (JsonNode thing : things) {
            JsonNode box = thing.path("box");
            if (!thing.path("label").isTextual() || box.size() != 4 || !numbers(box)) {
                return Optional.empty();
            }
            seen.add(new LabelledBox(
                    thing.path("label").asText(),
                    new Box(
                            box.get(0).asDouble(),
                            box.get(1).asDouble(),
                            box.get(2).asDouble(),
                            box.get(3).asDouble())));
        }
        return Optional.of(seen);
    }

    static boolean numbers(JsonNode list) {
        for (JsonNode each : list) {
            if (!each.isNumber()) {
                return false;
            }
        }
        return true;
    }
}
