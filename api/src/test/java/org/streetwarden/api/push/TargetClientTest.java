package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.api.push.AddressGuard.Service;

/** What leaves for a target, where it may go, and what is taken of its answer. */
class TargetClientTest {

    private static final String OTHER = "whsec_" + "QUJD".repeat(11);
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static Reply send(Target target) {
        return send(target, Duration.ofSeconds(20));
    }

    private static Reply send(Target target, Duration patience) {
        try (TargetClient client = new TargetClient(target, List.of(), patience)) {
            return client.send("msg_p5jXN8AQM9LWM0D4loKWxJek", THEN, BODY);
        }
    }

    private static Target at(String url, String... allowed) {
        return new Target(
                "t",
                URI.create(url),
                List.of(WebhookSecret.parse(FakePlatform.SECRET)),
                Set.of(allowed),
                Optional.empty());
    }

    @Test
    void signsAsStandardWebhooksPublishes() throws IOException {
        String published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertThat(WebhookSecret.parse(FakePlatform.SECRET)
                        .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", THEN.getEpochSecond(), BODY))
                .isEqualTo(published);
        try (FakePlatform platform = new FakePlatform()) {
            assertThat(send(platform.target("t", OTHER, FakePlatform.SECRET)).status())
                    .isEqualTo(200);
            FakePlatform.Call call = platform.calls().getFirst();
            assertThat(call.signatures()).endsWith(" " + published);
            assertThat(call.contentType()).startsWith("application/cloudevents+json");
            for (String secret : List.of(OTHER, FakePlatform.SECRET)) {
                assertThat(FakePlatform.signed(secret, call.id(), call.timestamp(), call.body(), call.signatures()))
                        .isTrue();
                assertThat(FakePlatform.signed(secret, call.id(), call.timestamp(), new byte[1], call.signatures()))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsec_", "whsec_QUJD", "whsec_!!!!QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD"})
    void refusesWhatIsNoSecretAndDoesNotShowIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isEqualTo("whsec_ and base64 of 24 to 64 bytes");
        assertThat(WebhookSecret.parse(OTHER).toString()).doesNotContain("QUJD");
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (FakePlatform platform = new FakePlatform()) {
            platform.behave(call -> new FakePlatform.Answer(
                    307, "", Map.of("Location", "http://127.0.0.1:" + platform.port() + "/inside")));
            assertThat(send(platform.target("t", OTHER)).status()).isEqualTo(307);
            assertThat(platform.calls()).extracting(FakePlatform.Call::path).containsExactly("/hook?key=1");
        }
    }

    @Test
    void reachesNoGuardedAddressByNumberOrByName() throws IOException {
        try (FakePlatform platform = new FakePlatform()) {
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")) {
                Reply reply = send(at("http://%s:%d/".formatted(host, platform.port()), "127.0.0.1:1"));
                assertThat(reply.status()).as(host).isZero();
                assertThat(reply.failure()).as(host).contains("not to be reached from here");
            }
            assertThat(platform.calls()).isEmpty();
            assertThat(send(at("http://localhost:" + platform.port(), "127.0.0.1:" + platform.port()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void takesABoundedAnswer() throws IOException {
        try (FakePlatform platform = new FakePlatform()) {
            platform.behave(call -> FakePlatform.Answer.of(200, "x".repeat(3 << 20)));
            Reply reply = send(platform.target("t", OTHER));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            platform.behave(call -> FakePlatform.Answer.of(200, "x".repeat(TargetClient.MOST_ANSWER_BYTES)));
            assertThat(send(platform.target("t", OTHER)).body()).hasSize(TargetClient.MOST_ANSWER_BYTES);
        }
    }

    /** Byte after byte, each in time for a timeout that counts from the last one. */
    @Test
    void waitsNoLongerForAnAnswerThatDrips() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(server));
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(send(at("http://" + address, address), SHORT).failure()).contains("no whole answer");
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
            while (in.available() >= 0) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
            }
        } catch (IOException left) {
            assertThat(left).isNotNull();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhyThereIsNoAnswer() throws IOException {
        int free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = server.getLocalPort();
        }
        assertThat(send(at("http://127.0.0.1:" + free, "127.0.0.1:" + free)).failure())
                .isEqualTo("nobody listens there");
        assertThat(send(at("https://platform.invalid/")).failure()).isEqualTo("its name leads nowhere");
    }

    @Test
    void trustsOnlyItsAuthoritiesAndItsName(@TempDir Path dir) throws Exception {
        HttpsServer server = https(dir);
        try {
            int port = server.getAddress().getPort();
            X509TrustManager authorities = Authorities.read(dir.resolve("platform.pem"));
            Target stranger = at("https://localhost:" + port, "127.0.0.1:" + port);
            assertThat(send(stranger).failure()).startsWith("TLS: ");
            assertThat(send(trusting(stranger, stranger.url(), authorities)).status())
                    .isEqualTo(204);
            URI otherName = URI.create("https://127.0.0.1:" + port);
            assertThat(send(trusting(stranger, otherName, authorities)).failure())
                    .startsWith("TLS: ");
        } finally {
            server.stop(0);
        }
    }

    private static Target trusting(Target target, URI url, X509TrustManager authorities) {
        return new Target("t", url, target.secrets(), target.allowed(), Optional.of(authorities));
    }

    /** For the name localhost. */
    private static HttpsServer https(Path dir) throws Exception {
        String store = dir.resolve("platform.p12").toString();
        String common = "-keystore %s -storepass changeit -alias p ".formatted(store);
        keytool("-genkeypair " + common + "-keyalg EC -dname CN=p -ext san=dns:localhost -validity 2");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(store))) {
            keys.load(in, "changeit".toCharArray());
        }
        String certificate =
                Base64.getMimeEncoder().encodeToString(keys.getCertificate("p").getEncoded());
        Files.writeString(
                dir.resolve("platform.pem"),
                "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void keytool(String arguments) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder((tool + " " + arguments).split(" +", -1))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "169.254.169.254", "100.100.100.200", "224.0.0.1",
                "255.255.255.255", "::1", "::", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1",
                "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"
            })
    void guards(String address) throws IOException {
        AddressGuard guard = new AddressGuard(Set.of(), List.of());
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getAllByName(address)[0], 443);
        assertThatThrownBy(() -> guard.check(socket)).isInstanceOf(AddressGuard.Forbidden.class);
        new AddressGuard(Set.of(AddressGuard.literal("[" + address + "]:443").orElseThrow()), List.of()).check(socket);
    }

    @Test
    void letsNetworksOfCitiesThroughButNotOurOwnServices() throws IOException {
        AddressGuard guard = new AddressGuard(Set.of(), List.of(new Service("10.1.2.3", 5432)));
        for (String address : List.of("10.1.2.3", "192.168.7.7", "203.0.113.9", "fd00::7", "2001:db8::7")) {
            guard.check(new InetSocketAddress(InetAddress.getAllByName(address)[0], 443));
        }
        InetSocketAddress database = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 5432);
        assertThatThrownBy(() -> guard.check(database)).isInstanceOf(AddressGuard.Forbidden.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "Thu, 25 Feb 2021 15:03:10 GMT | PT1M",
                "Thu, 25 Feb 2021 14:00:00 GMT |",
                "-5 |",
                "soon |",
                "99999999999999999999 |"
            })
    void readsRetryAfter(String header, Duration expected) {
        assertThat(TargetClient.retryAfter(header, Instant.parse("2021-02-25T15:02:10Z")))
                .isEqualTo(expected);
    }

    @Test
    void readsTheFileOfTargetsAndNamesEveryProblem(@TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("city.secret"), FakePlatform.SECRET + "\n");
        Path file = dir.resolve("targets.json");
        Files.writeString(file, """
                {"targets": [{"id": "city", "url": "https://platform.example:8443/hooks?key=9",
                  "secrets": ["file:city.secret", "env:OLD"], "allow": ["10.0.0.7:8443"]}]}""");
        List<String> problems = new java.util.ArrayList<>();
        List<Target> targets = TargetFile.read(file, Map.of("OLD", OTHER), problems::add);
        assertThat(problems).isEmpty();
        assertThat(targets).singleElement().satisfies(target -> {
            assertThat(target.secrets()).hasSize(2);
            assertThat(target.toString()).isEqualTo("Target[city, https://platform.example:8443]");
        });
        Files.writeString(file, """
                {"targets": [{"id": "City", "url": "http://platform.example/", "secrets": ["%s"], "alow": []},
                  {"id": "b", "url": "https://u:p@x/", "secrets": ["env:NONE", "file:none"], "allow": ["localhost:1"],
                   "authorities": "none.pem"}]}""".formatted(OTHER));
        assertThat(TargetFile.read(file, Map.of(), problems::add)).isEmpty();
        assertThat(String.join("\n", problems))
                .contains("targets[0]: expected only", "alow", "targets[0].id", "targets[0].url: expected https://")
                .contains("targets[0].secrets", "targets[1].url", "env:NONE", "file:none", "targets[1].allow")
                .contains("targets[1].authorities")
                .doesNotContain("QUJD", "u:p");
    }
}
