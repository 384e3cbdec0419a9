package org.streetwarden.api.oidc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * The server that proves who people are, as the configuration has it.
 *
 * @param issuer exactly as tokens name it
 * @param secret of this client; never shown
 * @param button what the page to sign in calls it
 * @param scopes that are asked for besides {@code openid}
 * @param nameClaim what a new account is called by
 * @param table what claims give
 * @param plain whether it may be reached without TLS
 * @param allowed addresses and ports that it may be reached at although they are guarded
 * @param authorities that its certificate is to come from; those of this JVM where empty
 */
public record Provider(
        String issuer,
        String clientId,
        String secret,
        Words button,
        List<String> scopes,
        String nameClaim,
        ClaimTable table,
        boolean plain,
        Set<String> allowed,
        Optional<X509TrustManager> authorities) {

    public Provider {
        scopes = List.copyOf(scopes);
        allowed = Set.copyOf(allowed);
    }

    /** In Chinese and in English. */
    public record Words(String zh, String en) {}

    /** Without the secret. */
    @Override
    public String toString() {
        return "Provider[%s as %s]".formatted(issuer, clientId);
    }
}
