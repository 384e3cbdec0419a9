package org.streetwarden.api.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a provider says of itself and the keys it signs with, asked again every hour, and at once for a key that is not among
 * them; after each answer or none it is left alone for ten seconds. Thread-safe.
 */
final class Discovery implements JWKSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String issuer;
    private final ProviderClient client;
    private final Clock clock;
    private Endpoints endpoints;
    private Instant endpointsAt = Instant.EPOCH;
    private JWKSet keys;
    private Instant keysAt = Instant.EPOCH;

    Discovery(String issuer, ProviderClient client, Clock clock) {
        this.issuer = issuer;
        this.client = client;
        this.clock = clock;
    }

    synchronized Endpoints endpoints() throws ProviderAway {
        if (isDue(endpoints == null ? PAUSE : KEPT, endpointsAt)) {
            endpoints = null;
            endpointsAt = clock.instant();
            endpoints = Endpoints.read(
                    client.get(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration"), issuer);
        }
        if (endpoints == null) {
            throw new ProviderAway("it did not answer a moment ago");
        }
        return endpoints;
    }

    private boolean isDue(Duration after, Instant last) {
        return !clock.instant().isBefore(last.plus(after));
    }

    @Override
    public synchronized List<JWK> get(JWKSelector selector, SecurityContext unused) throws KeySourceException {
        if (isDue(keys == null ? PAUSE : KEPT, keysAt)) {
            fetchKeys();
        }
        if (keys == null) {
            throw new KeySourceException("its keys could not be had a moment ago");
        }
        List<JWK> found = selector.select(keys);
        if (found.isEmpty() && isDue(PAUSE, keysAt)) {
            fetchKeys();
            return selector.select(keys);
        }
        return found;
    }

    private void fetchKeys() throws KeySourceException {
        keysAt = clock.instant();
        try {
            keys = JWKSet.parse(client.get(endpoints().keys()).toString());
        } catch (ProviderAway | ParseException unreadable) {
            throw new KeySourceException(unreadable.getMessage(), unreadable);
        }
    }
}
