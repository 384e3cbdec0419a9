package org.streetwarden.api.oidc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.streetwarden.api.push.AddressGuard;
import org.streetwarden.api.push.GuardedClient;

/** Asks the provider: four questions at a time, each answered within ten seconds and 256 KiB, or not at all. Thread-safe. */
final class ProviderClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;
    private static final long MOST_BYTES = 256 * 1024;
    private static final int MOST_DEPTH = 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final OkHttpClient client;
    private final boolean plain;
    private final Semaphore free = new Semaphore(AT_ONCE);

    ProviderClient(Provider provider, List<AddressGuard.Service> own) {
        client = GuardedClient.open(provider.allowed(), own, provider.authorities(), PATIENCE);
        plain = provider.plain();
    }

    /** @param status of the answer */
    record Answer(int status, JsonNode body) {}

    /** What lies at an address. */
    JsonNode get(String url) throws ProviderAway {
        Answer answer = ask(url, new Request.Builder());
        if (answer.status() != 200) {
            throw new ProviderAway("%s: expected 200, found %d".formatted(url, answer.status()));
        }
        return answer.body();
    }

    /** @param authorization header that says who asks; null where the form does */
    Answer post(String url, RequestBody form, String authorization) throws ProviderAway {
        Request.Builder request = new Request.Builder().post(form);
        return ask(url, authorization == null ? request : request.header("Authorization", authorization));
    }

    private Answer ask(String url, Request.Builder request) throws ProviderAway {
        if (!url.startsWith("https://") && !(plain && url.startsWith("http://"))) {
            throw new ProviderAway("%s: expected an https address".formatted(SignInRefused.shown(url)));
        }
        if (!free.tryAcquire()) {
            throw new ProviderAway("it is asked too much at once");
        }
        try (Response response = client.newCall(request.url(url)
                        .header("User-Agent", "Streetwarden")
                        .header("Accept", "application/json")
                        .header("Accept-Encoding", "identity")
                        .build())
                .execute()) {
            BufferedSource source = response.body().source();
            if (source.request(MOST_BYTES + 1)) {
                throw new ProviderAway("%s: expected at most %d bytes, found more".formatted(url, MOST_BYTES));
            }
            JsonNode body = JSON.readTree(source.readByteArray());
            if (body == null || !body.isObject()) {
                throw new ProviderAway("%s: expected a JSON object, found something else".formatted(url));
            }
            return new Answer(response.code(), body);
        } catch (ProviderAway away) {
            throw away;
        } catch (IOException | IllegalArgumentException failure) {
            throw new ProviderAway(
                    "%s: expected an answer in JSON, found %s"
                            .formatted(SignInRefused.shown(url), SignInRefused.shown(String.valueOf(failure))),
                    failure);
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
