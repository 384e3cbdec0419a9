package org.streetwarden.api.accounts;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatement;
import org.streetwarden.api.cases.Scope;

/** What somebody may do, and of which part of the city. */
public record Grant(Set<Role> roles, Scope scope) {

    public Grant {
        roles = roles.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(roles));
    }

    /** Why nobody may have these roles together; the database refuses the same. */
    public Optional<String> objection() {
        if (roles.isEmpty()) {
            return Optional.of("roles: expected at least one, found none");
        }
        if (roles.contains(Role.SECURITY_ADMIN) && roles.size() > 1) {
            return Optional.of("roles: expected security-admin alone, because who gives roles has no other");
        }
        if (roles.contains(Role.AUDIT_ADMIN)
                && !Set.of(Role.AUDIT_ADMIN, Role.AUDITOR).containsAll(roles)) {
            return Optional.of("roles: expected audit-admin alone or with auditor, because the log watches all others");
        }
        return Optional.empty();
    }

    /** Roles by name, sorted, with commas between. */
    String words() {
        return String.join(", ", keys());
    }

    private String[] keys() {
        return roles.stream().map(Role::key).sorted().toArray(String[]::new);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("roles", keys())
                .bind("grids", scope.grids().toArray(String[]::new))
                .bind("groups", scope.cameraGroups().toArray(String[]::new));
    }

    static Grant of(ResultSet row) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        texts(row.getArray("roles")).forEach(key -> Role.of(key).ifPresent(roles::add));
        return new Grant(roles, new Scope(texts(row.getArray("grids")), texts(row.getArray("camera_groups"))));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }
}
