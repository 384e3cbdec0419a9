package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.streetwarden.api.accounts.Role;

/**
 * Whom each operation is open to. The one source is {@code x-roles} in {@code openapi.yaml}: what is described there is what
 * is enforced, and what it does not name is not served.
 */
final class AccessTable {

    static final Rule OPEN = new Rule(Set.of(), true, false, false);

    private static final String ANYONE = "anyone";

    private final Map<String, Rule> rules = new HashMap<>();

    /**
     * Whom one operation is open to.
     *
     * @param anyone whether nobody is asked who he is
     * @param scoped whether it shows a caller with a scope no more than that: {@code x-scoped}, or a case in its path
     * @param signed whether a signature of the body can say who asks: {@code x-signed}
     */
    record Rule(Set<Role> roles, boolean anyone, boolean scoped, boolean signed) {}

    private AccessTable() {}

    /** As the bundled description states it. */
    static AccessTable bundled() {
        try (InputStream in = AccessTable.class.getResourceAsStream("/openapi.yaml")) {
            return read(new YAMLMapper().readTree(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static AccessTable read(JsonNode description) {
        AccessTable table = new AccessTable();
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> table.add(path.getKey(), method.getKey(), method.getValue())));
        return table;
    }

    private void add(String path, String method, JsonNode operation) {
        JsonNode stated = operation.path("x-roles");
        if (!stated.isArray() || stated.isEmpty()) {
            return;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        boolean anyone = false;
        for (JsonNode each : stated) {
            String word = each.asText();
            anyone |= word.equals(ANYONE);
            if (!word.equals(ANYONE)) {
                roles.add(Role.of(word)
                        .orElseThrow(() -> new IllegalStateException(
                                "openapi.yaml: %s %s: x-roles: expected a role or anyone, found %s"
                                        .formatted(method, path, word))));
            }
        }
        boolean scoped = path.contains("{caseNo}") || operation.path("x-scoped").asBoolean(false);
        rules.put(
                method + " " + path,
                new Rule(roles, anyone, scoped, operation.path("x-signed").asBoolean(false)));
    }

    /**
     * The rule of an operation.
     *
     * @param operation as {@code get /api/v1/cases}
     * @throws IllegalStateException where the description names no roles for it
     */
    Rule rule(String operation) {
        Rule rule = rules.get(operation);
        if (rule == null) {
            throw new IllegalStateException(
                    "%s: expected x-roles at this operation in openapi.yaml (the roles it is open to, or [anyone]), found none; a route that nobody is named for is not served"
                            .formatted(operation));
        }
        return rule;
    }
}
