package org.streetwarden.api.push;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * Whom events are pushed to.
 *
 * @param id its name in the database, the API and metrics
 * @param url where to; its path and query may hold a secret, so only {@link #origin} is shown
 * @param secrets each signs every request, so that one can be replaced by another without a gap; newest first
 * @param allowed addresses with ports, as {@link AddressGuard} writes them, that may be reached though they are guarded
 * @param authorities whose certificates are trusted; empty where the JVM's own are
 */
public record Target(
        String id, URI url, List<WebhookSecret> secrets, Set<String> allowed, Optional<X509TrustManager> authorities) {

    public Target {
        secrets = List.copyOf(secrets);
        allowed = Set.copyOf(allowed);
    }

    /** {@code https://host:port}. */
    public String origin() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Target[%s, %s]".formatted(id, origin());
    }
}
