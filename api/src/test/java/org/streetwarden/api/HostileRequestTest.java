package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Requests that no honest client sends, byte by byte: each gets a clear refusal and leaves nothing in the log. */
class HostileRequestTest {

    private static Peers peers;
    private static Api api;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        Peers.await("schema", () -> new Web(api.port()).get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void findNothingInTheLog() {
        root().detachAppender(log);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** @return everything the server says until it closes the connection */
    private static String say(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static void hold(String answer, int status) {
        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .contains("application/problem+json", "\"status\":" + status, "nosniff", "frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/cases/%zz|400",
                "/api/v1/cases/%|400",
                "/api/v1/cases/%c0%af|404",
                "/api/v1/cases?kind=%zz|400",
                "/api/v1/cases?%|400",
                "/../../etc/passwd|404",
                "/assets/%2e%2e%2flogback.xml|404",
                "/api/v1/cases/VA-370126-20261121-000001/evidence/..%2f..%2fmanifest.json|404",
                "/api/v1/cases/VA-370126-20261121-000001/evidence/%00|404",
            })
    void refusesOddPaths(String path, int status) throws IOException {
        hold(say("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + Peers.KEY_LINE + "Connection: close\r\n\r\n"), status);
    }

    @Test
    void refusesWhatIsTooLongOrNoHttp() throws IOException {
        hold(say("GET /" + "a".repeat(6000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
        hold(say("GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"), 431);
        hold(say("nonsense\r\n\r\n"), 400);
        hold(say("GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"), 400);
        hold(say("GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400);
    }

    @Test
    void refusesBodiesAndEndsTheConnection() throws IOException {
        String second = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String head : List.of("Content-Length: " + second.length(), "Transfer-Encoding: chunked")) {
            String answer = say("GET /healthz HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n" + second);
            hold(answer, 413);
            assertThat(answer).doesNotContain("\"status\":\"up\"");
        }
    }
}
