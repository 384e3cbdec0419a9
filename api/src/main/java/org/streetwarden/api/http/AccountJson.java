package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.accounts.Accounts.Account;
import org.streetwarden.api.accounts.Grant;
import org.streetwarden.api.accounts.KeyRing;
import org.streetwarden.api.accounts.ProvenSignIn;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.models.Refusal;

/** Accounts and keys as the API writes and reads them. */
final class AccountJson {

    static final Set<String> GRANT_FIELDS = Set.of("roles", "grids", "cameraGroups");

    private static final int MAX_ENTRIES = 500;
    private static final int MAX_CHARS = 64;

    private AccountJson() {}

    /** @return null where a problem is noted */
    static String name(BodyFields fields) {
        String name = fields.matching(
                "name", ProvenSignIn.NAME.asMatchPredicate(), "1 to 60 letters, digits, blanks and . _ @ -");
        if (!fields.has("name")) {
            fields.missing("name", "a name");
        }
        return name;
    }

    /** @throws Refusal naming every field at fault, those noted before among them */
    static Grant grant(BodyFields fields) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> stated = fields.texts("roles", Role.values().length, MAX_CHARS);
        Grant grant = new Grant(
                roles,
                new Scope(
                        Set.copyOf(fields.texts("grids", MAX_ENTRIES, MAX_CHARS)),
                        Set.copyOf(fields.texts("cameraGroups", MAX_ENTRIES, MAX_CHARS))));
        fields.finish();
        for (String word : stated) {
            roles.add(Role.of(word)
                    .orElseThrow(() -> refusal("roles: expected one of %s, found %s".formatted(words(), word))));
        }
        Grant whole = new Grant(roles, grant.scope());
        Optional<String> objection = whole.objection();
        if (objection.isPresent()) {
            throw refusal(objection.get());
        }
        return whole;
    }

    private static Refusal refusal(String problem) {
        return new Refusal(Refusal.Cause.UNUSABLE, List.of(problem));
    }

    private static String words() {
        return String.join(
                ", ", EnumSet.allOf(Role.class).stream().map(Role::key).toList());
    }

    static void put(ObjectNode node, Set<Role> roles, Scope scope) {
        ArrayNode words = node.putArray("roles");
        roles.stream().map(Role::key).sorted().forEach(words::add);
        ArrayNode grids = node.putArray("grids");
        scope.grids().stream().sorted().forEach(grids::add);
        ArrayNode groups = node.putArray("cameraGroups");
        scope.cameraGroups().stream().sorted().forEach(groups::add);
    }

    static ObjectNode account(Account account) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", account.name());
        put(node, account.grant().roles(), account.grant().scope());
        return node.put("issuer", account.issuer())
                .put("oneTimeCodes", account.oneTimeCodes())
                .put(
                        "lockedUntil",
                        account.lockedUntil() == null
                                ? null
                                : account.lockedUntil().toString())
                .put("disabled", account.disabled())
                .put("madeAt", account.madeAt().toString())
                .put("madeBy", account.madeBy());
    }

    static ObjectNode key(KeyRing.Key key) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("id", key.id()).put("name", key.name());
        put(node, key.grant().roles(), key.grant().scope());
        return node.put("madeAt", key.madeAt().toString())
                .put("madeBy", key.madeBy())
                .put("expiresAt", key.expiresAt().toString())
                .put("usedAt", key.usedAt() == null ? null : key.usedAt().toString())
                .put("follows", key.follows())
                .put("signs", key.signs());
    }
}
