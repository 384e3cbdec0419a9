package org.streetwarden.api.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a provider is asked what (OpenID Connect Discovery 1.0, section 3).
 *
 * @param endSession null where it has none
 * @param basic whether this client says who it is in a header, rather than in the form
 * @param namesIssuer whether its answers always name the issuer (RFC 9207)
 */
record Endpoints(
        String authorization, String token, String keys, String endSession, boolean basic, boolean namesIssuer) {

    private static final String S256 = "S256";

    /** @throws ProviderAway naming what does not fit */
    static Endpoints read(JsonNode metadata, String issuer) throws ProviderAway {
        String stated = metadata.path("issuer").asText();
        if (!stated.equals(issuer)) {
            throw new ProviderAway("issuer: expected %s, found %s".formatted(issuer, SignInRefused.shown(stated)));
        }
        List<String> challenges = texts(metadata.path("code_challenge_methods_supported"));
        if (!challenges.isEmpty() && !challenges.contains(S256)) {
            throw new ProviderAway("code_challenge_methods_supported: expected S256 among them, found " + challenges);
        }
        List<String> ways = texts(metadata.path("token_endpoint_auth_methods_supported"));
        return new Endpoints(
                required(metadata, "authorization_endpoint"),
                required(metadata, "token_endpoint"),
                required(metadata, "jwks_uri"),
                metadata.path("end_session_endpoint").asText(null),
                ways.isEmpty() || ways.contains("client_secret_basic"),
                metadata.path("authorization_response_iss_parameter_supported").asBoolean());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String required(JsonNode metadata, String name) throws ProviderAway {
        String text = metadata.path(name).asText();
        if (!text.matches("https?://[^\\s#]{1,1000}")) {
            throw new ProviderAway("%s: expected an address, found %s".formatted(name, SignInRefused.shown(text)));
        }
        return text;
    }
}
