package org.streetwarden.api.notary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Stamps;
import org.streetwarden.api.proof.Stamps.Kept;
import org.streetwarden.api.push.GuardedClient;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.TimeStampRequest;
import org.streetwarden.proof.TimeStampToken;

/** A time-stamp authority, asked by HTTP (RFC 3161, section 3.4). A token is kept only after every check of it. */
final class StampingPlace implements Place {

    private static final int NONCE_BITS = 64;
    private static final MediaType QUERY = MediaType.get(TimeStampRequest.MEDIA_TYPE);
    /** Token and status. */
    private static final int MOST_ANSWER_BYTES = TimeStampToken.MAX_BYTES + 1024;
    /** How far the authority's clock and ours may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final NotarySettings.Authority authority;
    private final OkHttpClient client;
    private final SecureRandom random = new SecureRandom();

    StampingPlace(NotarySettings.Authority authority, NotarySettings.Network network) {
        this.authority = authority;
        this.client = GuardedClient.open(network.allowed(), network.own(), Optional.empty(), network.patience());
    }

    @Override
    public String name() {
        return "tsa";
    }

    @Override
    public long last(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(log_size), 0) FROM time_stamps")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Given give(Kept checkpoint, Instant now) throws IOException {
        byte[] digest =
                HashAlgorithm.SHA_256.digest().digest(checkpoint.note().text().getBytes(UTF_8));
        TimeStampRequest asked = new TimeStampRequest(digest, authority.policy(), new BigInteger(NONCE_BITS, random));
        try {
            TimeStampToken token = asked.answered(ask(asked));
            String by = authority.trusted().vouch(token);
            if (Duration.between(token.at(), now).abs().compareTo(CLOCKS.plus(token.accuracy())) > 0) {
                throw new MalformedProof("time-stamp: expected one of now, %s, found %s".formatted(now, token.at()));
            }
            return handle -> Stamps.add(handle, checkpoint.size(), token, by, now);
        } catch (MalformedProof unsound) {
            throw new IOException(unsound.getMessage(), unsound);
        }
    }

    private byte[] ask(TimeStampRequest asked) throws IOException {
        Request request = new Request.Builder()
                .url(authority.url().toString())
                .header("User-Agent", "Streetwarden")
                .header("Accept", "application/timestamp-reply")
                .post(RequestBody.create(asked.encode(), QUERY))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 200) {
                throw new IOException("expected status 200, found " + response.code());
            }
            return GuardedClient.body(response, MOST_ANSWER_BYTES);
        }
    }
}
