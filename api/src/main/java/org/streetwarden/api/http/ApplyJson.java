package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** @throws Problem 400 naming the first field at fault */
    static ApplyJson read(byte[] body, String who) {
        JsonNode root = RequestBody.object(body);
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
}
