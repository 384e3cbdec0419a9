package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;

/** The event stream over HTTP. */
class EventStreamTest {

    private static Peers peers;
    private static Api api;

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

    /** One event as a browser hears it. */
    private record Heard(String id, String type, String data) {}

    /** A browser's side of one stream. */
    private static final class Listener implements AutoCloseable {

        private final HttpURLConnection connection;
        private final BufferedReader lines;

        Listener(String lastEventId) throws IOException {
            connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + api.port() + "/api/v1/events")
                    .toURL()
                    .openConnection();
            connection.setReadTimeout(30_000);
            connection.setRequestProperty("Authorization", "Bearer " + Peers.KEY);
            if (lastEventId != null) {
                connection.setRequestProperty("Last-Event-ID", lastEventId);
            }
            lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        }

        Heard next() throws IOException {
            String id = null;
            String type = null;
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Heard(id, type, line.substring(6));
                }
            }
            throw new IOException("the stream ended");
        }

        List<Heard> next(int count) throws IOException {
            List<Heard> heard = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                heard.add(next());
            }
            return heard;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    private static void fileAll(int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            peers.put(Records.incident(i));
        }
        Peers.await("filed", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    /** More events about a case that is there, as another api on the same database writes them. */
    private static void announce(int incident, int times) throws Exception {
        String number = peers.text(
                "SELECT case_no FROM cases WHERE incident_id = '%s'".formatted(Records.incidentId(incident)));
        peers.sql(
                "INSERT INTO events (type, subject, at) SELECT 'case-cleared', '%s', now() FROM generate_series(1, %d)"
                        .formatted(number, times));
    }

    @Test
    void tellsWhatHappensInOrder() throws Exception {
        try (Listener listener = new Listener(null)) {
            assertThat(listener.next().type()).isEqualTo("hello");
            peers.put(Records.incident(1001));
            peers.put(Records.cleared(1001));
            peers.put(Records.camera("cam-events", State.RETRYING, Records.NOON));
            List<Heard> heard = listener.next(3);
            assertThat(heard.stream().map(Heard::type)).containsExactly("case-filed", "case-cleared", "camera-changed");
            assertThat(heard.get(0).data()).contains(Records.incidentId(1001));
            assertThat(heard.get(2).data()).contains("\"state\":\"RETRYING\"");
        }
    }

    @Test
    void resumesWithoutLossOrRepetition() throws Exception {
        String lastId;
        try (Listener listener = new Listener(null)) {
            lastId = listener.next().id();
        }
        fileAll(2001, 2001);
        announce(2001, 248);
        fileAll(2450, 2450);
        try (Listener listener = new Listener(lastId)) {
            assertThat(listener.next().type()).isEqualTo("hello");
            List<Heard> heard = listener.next(250);
            assertThat(heard.stream().map(Heard::id)).doesNotHaveDuplicates();
            assertThat(heard.getLast().data()).contains(Records.incidentId(2450));
            peers.put(Records.incident(2451));
            assertThat(listener.next().data()).contains(Records.incidentId(2451));
        }
    }

    @Test
    void tellsAReaderThatIsTooFarBehindToStartAnew() throws Exception {
        fileAll(3001, 3001);
        try (Listener listener = new Listener("999999999")) {
            assertThat(listener.next().type()).isEqualTo("reset");
        }
        assertThat(new Web(api.port())
                        .get("/api/v1/events", "Last-Event-ID", "nonsense")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void dropsAReaderThatDoesNotRead() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
            socket.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + Peers.KEY_LINE + "\r\n")
                            .getBytes(UTF_8));
            socket.getInputStream().readNBytes(64);
            Web web = new Web(api.port());
            fileAll(4001, 4001);
            announce(4001, 24_000);
            Peers.await(
                    "the reader's end", () -> metrics(web).contains("streetwarden_events_dropped_readers_total 1.0"));
        }
    }

    private static String metrics(Web web) {
        return new String(web.get("/metrics").body(), UTF_8);
    }
}
