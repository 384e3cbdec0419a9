package org.streetwarden.api.push;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.streetwarden.api.adapters.Adapter;

/**
 * Whom events are pushed to: as webhooks, or as an adapter says, by HTTP or by files where the address is a folder.
 *
 * @param id its name in the database, the API and metrics
 * @param url where to; its path and query may hold a secret, so only {@link #origin} is shown
 * @param secrets each signs every request, so that one can be replaced by another without a gap; newest first
 * @param allowed addresses with ports, as {@link AddressGuard} writes them, that may be reached though they are guarded
 * @param authorities whose certificates are trusted; empty where the JVM's own are
 * @param adapter how it wants to be told; empty for webhooks
 * @param headers that go with every request of an adapter; their values may be secrets
 * @param asking that it is asked for its open cases nearby before a case is pushed; empty where it is not
 */
public record Target(
        String id,
        URI url,
        List<WebhookSecret> secrets,
        Set<String> allowed,
        Optional<X509TrustManager> authorities,
        Optional<Adapter> adapter,
        Map<String, String> headers,
        Optional<Asking> asking) {

    /**
     * How near and how long back it is asked for, and what to do without an answer.
     *
     * @param radiusM around the case, to which the case's own uncertainty is added
     * @param holds whether a case then waits for a person, else it is pushed
     */
    public record Asking(int radiusM, int days, boolean holds) {}

    public Target {
        secrets = List.copyOf(secrets);
        allowed = Set.copyOf(allowed);
        headers = Map.copyOf(headers);
    }

    /** One that takes webhooks. */
    public Target(
            String id,
            URI url,
            List<WebhookSecret> secrets,
            Set<String> allowed,
            Optional<X509TrustManager> authorities) {
        this(id, url, secrets, allowed, authorities, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The same, asked first. */
    public Target asked(Asking how) {
        return new Target(id, url, secrets, allowed, authorities, adapter, headers, Optional.of(how));
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
        return url.getScheme().equals("file");
    }

    /** {@code https://host:port}, or that it is a folder. */
    public String origin() {
        return isFolder() ? "file:" : url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Target[%s, %s]".formatted(id, origin());
    }
}
