package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each scripted misbehaviour as a client meets it, and clients that misbehave themselves. */
final class MisbehaviourTest {

    private static final Duration SOON = Duration.ofMillis(400);

    private CameraFarm farm;
    private URI url;

    @AfterEach
    void close() {
        farm.close();
    }

    private PlainClient meet(Behaviour... behaviours) throws Exception {
        farm = new CameraFarm(FarmSettings.defaults());
        farm.camera("cam").plays(TestClips.bPictures()).behaves(behaviours);
        farm.start();
        url = farm.url("cam");
        return PlainClient.of(url);
    }

    @Test
    void refuses() throws Exception {
        try (PlainClient client = meet(Behaviour.refuse())) {
            assertThat(client.ask("DESCRIBE", url).status()).isEqualTo(503);
        }
    }

    @Test
    void hangsUp() throws Exception {
        try (PlainClient client = meet(Behaviour.hangUp())) {
            assertThatThrownBy(() -> client.ask("DESCRIBE", url)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void rejectsEveryPassword() throws Exception {
        try (PlainClient client = meet(Behaviour.wrongPassword())) {
            assertThat(client.ask("OPTIONS", url).status()).isEqualTo(200);
            var challenged = client.ask("DESCRIBE", url);
            String nonce = challenged.header("WWW-Authenticate").replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
            String header = WordsTest.authorization("DESCRIBE", "u", "p", nonce, url.toString());
            assertThat(client.ask("DESCRIBE", url, "Authorization: " + header).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void staysSilent() throws Exception {
        try (PlainClient client = meet(Behaviour.silent())) {
            client.write("OPTIONS " + url + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
            assertThat(client.hearsNothingFor(500)).isTrue();
            assertThat(farm.connections()).isEqualTo(1);
        }
    }

    @Test
    void talksHttp() throws Exception {
        try (PlainClient client = meet(Behaviour.talksHttp())) {
            client.write("OPTIONS " + url + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
            assertThat(new String(client.rest(), ISO_8859_1))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("</html>");
        }
    }

    @Test
    void talksGarbage() throws Exception {
        try (PlainClient client = meet(Behaviour.talksGarbage())) {
            client.write("OPTIONS " + url + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
            byte[] garbage = client.rest();
            assertThat(garbage).hasSize(512);
            assertThat(new String(garbage, ISO_8859_1)).doesNotContain("RTSP");
        }
    }

    @Test
    void describesAudioOnlyAndSendsNoVideo() throws Exception {
        try (PlainClient client = meet(Behaviour.audioOnly())) {
            assertThat(client.ask("DESCRIBE", url).body()).contains("m=audio").doesNotContain("m=video");
            assertThat(client.playInterleaved(url).status()).isEqualTo(200);
            assertThat(client.hearsNothingFor(500)).isTrue();
        }
    }

    @Test
    void stallsWithTheConnectionOpen() throws Exception {
        try (PlainClient client = meet(Behaviour.stallAfter(Duration.ofSeconds(2)))) {
            client.playInterleaved(url);
            assertThat(client.picture()).isNotEmpty();
            CameraFarmTest.await(() -> sentNothingSince(300));
            drain(client);
            client.write("OPTIONS " + url + " RTSP/1.0\r\nCSeq: 9\r\n\r\n");
            assertThat(client.hearsNothingFor(500)).isTrue();
            assertThat(farm.watching("cam")).isEqualTo(1);
        }
    }

    private boolean sentNothingSince(int ms) {
        long before = farm.counts("cam").get(FarmCounter.PICTURES_SENT);
        java.util.concurrent.locks.LockSupport.parkNanos(ms * 1_000_000L);
        return before > 0 && farm.counts("cam").get(FarmCounter.PICTURES_SENT) == before;
    }

    /** Reads what the farm has sent so far. */
    private void drain(PlainClient client) throws IOException {
        while (!client.hearsNothingFor(300)) {
            assertThat(farm.watching("cam")).isEqualTo(1);
        }
    }

    @Test
    void cutsTheConnection() throws Exception {
        try (PlainClient client = meet(Behaviour.cutAfter(Duration.ofSeconds(2)))) {
            client.playInterleaved(url);
            assertThat(client.picture()).isNotEmpty();
            client.rest();
            assertThat(farm.watching("cam")).isZero();
        }
    }

    @Test
    void corruptsTheSamePacketsForTheSameSeed() throws Exception {
        try (PlainClient client = meet(Behaviour.corrupt(1, 5))) {
            client.playInterleaved(url);
            List<byte[]> clean = new ArrayList<>();
            FootageReader.read(TestClips.bPictures()).pictures().forEach(p -> MediaTest.packets(p)
                    .forEach(b -> clean.add(payload(b))));
            int spoilt = 0;
            for (int i = 0; i < 60; i++) {
                byte[] got = payload(client.rtp().packet());
                spoilt += clean.stream().noneMatch(c -> java.util.Arrays.equals(c, got)) ? 1 : 0;
            }
            assertThat(spoilt).isGreaterThan(55);
        }
    }

    private static byte[] payload(java.nio.ByteBuffer packet) {
        byte[] bytes = new byte[packet.limit() - 12];
        packet.get(12, bytes);
        return bytes;
    }

    @Test
    void jumpsInTime() throws Exception {
        try (PlainClient client = meet(Behaviour.jump(Duration.ofSeconds(2), Duration.ofSeconds(-30)))) {
            client.playInterleaved(url);
            // The first key picture comes at most a second after PLAY.
            assertThat(largestStep(client, 70)).isBetween(30L * 90_000 - 20_000, 30L * 90_000 + 20_000);
        }
    }

    private static long largestStep(PlainClient client, int pictures) throws IOException {
        long largest = 0;
        int last = (int) client.picture().getLast().timestamp();
        for (int i = 1; i < pictures; i++) {
            int next = (int) client.picture().getLast().timestamp();
            largest = Math.max(largest, Math.abs((long) (next - last)));
            last = next;
        }
        return largest;
    }

    @Test
    void repeatsTimestamps() throws Exception {
        try (PlainClient client = meet(Behaviour.repeatAfter(Duration.ZERO))) {
            client.playInterleaved(url);
            for (int i = 0; i < 10; i++) {
                long first = client.picture().getLast().timestamp();
                assertThat(client.picture().getLast().timestamp()).isEqualTo(first);
            }
        }
    }

    @Test
    void changesResolutionInBand(@TempDir Path dir) throws Exception {
        Path other = TestClips.h264(dir.resolve("other.mp4"), 96, 64, 25, 25);
        try (PlainClient client = meet(Behaviour.changeEvery(Duration.ofSeconds(2), other))) {
            client.playInterleaved(url);
            byte[] first = payload(client.rtp().packet());
            byte[] changed = first;
            for (int i = 0; i < 2000 && java.util.Arrays.equals(first, changed); i++) {
                byte[] next = payload(client.rtp().packet());
                changed = (next[0] & 31) == 7 ? next : changed;
            }
            assertThat(changed[0] & 31).isEqualTo(7);
            assertThat(changed).isNotEqualTo(first);
        }
    }

    @Test
    void changesItsBehaviourWhileItRuns() throws Exception {
        try (PlainClient client = meet()) {
            client.playInterleaved(url);
            client.picture();
            farm.behave("cam", Behaviour.cutAfter(Duration.ZERO));
            client.rest();
            farm.behave("cam");
            try (PlainClient again = PlainClient.of(url)) {
                again.playInterleaved(url);
                assertThat(again.picture()).isNotEmpty();
            }
            assertThatThrownBy(() -> farm.behave("cam", Behaviour.changeEvery(SOON, Path.of("gone.mp4"))))
                    .isInstanceOf(FarmProblems.class);
        }
    }

    @Test
    void survivesGarbageAndGoesOnServing() throws Exception {
        try (PlainClient watcher = meet()) {
            watcher.playInterleaved(url);
            Random random = new Random(3);
            for (int i = 0; i < 300; i++) {
                try (PlainClient hostile = PlainClient.of(url)) {
                    hostile.write(hostileBytes(random));
                } catch (IOException e) {
                    assertThat(e).hasMessageMatching("(?s).*(reset|closed|pipe).*");
                }
            }
            CameraFarmTest.await(() -> farm.connections() == 1);
            assertThat(farm.counts().get(FarmCounter.REQUESTS_MALFORMED)).isPositive();
            for (int i = 0; i < 50; i++) {
                watcher.picture();
            }
        }
    }

    private byte[] hostileBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(bytes);
        String start =
                switch (random.nextInt(5)) {
                    case 0 -> "SETUP " + url + "/trackID=0 RTSP/1.0\r\nCSeq: 1\r\nTransport: ";
                    case 1 -> "DESCRIBE rtsp://";
                    case 2 -> "$\1\u00FF\u00FF";
                    case 3 -> "PLAY " + url + " RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 16000\r\n\r\n";
                    default -> "";
                };
        byte[] head = start.getBytes(ISO_8859_1);
        System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
        return bytes;
    }

    @Test
    void letsGoOfAClientThatAsksAndNeverReads() throws Exception {
        try (PlainClient flooding = meet()) {
            String many = ("DESCRIBE " + url + " RTSP/1.0\r\nCSeq: 1\r\n\r\n").repeat(200);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5_000; i++) {
                            flooding.write(many);
                        }
                    })
                    .isInstanceOf(IOException.class);
            CameraFarmTest.await(() -> farm.connections() == 0);
        }
    }
}
