package org.streetwarden.api.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.ProvenSignIn;
import org.streetwarden.api.accounts.ProvenSignIn.Identity;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.push.AddressGuard;

/** Sends people to the provider and takes them in when they come back. Thread-safe; blocks on the provider and the database. */
public final class OpenIdSignIn implements AutoCloseable {

    /** Where the provider sends people back to; its client must be registered with this path behind the public address. */
    public static final String CALLBACK = "/api/v1/session/oidc/callback";

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdSignIn.class);
    private static final int MOST_CODE_CHARS = 2048;

    private final Provider provider;
    private final String publicUrl;
    private final ProvenSignIn accounts;
    private final ProviderClient client;
    private final Discovery discovery;
    private final IdTokens tokens;
    private final Clock clock;

    /**
     * For one provider.
     *
     * @param publicUrl the api as browsers reach it, without a slash at the end
     * @param own where the system's own services listen
     */
    public OpenIdSignIn(
            Provider provider, String publicUrl, List<AddressGuard.Service> own, ProvenSignIn accounts, Clock clock) {
        this.provider = provider;
        this.publicUrl = publicUrl;
        this.accounts = accounts;
        this.clock = clock;
        client = new ProviderClient(provider, own);
        discovery = new Discovery(provider.issuer(), client, clock);
        tokens = new IdTokens(provider.issuer(), provider.clientId(), discovery, clock);
    }

    public Provider provider() {
        return provider;
    }

    /**
     * The beginning of the way.
     *
     * @param cookie for the browser, ten minutes long
     * @param location at the provider
     */
    public record Begun(String cookie, String location) {}

    /** @param next path of ours to go to afterwards */
    public Begun begin(String next) throws ProviderAway {
        Attempt attempt = Attempt.begin(clock.instant(), next);
        HttpUrl.Builder location = url(discovery.endpoints().authorization())
                .addQueryParameter("response_type", "code")
                .addQueryParameter("client_id", provider.clientId())
                .addQueryParameter("redirect_uri", publicUrl + CALLBACK)
                .addQueryParameter("scope", ("openid " + String.join(" ", provider.scopes())).strip())
                .addQueryParameter("state", attempt.state())
                .addQueryParameter("nonce", attempt.nonce())
                .addQueryParameter("code_challenge", attempt.challenge())
                .addQueryParameter("code_challenge_method", "S256");
        return new Begun(attempt.text(), location.build().toString());
    }

    private static HttpUrl.Builder url(String text) throws ProviderAway {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            throw new ProviderAway("expected an address, found " + SignInRefused.shown(text));
        }
        return url.newBuilder();
    }

    /**
     * What a browser brings back from the provider; null where it does not.
     *
     * @param issuer as the answer names it (RFC 9207)
     */
    public record Brought(String cookie, String state, String code, String issuer, String error) {}

    /** @param next path of ours to go to */
    public record Opened(Secret session, String next) {}

    /** @return empty where it is refused; the log says why */
    public Optional<Opened> finish(Brought brought, String address) throws ProviderAway {
        try {
            Attempt attempt = attempt(brought);
            JsonNode claims = tokens.read(idToken(brought.code(), attempt), attempt.nonce());
            return accounts.open(identity(claims), attempt.stateSha256(), address)
                    .map(session -> new Opened(session, attempt.next()));
        } catch (SignInRefused refused) {
            accounts.refuse(address, refused.getMessage());
            return Optional.empty();
        }
    }

    /** Nothing is asked of the provider before the browser has shown that it is the one that began. */
    private Attempt attempt(Brought brought) throws SignInRefused, ProviderAway {
        Attempt attempt = Optional.ofNullable(brought.cookie())
                .flatMap(Attempt::parse)
                .filter(each -> isSame(each.state(), brought.state()))
                .orElseThrow(() -> new SignInRefused("state: expected the one that this browser began with"));
        if (attempt.isOver(clock.instant())) {
            throw new SignInRefused("state: expected one of the last ten minutes");
        }
        String issuer = brought.issuer();
        if (issuer == null ? discovery.endpoints().namesIssuer() : !issuer.equals(provider.issuer())) {
            throw new SignInRefused("iss: expected %s, found %s"
                    .formatted(provider.issuer(), SignInRefused.shown(String.valueOf(issuer))));
        }
        if (brought.error() != null) {
            throw new SignInRefused("the provider says " + SignInRefused.shown(brought.error()));
        }
        if (brought.code() == null || brought.code().length() > MOST_CODE_CHARS) {
            throw new SignInRefused("code: expected 1 to %d characters".formatted(MOST_CODE_CHARS));
        }
        return attempt;
    }

    private static boolean isSame(String expected, String found) {
        return found != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }

    private String idToken(String code, Attempt attempt) throws SignInRefused, ProviderAway {
        Endpoints endpoints = discovery.endpoints();
        FormBody.Builder form = new FormBody.Builder()
                .add("grant_type", "authorization_code")
                .add("code", code)
                .add("redirect_uri", publicUrl + CALLBACK)
                .add("code_verifier", attempt.verifier());
        if (!endpoints.basic()) {
            form.add("client_id", provider.clientId()).add("client_secret", provider.secret());
        }
        ProviderClient.Answer answer =
                client.post(endpoints.token(), form.build(), endpoints.basic() ? credentials() : null);
        if (answer.status() >= 500) {
            throw new ProviderAway("%s: expected 200, found %d".formatted(endpoints.token(), answer.status()));
        }
        if (answer.status() != 200) {
            String error = SignInRefused.shown(answer.body().path("error").asText());
            throw new SignInRefused("the provider refuses the code: %d %s".formatted(answer.status(), error));
        }
        String token = answer.body().path("id_token").asText();
        if (token.isEmpty()) {
            throw new SignInRefused("the provider's answer: expected an ID token, found none");
        }
        return token;
    }

    /** RFC 6749, section 2.3.1. */
    private String credentials() {
        String pair = URLEncoder.encode(provider.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(provider.secret(), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private Identity identity(JsonNode claims) throws SignInRefused {
        String subject = claims.path("sub").asText();
        String claim = provider.nameClaim();
        String name = (claim.startsWith("/") ? claims.at(claim) : claims.path(claim)).asText();
        if (!ProvenSignIn.NAME.matcher(name).matches()) {
            throw new SignInRefused("subject %s: %s: expected what an account may be called, found %s"
                    .formatted(subject, claim, SignInRefused.shown(name)));
        }
        try {
            return new Identity(
                    provider.issuer(), subject, name, provider.table().grant(claims));
        } catch (SignInRefused nothing) {
            accounts.withdraw(provider.issuer(), subject);
            throw new SignInRefused("%s (subject %s): %s".formatted(name, subject, nothing.getMessage()));
        }
    }

    /**
     * Where somebody goes who signs out, so that the provider forgets him too (OpenID Connect RP-Initiated Logout 1.0).
     *
     * @param issuer that proved who it was
     * @return empty where the provider has no such page
     */
    public Optional<String> signOut(String issuer) {
        try {
            String page =
                    issuer.equals(provider.issuer()) ? discovery.endpoints().endSession() : null;
            if (page == null) {
                return Optional.empty();
            }
            return Optional.of(url(page)
                    .addQueryParameter("client_id", provider.clientId())
                    .addQueryParameter("post_logout_redirect_uri", publicUrl + "/login")
                    .build()
                    .toString());
        } catch (ProviderAway away) {
            LOG.warn("signed out here alone, because the provider is away: {}", away.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
