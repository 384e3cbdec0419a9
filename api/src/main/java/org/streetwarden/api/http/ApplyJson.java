package org.streetwarden.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;

/**
 * Asks that an import be applied.
 *
 * @param who asks, whatever the body says
 * @param allowGone whether more than a fifth of the source's entries may be gone
 */
record ApplyJson(String who, boolean allowGone) {

    static final int MAX_BYTES = 4 * 1024;

    private static final Set<String> FIELDS = Set.of("who", "allowGone");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(4).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws Problem 400 naming the first field at fault */
    static ApplyJson read(byte[] body, String who) {
        JsonNode root = parse(body);
        root.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw Problem.badParameter("body", "only allowGone, who", name);
            }
        });
        JsonNode allow = root.path("allowGone");
        if (!allow.isMissingNode() && !allow.isBoolean()) {
            throw Problem.badParameter("allowGone", "true or false", allow.toString());
        }
        return new ApplyJson(who, allow.asBoolean(false));
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException unreadable) {
            throw Problem.badParameter("body", "a JSON object", String.valueOf(unreadable.getMessage()));
        }
        throw Problem.badParameter("body", "a JSON object", "something else");
    }
}
