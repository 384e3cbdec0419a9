package org.streetwarden.api.push;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.BufferedSource;

/** Clients for addresses that stand in the configuration: guarded, without redirects and proxies, and never long. */
public final class GuardedHttp {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private GuardedHttp() {}

    /**
     * A client's beginnings.
     *
     * @param allowed addresses with ports, as {@link #address} writes them, that may be reached though they are guarded
     * @param own where the system's own services listen
     * @param patience for a whole call: name, connection, TLS, request and answer
     */
    public static OkHttpClient.Builder client(Set<String> allowed, List<AddressGuard.Service> own, Duration patience) {
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new GuardedSockets(new AddressGuard(allowed, own)))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(patience)
                .writeTimeout(patience)
                .callTimeout(patience);
    }

    /**
     * An address to allow, in the one form that addresses are compared in.
     *
     * @param text such as {@code 10.1.2.3:8443}
     * @throws IllegalArgumentException where it is none
     */
    public static String address(String text) {
        return AddressGuard.literal(text)
                .orElseThrow(() -> new IllegalArgumentException("expected an address and a port, found " + text));
    }

    /** @throws IOException where an answer is longer */
    public static byte[] body(Response response, int mostBytes) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(mostBytes + 1L)) {
            throw new IOException("expected an answer of at most %d bytes, found more".formatted(mostBytes));
        }
        return source.readByteArray();
    }
}
