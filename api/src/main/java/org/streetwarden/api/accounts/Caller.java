package org.streetwarden.api.accounts;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.streetwarden.api.cases.Scope;

/**
 * Who asks.
 *
 * @param name as it is recorded; never taken from a body
 */
public record Caller(String name, Set<Role> roles, Scope scope) {

    private static final String KEY = Caller.class.getName();
    private static final Caller NOBODY = new Caller("", Set.of(), Scope.EVERYTHING);

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Who makes a request; nobody, without a role, where the route is open to anyone. */
    public static Caller of(RoutingContext context) {
        Caller known = context.get(KEY);
        return known == null ? NOBODY : known;
    }

    /** For whoever lets a request in. */
    public void enter(RoutingContext context) {
        context.put(KEY, this);
    }

    public boolean holds(Role role) {
        return roles.contains(role);
    }
}
