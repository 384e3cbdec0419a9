package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.decode.Decoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * Cameras that mean harm, against the real source and decoder: each ends in time with a named reason, within bounded memory, and
 * nothing ever arrives where only a camera wanted us to go.
 */
@ExtendWith(NoNativeLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCameraTest {

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration PATIENT = Duration.ofSeconds(8);
    private static final CameraAddresses ONE = CameraAddresses.of(List.of("127.0.0.1"), List.of());
    private static final String SDP = TinyStream.sdp(TinyStream.sps(1, 1));
    private static final int ENOUGH = 300;
    private static final int LOOKS = 20;
    private static final int MUTATIONS = 300;
    private static final long MOST_KEPT_KB = 48 << 10;

    /** What FFmpeg may take at once, and as much again for the heap of client and server and for the allocator's habits. */
    private static final long MOST_GROWTH_KB = 160 << 10;

    private final Trap trap = new Trap();

    HostileCameraTest() throws IOException {}

    /** Where nobody may ever come: TCP and UDP at another address of this machine. */
    static final class Trap implements AutoCloseable {
        private final ServerSocketChannel tcp = ServerSocketChannel.open();
        private final DatagramChannel udp = DatagramChannel.open();

        Trap() throws IOException {
            tcp.bind(new InetSocketAddress("127.0.0.2", 0)).configureBlocking(false);
            udp.bind(tcp.getLocalAddress()).configureBlocking(false);
        }

        int port() throws IOException {
            return ((InetSocketAddress) tcp.getLocalAddress()).getPort();
        }

        void assertUntouched() throws IOException {
            assertThat(tcp.accept()).as("a connection to another address").isNull();
            assertThat(udp.receive(ByteBuffer.allocate(1)))
                    .as("a datagram to another address")
                    .isNull();
        }

        @Override
        public void close() throws IOException {
            tcp.close();
            udp.close();
        }
    }

    @BeforeEach
    void forgetThePeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    @AfterEach
    void closeTrap() throws IOException {
        trap.assertUntouched();
        trap.close();
    }

    private static long memoryKb(String what) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(what))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

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

    private static Reason reasonOf(HostileCamera.Script script, Duration patience) throws IOException {
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

    static List<Case> hostileAnswers() {
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
                Case.of("a body that drips", HostileCameraTest::drip, Reason.STALLED),
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

    static List<Case> hostileMedia() {
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

    private static List<Case> cases(boolean large) {
        return Stream.concat(hostileAnswers().stream(), hostileMedia().stream())
                .filter(each -> each.large() == large)
                .toList();
    }

    static List<Case> largeCases() {
        return cases(true);
    }

    @ParameterizedTest
    @MethodSource("largeCases")
    void endsWithinItsMemory(Case hostile) throws IOException {
        long beforeKb = memoryKb("VmRSS:");

        hostile.assertEnds();

        assertThat(memoryKb("VmHWM:") - beforeKb).as("grown at the most, kB").isLessThan(MOST_GROWTH_KB);
    }

    @Test
    void endsWithAReasonWhateverItIsTold() throws Exception {
        inParallel(cases(false).stream().<Callable<Void>>map(each -> () -> {
            each.assertEnds();
            return null;
        }));
    }

    /** A sane dialogue, its bytes changed by chance at up to eight places. */
    @Test
    void endsWithAReasonAfterAnyChange() throws Exception {
        long beforeKb = memoryKb("VmRSS:");
        inParallel(IntStream.range(0, MUTATIONS).<Callable<Void>>mapToObj(seed -> () -> {
            Random chance = new Random(seed);
            reasonOf(peer -> mutated(peer, chance), SOON);
            return null;
        }));

        assertThat(memoryKb("VmRSS:") - beforeKb).as("kept, kB").isLessThan(MOST_KEPT_KB);
    }

    private static void mutated(HostileCamera.Peer peer, Random chance) throws IOException {
        String request = peer.request();
        while (!request.startsWith("PLAY")) {
            byte[] answer = HostileCamera.Peer.saneAnswer(request, SDP).getBytes(StandardCharsets.ISO_8859_1);
            peer.send(chance.nextInt(3) == 0 ? Mutation.of(answer, chance) : answer);
            request = peer.request();
        }
        peer.send(HostileCamera.Peer.saneAnswer(request, SDP));
        for (int sequence = 0; sequence < 60; sequence += 3) {
            peer.send(Mutation.of(withByte(TinyStream.rtp(sequence, TinyStream.sps(1, 1)), 5, 96), chance));
            peer.send(Mutation.of(withByte(TinyStream.rtp(sequence + 1, TinyStream.pps()), 5, 96), chance));
            peer.send(Mutation.of(TinyStream.rtp(sequence + 2, TinyStream.picture()), chance));
        }
    }

    /** As readers do it: each on a thread of its own, none of which is left. */
    private static void inParallel(Stream<Callable<Void>> tasks) throws Exception {
        List<Thread> readers = new CopyOnWriteArrayList<>();
        ThreadFactory factory = task -> {
            readers.add(new Thread(task, "hostile-reader"));
            return readers.getLast();
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(8, factory)) {
            for (Future<Void> each : pool.invokeAll(tasks.toList())) {
                each.get();
            }
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(left -> left.getName().startsWith("lookup-"));
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

    private static void pictures(HostileCamera.Peer peer, byte[] sps) throws IOException {
        begin(peer, TinyStream.sdp(sps));
        for (int sequence = 0; true; sequence += 3) {
            peer.send(withByte(TinyStream.rtp(sequence, sps), 5, 96));
            peer.send(withByte(TinyStream.rtp(sequence + 1, TinyStream.pps()), 5, 96));
            peer.send(TinyStream.rtp(sequence + 2, TinyStream.picture()));
        }
    }

    private static byte[] withByte(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    @Test
    void readsASaneCameraOfThisKind() throws IOException {
        assertThat(reasonOf(peer -> pictures(peer, TinyStream.sps(1, 1)), PATIENT))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "DESCRIBE", "SETUP", "PLAY"})
    void namesAPeerThatLeavesInAnyState(String state) throws IOException {
        assertThat(reasonOf(peer -> peer.sane(state, SDP), PATIENT)).isEqualTo(Reason.CLOSED_BY_PEER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://127.0.0.2:%d/cam",
                "rtsps://127.0.0.2:%d/cam",
                "rtsp://[::ffff:127.0.0.2]:%d/cam",
                "http://127.0.0.2:%d/cam",
                "tcp://127.0.0.2:%d",
                "file:///etc/passwd",
                "concat:tcp://127.0.0.2:%d|x",
                "rtsp://169.254.169.254/latest/meta-data",
                "/etc/passwd",
                ""
            })
    void neverGoesWhereOnlyTheCameraWantsIt(String place) throws IOException {
        String location = place.formatted(trap.port());
        assertThat(sentFrom("OPTIONS", location)).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(sentFrom("DESCRIBE", location)).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(sentFrom("SETUP", location)).isNotNull();
        assertThat(sentFrom("PLAY", location)).isNotNull();
    }

    private static Reason sentFrom(String method, String location) throws IOException {
        return reasonOf(
                peer -> {
                    String request = peer.sane(method, SDP);
                    peer.send("RTSP/1.0 302 Moved\r\nCSeq: %s\r\nLocation: %s\r\n\r\n"
                            .formatted(HostileCamera.Peer.cSeq(request), location));
                    peer.request();
                },
                PATIENT);
    }

    @Test
    void goesOnAtAnotherAllowedPlaceWithoutThePassword() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (HostileCamera other = new HostileCamera(peer -> {
                    while (true) {
                        String request = peer.request();
                        asked.add(request);
                        peer.send("RTSP/1.0 401 Unauthorized\r\nCSeq: %s\r\nWWW-Authenticate: Basic realm=\"r\"\r\n\r\n"
                                .formatted(HostileCamera.Peer.cSeq(request)));
                    }
                });
                HostileCamera camera =
                        new HostileCamera(peer -> peer.answer("302 Moved", "Location: " + other.url() + "\r\n"))) {
            assertThat(reasonOf(camera.url(), PATIENT)).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(other.connections()).isPositive();
            assertThat(String.join("", asked))
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("warden:secret".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void followsOnlyAFewRedirects() throws IOException {
        try (HostileCamera camera = new HostileCamera(
                peer -> peer.answer("302 Moved", "Location: rtsp://127.0.0.1:%d/again\r\n".formatted(peer.port())))) {
            assertThat(reasonOf(camera.url(), PATIENT)).isEqualTo(Reason.REFUSED);
            assertThat(camera.connections()).isEqualTo(4);
        }
    }

    @Test
    void neverAsksAnAddressThatIsNotAllowed() throws IOException {
        assertThat(reasonOf(CameraUrl.parse("rtsp://127.0.0.2:%d/cam".formatted(trap.port())), PATIENT))
                .isEqualTo(Reason.NOT_ALLOWED);
    }
}
