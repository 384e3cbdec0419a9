package org.streetwarden.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.farm.PlainClient.Framed;
import org.streetwarden.farm.PlainClient.Response;

/** The farm against a plain socket: statuses, media, times. */
final class CameraFarmTest {

    private CameraFarm farm;

    private URI start(FarmSettings settings) throws FarmProblems {
        farm = new CameraFarm(settings);
        farm.camera("cam").plays(TestClips.bPictures());
        farm.camera("other").plays(TestClips.bPictures());
        farm.camera("locked").plays(TestClips.h265OpenGop()).password("u", "secret");
        farm.start();
        return farm.url("cam");
    }

    private URI start() throws FarmProblems {
        return start(FarmSettings.defaults());
    }

    @AfterEach
    void close() {
        if (farm != null) {
            farm.close();
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited ten seconds").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void describesTheStream() throws Exception {
        URI url = start();
        try (PlainClient client = PlainClient.of(url)) {
            Response described = client.ask("DESCRIBE", url, "Accept: application/sdp");
            assertThat(described.status()).isEqualTo(200);
            assertThat(described.header("Content-Base")).isEqualTo(url + "/");
            assertThat(described.header("Content-Type")).isEqualTo("application/sdp");
            assertThat(described.body())
                    .contains("m=video 0 RTP/AVP 96\r\n", "a=rtpmap:96 H264/90000\r\n", "sprop-parameter-sets=")
                    .contains("a=framerate:25.000\r\n", "a=control:trackID=0\r\n");
        }
    }

    @Test
    void answersEachFaultWithItsStatus() throws Exception {
        URI url = start();
        URI locked = farm.url("locked");
        try (PlainClient client = PlainClient.of(url)) {
            assertThat(client.ask("OPTIONS", "*").header("Public")).contains("DESCRIBE", "GET_PARAMETER");
            assertThat(client.ask("DESCRIBE", url + "x").status()).isEqualTo(404);
            assertThat(client.ask("SETUP", url + "/trackID=1", "Transport: RTP/AVP/TCP")
                            .status())
                    .isEqualTo(404);
            assertThat(client.ask("DESCRIBE", "http://h/cam").status()).isEqualTo(400);
            assertThat(client.ask("PAUSE", url).status()).isEqualTo(501);
            assertThat(client.ask("ANNOUNCE", url).status()).isEqualTo(501);
            assertThat(client.ask("PLAY", url).status()).isEqualTo(454);
            assertThat(client.ask("SETUP", url, "Transport: RTP/AVP;multicast").status())
                    .isEqualTo(461);
            assertThat(client.ask("SETUP", url, "Require: x", "Transport: RTP/AVP/TCP")
                            .status())
                    .isEqualTo(551);
            assertThat(client.ask("DESCRIBE", locked).header("WWW-Authenticate"))
                    .startsWith("Digest realm=");
            assertThat(client.playInterleaved(url).status()).isEqualTo(200);
            assertThat(client.ask("SETUP", url, "Transport: RTP/AVP/TCP").status())
                    .isEqualTo(455);
            assertThat(client.ask("PLAY", farm.url("other")).status()).isEqualTo(455);
            client.session = "0000000000000000";
            assertThat(client.ask("GET_PARAMETER", url).status()).isEqualTo(454);
        }
    }

    @Test
    void admitsTheRightPasswordOnlyAndSaysWhenItsNonceIsStale() throws Exception {
        start(FarmSettings.defaults().withNonceLife(Duration.ofMillis(300)));
        URI url = farm.url("locked");
        try (PlainClient client = PlainClient.of(url)) {
            String nonce = nonce(client.ask("DESCRIBE", url));
            Response wrong = client.ask("DESCRIBE", url, digest("guess", nonce, url));
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate")).doesNotContain("stale");
            String next = nonce(wrong);
            await(() -> answer(client, url, digest("secret", next, url)).status() == 401);
            Response stale = answer(client, url, digest("secret", next, url));
            assertThat(stale.header("WWW-Authenticate")).contains("stale=true");
            Response right = client.ask("DESCRIBE", url, digest("secret", nonce(stale), url));
            assertThat(right.status()).isEqualTo(200);
            assertThat(right.body()).contains("H265/90000", "sprop-vps=", "sprop-sps=", "sprop-pps=");
        }
    }

    private static Response answer(PlainClient client, URI url, String header) {
        try {
            return client.ask("DESCRIBE", url, header);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String nonce(Response response) {
        return response.header("WWW-Authenticate").replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
    }

    private static String digest(String password, String nonce, URI url) {
        return "Authorization: " + WordsTest.authorization("DESCRIBE", "u", password, nonce, url.toString());
    }

    @Test
    void beginsWithParameterSetsAtTheSequenceAndTimeItNamed() throws Exception {
        URI url = start();
        try (PlainClient client = PlainClient.of(url)) {
            Response played = client.playInterleaved(url);
            assertThat(played.header("Range")).isEqualTo("npt=now-");
            Framed first = client.rtp();
            assertThat(played.header("RTP-Info"))
                    .isEqualTo(
                            "url=%s/trackID=0;seq=%d;rtptime=%d".formatted(url, first.sequence(), first.timestamp()));
            assertThat(first.nalByte() & 31).isEqualTo(7);
            assertThat(client.rtp().nalByte() & 31).isEqualTo(8);
        }
    }

    @Test
    void countsSequencesAndShowsEveryPictureOnceOverTheLoop() throws Exception {
        URI url = start();
        try (PlainClient client = PlainClient.of(url)) {
            client.playInterleaved(url);
            java.util.ArrayList<Long> shown = new java.util.ArrayList<>();
            int sequence = -1;
            long origin = -1;
            while (shown.size() < 80) {
                for (Framed f : client.picture()) {
                    assertThat(sequence < 0 ? f.sequence() : (sequence + 1) & 0xFFFF)
                            .isEqualTo(f.sequence());
                    sequence = f.sequence();
                    origin = origin < 0 ? f.timestamp() : origin;
                    if (f.marker()) {
                        shown.add((long) (int) (f.timestamp() - origin));
                    }
                }
            }
            List<Long> sorted = shown.stream().sorted().toList().subList(0, 75);
            for (int i = 0; i < sorted.size(); i++) {
                assertThat(sorted.get(i)).isEqualTo(i * 3600L);
            }
        }
    }

    @Test
    void leavesOutPicturesThatReferToBeforeTheClientCame() throws Exception {
        farm = new CameraFarm(FarmSettings.defaults());
        // Joins before the second key picture, whose leading pictures follow it in decoding order.
        farm.camera("cam").plays(TestClips.h265OpenGop()).phase(Duration.ofMillis(500));
        farm.start();
        try (PlainClient client = PlainClient.of(farm.url("cam"))) {
            client.playInterleaved(farm.url("cam"));
            long first = client.picture().getFirst().timestamp();
            for (int i = 0; i < 10; i++) {
                assertThat((int) (client.picture().getFirst().timestamp() - first))
                        .isPositive();
            }
        }
    }

    @Test
    void reportsTheWallTimeOfItsTimestamps() throws Exception {
        URI url = start();
        try (PlainClient client = PlainClient.of(url)) {
            client.playInterleaved(url);
            Framed report = client.packet();
            Instant now = Instant.now();
            assertThat(report.channel()).isEqualTo(1);
            assertThat(report.packet().get(1) & 0xFF).isEqualTo(200);
            long ntpSeconds = Integer.toUnsignedLong(report.packet().getInt(8)) - 2_208_988_800L;
            assertThat(Math.abs(ntpSeconds - now.getEpochSecond())).isLessThan(10);
            int behind = report.packet().getInt(16) - (int) client.rtp().timestamp();
            // The picture sent with the report was captured at most one reordering distance earlier.
            assertThat(behind).isBetween(-900, 3 * 3600 + 9000);
        }
    }

    @Test
    void sendsToTheUdpPortsOfTheClient() throws Exception {
        URI url = start();
        try (PlainClient client = PlainClient.of(url);
                DatagramSocket media = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            media.setSoTimeout(10_000);
            int port = media.getLocalPort();
            Response setUp = client.ask(
                    "SETUP", url + "/trackID=0", "Transport: RTP/AVP;unicast;client_port=" + port + "-" + (port + 1));
            assertThat(setUp.header("Transport")).contains("client_port=" + port, "server_port=");
            client.session = setUp.header("Session").split(";", 2)[0];
            Response played = client.ask("PLAY", url);
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            media.receive(packet);
            ByteBuffer rtp = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
            assertThat(rtp.get(0) & 0xFF).isEqualTo(0x80);
            assertThat(played.header("RTP-Info")).contains("seq=" + (rtp.getShort(2) & 0xFFFF));
            assertThat(client.ask("TEARDOWN", url).status()).isEqualTo(200);
            assertThat(farm.watching("cam")).isZero();
        }
    }

    @Test
    void showsAllClientsOfACameraTheSame() throws Exception {
        URI url = start();
        try (PlainClient one = PlainClient.of(url);
                PlainClient two = PlainClient.of(url)) {
            one.playInterleaved(url);
            two.playInterleaved(url);
            List<byte[]> seenByTwo = new java.util.ArrayList<>();
            for (int i = 0; i < 5; i++) {
                seenByTwo.add(payload(two.rtp()));
            }
            boolean met = false;
            for (int i = 0; i < 400 && !met; i++) {
                met = java.util.Arrays.equals(payload(one.rtp()), seenByTwo.get(4));
            }
            assertThat(met).isTrue();
        }
    }

    private static byte[] payload(Framed framed) {
        byte[] bytes = new byte[framed.packet().limit() - 12];
        framed.packet().get(12, bytes);
        return bytes;
    }

    @Test
    void endsTheSessionOfASilentClientAndKeepsThatOfOneThatSpeaks() throws Exception {
        URI url = start(FarmSettings.defaults().withSessionTimeout(Duration.ofSeconds(1)));
        try (PlainClient silent = PlainClient.of(url);
                PlainClient speaking = PlainClient.of(url)) {
            assertThat(silent.playInterleaved(url).header("Session")).endsWith(";timeout=1");
            speaking.playInterleaved(url);
            await(() -> {
                answer(speaking, url, "X: y");
                return farm.counts("cam").get(FarmCounter.SESSIONS_EXPIRED) == 1;
            });
            assertThat(farm.watching("cam")).isEqualTo(1);
            assertThat(speaking.ask("GET_PARAMETER", url).status()).isEqualTo(200);
        }
    }

    @Test
    void dropsWholePicturesOfASlowClientAndNothingOfTheOthers(@org.junit.jupiter.api.io.TempDir Path dir)
            throws Exception {
        farm = new CameraFarm(FarmSettings.defaults().withSendQueueBytes(64 << 10));
        farm.camera("cam").plays(TestClips.h264(dir.resolve("noisy.mp4"), 1280, 720, 50, 10));
        farm.start();
        URI url = farm.url("cam");
        try (PlainClient slow = PlainClient.of(url);
                PlainClient quick = PlainClient.of(url)) {
            slow.playInterleaved(url);
            quick.playInterleaved(url);
            int sequence = quick.rtp().sequence();
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (farm.counts("cam").get(FarmCounter.PICTURES_DROPPED) == 0 && System.nanoTime() < deadline) {
                int next = quick.rtp().sequence();
                assertThat(next).isEqualTo((sequence + 1) & 0xFFFF);
                sequence = next;
            }
            assertThat(farm.counts("cam").get(FarmCounter.PICTURES_DROPPED)).isPositive();
            List<Framed> before = slow.picture();
            int expected = before.getLast().sequence();
            long last = before.getLast().timestamp();
            for (boolean gap = false; !gap; ) {
                List<Framed> picture = slow.picture();
                assertThat(picture.getFirst().sequence()).isEqualTo((expected + 1) & 0xFFFF);
                gap = (int) (picture.getFirst().timestamp() - last) > 3700;
                assertThat(gap).isEqualTo(gap && (picture.getFirst().nalByte() & 31) == 7);
                expected = picture.getLast().sequence();
                last = picture.getLast().timestamp();
            }
        }
    }

    @Test
    void killsAndRevivesOneCamera() throws Exception {
        URI url = start(FarmSettings.defaults().withThreads(3));
        URI other = farm.url("other");
        try (PlainClient client = PlainClient.of(url);
                PlainClient bystander = PlainClient.of(other)) {
            client.playInterleaved(url);
            bystander.playInterleaved(other);
            farm.kill("cam");
            client.rest();
            try (PlainClient again = PlainClient.of(url)) {
                assertThatThrownBy(() -> again.ask("OPTIONS", url)).isInstanceOf(EOFException.class);
            }
            farm.revive("cam");
            try (PlainClient again = PlainClient.of(url)) {
                again.playInterleaved(url);
                assertThat(again.picture()).isNotEmpty();
            }
            for (int i = 0; i < 40; i++) {
                bystander.picture();
            }
        }
    }

    @Test
    void reportsEverythingThatKeepsItFromStarting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CameraFarm faulty = new CameraFarm(FarmSettings.defaults().withPort(taken.getLocalPort()))) {
            faulty.camera("a").plays(Path.of("missing.mp4"));
            faulty.camera("a").plays(TestClips.bPictures());
            faulty.camera("b c").plays(TestClips.audioOnly());
            faulty.camera("d")
                    .plays(TestClips.bPictures())
                    .behaves(Behaviour.changeEvery(Duration.ofSeconds(1), TestClips.h265OpenGop()));
            faulty.camera("e");
            assertThatThrownBy(faulty::start)
                    .isInstanceOf(FarmProblems.class)
                    .hasMessageContaining("missing.mp4: expected a readable MP4 file, found nothing there")
                    .hasMessageContaining("camera a: name: expected a name of its own, found it twice")
                    .hasMessageContaining("camera b c: name:")
                    .hasMessageContaining("audio-only.mp4: expected H.264 or H.265 video, found no video")
                    .hasMessageContaining(
                            "camera d: behaviour change: expected a file with H264 video, found H265 video")
                    .hasMessageContaining("camera e: file: expected an MP4 file to play, found none")
                    .hasMessageContaining("port " + taken.getLocalPort() + " to be free");
        }
    }

    @Test
    void refusesConnectionsBeyondItsLimitAndRecovers() throws Exception {
        URI url = start(FarmSettings.defaults().withMaxConnections(2));
        try (PlainClient one = PlainClient.of(url)) {
            assertThat(one.ask("OPTIONS", url).status()).isEqualTo(200);
            try (PlainClient two = PlainClient.of(url);
                    PlainClient three = PlainClient.of(url)) {
                assertThat(two.ask("OPTIONS", url).status()).isEqualTo(200);
                assertThat(three.rest()).isEmpty();
            }
            await(() -> farm.connections() == 1);
            try (PlainClient four = PlainClient.of(url)) {
                assertThat(four.ask("OPTIONS", url).status()).isEqualTo(200);
            }
        }
    }
}
