package org.streetwarden.api.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.accounts.Grant;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.cases.Scope;

/**
 * What a provider's claims give. Nobody has a role by default; where the table speaks of parts of the city, nobody sees one
 * by default either.
 *
 * @param sights empty where everybody with a role sees the whole city
 */
public record ClaimTable(List<Roles> roles, List<Sight> sights) {

    public ClaimTable {
        roles = List.copyOf(roles);
        sights = List.copyOf(sights);
    }

    /**
     * Who has a claim.
     *
     * @param claim its name, or a JSON pointer where it lies deeper
     * @param value it, or one of its entries
     */
    public record Holder(String claim, String value) {

        boolean in(JsonNode claims) {
            JsonNode found = claim.startsWith("/") ? claims.at(claim) : claims.path(claim);
            if (!found.isArray()) {
                return found.isValueNode() && found.asText().equals(value);
            }
            for (JsonNode each : found) {
                if (each.isValueNode() && each.asText().equals(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What somebody may do. */
    public record Roles(Holder who, Set<Role> roles) {
        public Roles {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * What somebody sees.
     *
     * @param scope the whole city where it is not limited
     */
    public record Sight(Holder who, Scope scope) {}

    /** @throws SignInRefused where the claims give nothing */
    Grant grant(JsonNode claims) throws SignInRefused {
        Set<Role> given = EnumSet.noneOf(Role.class);
        roles.stream().filter(row -> row.who().in(claims)).forEach(row -> given.addAll(row.roles()));
        if (given.isEmpty()) {
            throw new SignInRefused("no claim gives a role");
        }
        return new Grant(given, scope(claims));
    }

    private Scope scope(JsonNode claims) throws SignInRefused {
        if (sights.isEmpty()) {
            return Scope.EVERYTHING;
        }
        List<Scope> seen = sights.stream()
                .filter(row -> row.who().in(claims))
                .map(Sight::scope)
                .toList();
        if (seen.isEmpty()) {
            throw new SignInRefused("no claim gives a part of the city");
        }
        if (seen.stream().anyMatch(scope -> !scope.limited())) {
            return Scope.EVERYTHING;
        }
        Set<String> grids = new HashSet<>();
        Set<String> groups = new HashSet<>();
        seen.forEach(scope -> {
            grids.addAll(scope.grids());
            groups.addAll(scope.cameraGroups());
        });
        return new Scope(grids, groups);
    }
}
