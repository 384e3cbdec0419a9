package org.streetwarden.api.notary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Stamps.Kept;
import org.streetwarden.api.push.GuardedClient;

/** A server that takes each checkpoint by POST, as text, and answers with 2xx. */
final class UrlPlace implements Place {

    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final URI url;
    private final OkHttpClient client;

    UrlPlace(URI url, NotarySettings.Network network) {
        this.url = url;
        this.client = GuardedClient.open(network.allowed(), network.own(), Optional.empty(), network.patience());
    }

    @Override
    public String name() {
        return "url";
    }

    @Override
    public long last(Handle handle) {
        return Publications.last(handle, name());
    }

    @Override
    public Given give(Kept checkpoint, Instant now) throws IOException {
        Request request = new Request.Builder()
                .url(url.toString())
                .header("User-Agent", "Streetwarden")
                .post(RequestBody.create(checkpoint.note().encode().getBytes(UTF_8), TEXT))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("expected status 2xx, found " + response.code());
            }
        }
        return handle -> Publications.add(handle, checkpoint.size(), name(), now);
    }
}
