package org.streetwarden.api.push;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.BufferedSource;

/** Clients that reach only what an {@link AddressGuard} lets them, follow no redirect and use no proxy. */
public final class GuardedClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private GuardedClient() {}

    /**
     * A new one, which its owner closes.
     *
     * @param allowed addresses that configuration names, as {@link #literal} writes them
     * @param own where the system's own services listen
     * @param authorities that certificates are to come from; those of this JVM where empty
     * @param patience for a whole call, however slowly it drips
     */
    public static OkHttpClient open(
            Set<String> allowed,
            List<AddressGuard.Service> own,
            Optional<X509TrustManager> authorities,
            Duration patience) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new GuardedSockets(new AddressGuard(allowed, own)))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(patience)
                .writeTimeout(patience)
                .callTimeout(patience);
        authorities.ifPresent(each -> trust(builder, each));
        return builder.build();
    }

    private static void trust(OkHttpClient.Builder builder, X509TrustManager authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {authorities}, null);
            builder.sslSocketFactory(context.getSocketFactory(), authorities);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws IOException where an answer is longer */
    public static byte[] body(Response response, int mostBytes) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(mostBytes + 1L)) {
            throw new IOException("expected an answer of at most %d bytes, found more".formatted(mostBytes));
        }
        return source.readByteArray();
    }

    /** An address and a port such as {@code 10.1.2.3:8443} in the one form that they are compared in; empty for a name. */
    public static Optional<String> literal(String text) {
        return AddressGuard.literal(text);
    }

    /** @throws IOException naming what is wrong with the file of certificates */
    public static X509TrustManager authorities(Path pem) throws IOException {
        return Authorities.read(pem);
    }
}
