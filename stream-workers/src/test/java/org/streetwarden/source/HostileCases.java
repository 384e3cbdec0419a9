package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.streetwarden.decode.Decoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/** Cameras that mean harm, what may come of each, and how a run against one ends. */
final class HostileCases {

    static final Duration SOON = Duration.ofMillis(500);
    static final Duration PATIENT = Duration.ofSeconds(8);
    static final String SDP = TinyStream.sdp(TinyStream.sps(1, 1));

    private static final CameraAddresses ONE = CameraAddresses.of(List.of("127.0.0.1"), List.of());
    private static final int ENOUGH = 300;
    private static final int LOOKS = 20;

    private HostileCases() {}

    /** Why a run ended; null where it went on for {@link #ENOUGH} packets. */
    static Reason reasonOf(CameraUrl url, Duration patience) {
        SourceSettings settings =
                SourceSettings.DEFAULT.withTimeouts(patience, patience).withAddresses(ONE);
        try (FfmpegSource source = FfmpegSource.open(url, settings);
                Decoder decoder = new Decoder(source.info())) {
            for (int i = 0; i < ENOUGH; i++) {
                Packet packet = source.next();
                try (Frame picture = packet.key() && i < LOOKS ? decoder.decodeKey(packet) : null) {
                    assertThat(picture == null || picture.width() <= 16_384).isTrue();
                }
            }
            return null;
        } catch (StreamFailure failure) {
            assertThat(failure).hasMessageNotContaining("secret");
            return failure.reason();
        }
    }

    static Reason reasonOf(HostileCamera.Script script, Duration patience) throws IOException {
        try (HostileCamera camera = new HostileCamera(script)) {
            return reasonOf(camera.url(), patience);
        }
    }

    /**
     * One camera.
     *
     * @param expected what may come out of it: what ends by itself names one, what is cut by time is STALLED
     * @param mayGoOn whether it may also go on without an end
     * @param large whether it sends so much that it is looked at alone
     */
    record Case(String name, Set<Reason> expected, boolean mayGoOn, boolean large, HostileCamera.Script script) {

        static Case of(String name, HostileCamera.Script script, Reason... expected) {
            return new Case(name, EnumSet.copyOf(List.of(expected)), false, name.contains("10 MB"), script);
        }

        /** What comes after PLAY: it is skipped, or nothing is left of the stream. */
        static Case media(String name, HostileCamera.Script script) {
            return new Case(
                    name, EnumSet.of(Reason.STALLED, Reason.CORRUPT), true, name.startsWith("fragments"), script);
        }

        Duration patience() {
            return expected.contains(Reason.STALLED) ? SOON : PATIENT;
        }

        void assertEnds() throws IOException {
            Reason found = reasonOf(script, patience());
            assertThat(expected.contains(found) || (found == null && mayGoOn))
                    .as("%s: %s", name, found)
                    .isTrue();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Case> answers() {
        return List.of(
                Case.of(
                        "a description of 10 MB",
                        peer -> describe(peer, SDP + "a=x:y\r\n".repeat(1_500_000)),
                        Reason.CLOSED_BY_PEER),
                Case.of(
                        "10 MB of tracks",
                        peer -> describe(peer, TinyStream.head() + "m=video 0 RTP/AVP 96\r\n".repeat(450_000)),
                        Reason.NO_VIDEO,
                        Reason.UNSUPPORTED_CODEC,
                        Reason.CLOSED_BY_PEER,
                        Reason.NOT_A_STREAM),
                Case.of(
                        "200 tracks",
                        peer -> describe(
                                peer,
                                TinyStream.head()
                                        + SDP.substring(TinyStream.head().length())
                                                .repeat(200)),
                        Reason.CLOSED_BY_PEER,
                        Reason.NOT_A_STREAM),
                Case.of(
                        "headers without end",
                        peer -> forEver(peer, "OPTIONS", "RTSP/1.0 200 OK\r\n", "X-Header: none\r\n".repeat(100)),
                        Reason.STALLED),
                Case.of(
                        "a header without end",
                        peer -> forEver(peer, "DESCRIBE", "RTSP/1.0 200 OK\r\nX: ", "x".repeat(1000)),
                        Reason.STALLED),
                Case.of("a body of -1 bytes", peer -> body(peer, "-1", 1), Reason.CLOSED_BY_PEER, Reason.NOT_A_STREAM),
                Case.of(
                        "a body of 2 GB",
                        peer -> body(peer, "2147483647", 4000),
                        Reason.NOT_A_STREAM,
                        Reason.CLOSED_BY_PEER,
                        Reason.STALLED),
                Case.of(
                        "a body of 1 GB",
                        peer -> body(peer, "1073741824", 4000),
                        Reason.NOT_A_STREAM,
                        Reason.CLOSED_BY_PEER,
                        Reason.STALLED),
                Case.of(
                        "a body of 10^30 bytes",
                        peer -> body(peer, "1" + "0".repeat(30), 4000),
                        Reason.NOT_A_STREAM,
                        Reason.CLOSED_BY_PEER,
                        Reason.STALLED),
                Case.of("a body that drips", HostileCases::drip, Reason.STALLED),
                Case.of(
                        "answers before they are asked",
                        peer -> {
                            peer.send("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n".repeat(1000));
                            peer.sane("TEARDOWN", SDP);
                        },
                        Reason.CLOSED_BY_PEER,
                        Reason.NOT_A_STREAM,
                        Reason.STALLED),
                Case.of(
                        "requests instead of answers",
                        peer -> forEver(peer, "DESCRIBE", "", "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
                        Reason.STALLED),
                Case.of(
                        "a codec that nobody knows",
                        peer -> describe(peer, SDP.replace("H264", "NONSENSE")),
                        Reason.UNSUPPORTED_CODEC,
                        Reason.NO_VIDEO),
                Case.of(
                        "challenges without end",
                        peer -> {
                            for (int i = 0; true; i++) {
                                peer.answer(
                                        "401 Unauthorized",
                                        "WWW-Authenticate: Digest realm=\"r\", nonce=\"n" + i + "\", stale=true\r\n");
                            }
                        },
                        Reason.UNAUTHORIZED),
                Case.of(
                        "UDP where TCP was asked",
                        peer -> setup(peer, "RTP/AVP;unicast;client_port=5000-5001;server_port=%d-%d;source=127.0.0.2"),
                        Reason.NOT_A_STREAM,
                        Reason.CLOSED_BY_PEER),
                Case.of(
                        "multicast where TCP was asked",
                        peer -> setup(peer, "RTP/AVP;multicast;destination=239.1.2.3;port=5000-5001;ttl=1"),
                        Reason.NOT_A_STREAM,
                        Reason.CLOSED_BY_PEER));
    }

    private static List<Case> media() {
        return List.of(
                Case.media("frames of no length", peer -> media(peer, new byte[] {'$', 0, 0, 0})),
                Case.media(
                        "frames longer than what comes",
                        peer -> media(peer, new byte[] {'$', 0, (byte) 0xff, (byte) 0xff, 1})),
                Case.media(
                        "frames on channels that nobody set up",
                        peer -> media(peer, new byte[] {
                            '$', 99, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
                        })),
                Case.media("RTP of nothing", peer -> media(peer, TinyStream.rtp(1, new byte[0]))),
                Case.media(
                        "padding longer than the packet",
                        peer -> media(peer, withByte(TinyStream.rtp(1, new byte[] {1, (byte) 255}), 4, 0xa0))),
                Case.media(
                        "more sources than bytes",
                        peer -> media(peer, withByte(TinyStream.rtp(1, new byte[] {1}), 4, 0x8f))),
                Case.media(
                        "an extension longer than the packet",
                        peer -> media(
                                peer, withByte(TinyStream.rtp(1, new byte[] {0, 0, (byte) 255, (byte) 255}), 4, 0x90))),
                Case.media("fragments without end", peer -> fragments(peer, 0x05)),
                Case.media("fragments without beginning", peer -> fragments(peer, 0x45)),
                Case.media("fragments of fragments", peer -> fragments(peer, 0x1c)),
                Case.media(
                        "aggregates that say more than they hold",
                        peer -> media(peer, TinyStream.rtp(1, new byte[] {0x18, (byte) 0xff, (byte) 0xff, 0x65, 1}))),
                Case.media("pictures of 65536x65536", peer -> pictures(peer, TinyStream.sps(4096, 4096))),
                Case.media(
                        "pictures of 16384x4096 that are one macroblock",
                        peer -> pictures(peer, TinyStream.sps(1024, 256))));
    }

    /** @param large whether those that send so much that they are looked at alone */
    static List<Case> all(boolean large) {
        return Stream.concat(answers().stream(), media().stream())
                .filter(each -> each.large() == large)
                .toList();
    }

    private static void describe(HostileCamera.Peer peer, String sdp) throws IOException {
        begin(peer, sdp);
    }

    private static void body(HostileCamera.Peer peer, String length, int chunks) throws IOException {
        String request = peer.sane("DESCRIBE", SDP);
        peer.send("RTSP/1.0 200 OK\r\nCSeq: " + HostileCamera.Peer.cSeq(request)
                + "\r\nContent-Type: application/sdp\r\nContent-Length: " + length + "\r\n\r\n");
        byte[] chunk = "a=x:y\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < chunks; i++) {
            peer.send(chunk);
        }
    }

    private static void forEver(HostileCamera.Peer peer, String method, String begin, String again) throws IOException {
        peer.sane(method, SDP);
        peer.send(begin);
        while (true) {
            peer.send(again);
        }
    }

    private static void drip(HostileCamera.Peer peer) throws IOException, InterruptedException {
        String request = peer.sane("DESCRIBE", SDP);
        for (char each : HostileCamera.Peer.saneAnswer(request, SDP).toCharArray()) {
            peer.send(String.valueOf(each));
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void setup(HostileCamera.Peer peer, String transport) throws IOException {
        String request = peer.sane("SETUP", SDP);
        peer.send("RTSP/1.0 200 OK\r\nCSeq: %s\r\nSession: 7\r\nTransport: %s\r\n\r\n"
                .formatted(HostileCamera.Peer.cSeq(request), transport));
        peer.sane("TEARDOWN", SDP);
    }

    private static void begin(HostileCamera.Peer peer, String sdp) throws IOException {
        peer.send(HostileCamera.Peer.saneAnswer(peer.sane("PLAY", sdp), sdp));
    }

    private static void media(HostileCamera.Peer peer, byte[] frame) throws IOException {
        begin(peer, SDP);
        while (true) {
            peer.send(frame);
        }
    }

    private static void fragments(HostileCamera.Peer peer, int fragmentHeader) throws IOException {
        begin(peer, SDP);
        byte[] payload = new byte[60_000];
        payload[0] = 0x7c;
        payload[1] = (byte) fragmentHeader;
        for (int sequence = 0; true; sequence++) {
            byte[] packet = TinyStream.rtp(sequence, payload);
            packet[5] = 96; // no marker: the picture is never over
            peer.send(packet);
        }
    }

    static void pictures(HostileCamera.Peer peer, byte[] sps) throws IOException {
        begin(peer, TinyStream.sdp(sps));
        for (int sequence = 0; true; sequence += 3) {
            peer.send(withByte(TinyStream.rtp(sequence, sps), 5, 96));
            peer.send(withByte(TinyStream.rtp(sequence + 1, TinyStream.pps()), 5, 96));
            peer.send(TinyStream.rtp(sequence + 2, TinyStream.picture()));
        }
    }

    static byte[] withByte(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }
}
