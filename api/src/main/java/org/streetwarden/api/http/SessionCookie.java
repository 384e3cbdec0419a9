package org.streetwarden.api.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The cookie that holds a session's secret: out of reach of scripts and of other sites. */
final class SessionCookie {

    private final boolean secure;
    private final String name;

    /** @param secure whether browsers reach the api by TLS; the cookie then never goes without */
    SessionCookie(boolean secure) {
        this.secure = secure;
        this.name = secure ? "__Host-streetwarden" : "streetwarden";
    }

    Optional<String> read(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(name)).map(Cookie::getValue);
    }

    void set(RoutingContext context, String secret) {
        context.response().addCookie(cookie(secret));
    }

    /** Tells a browser that shows one to forget it. */
    void clear(RoutingContext context) {
        if (read(context).isPresent()) {
            context.response().addCookie(cookie("").setMaxAge(0));
        }
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
    }
}
