package org.streetwarden.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmCounter;
import org.streetwarden.farm.FarmProblems;
import org.streetwarden.farm.FarmSettings;

/**
 * Question: what does one stream cost the camera farm, in CPU and heap, with a thousand cameras watched at the same time?
 *
 * <p>Decides: whether one event loop can rehearse thousands of endpoints; above 1 ms of CPU per stream-second it cannot.
 *
 * <p>Input: one MP4 file, played by all cameras at different phases over interleaved TCP. The farm's CPU is that of its own
 * thread; the client reads and throws away on another. Run: {@code FarmScale FILE.mp4 [CAMERAS] [SECONDS]}
 */
public final class FarmScale {

    private static final String TRANSPORT = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";

    private FarmScale() {}

    public static void main(String[] args) throws FarmProblems, IOException, InterruptedException {
        int cameras = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        FarmSettings settings = FarmSettings.defaults().withSessionTimeout(Duration.ofHours(1));
        try (CameraFarm farm = new CameraFarm(settings)) {
            for (int i = 0; i < cameras; i++) {
                farm.camera("cam-" + i).plays(Path.of(args[0])).phase(Duration.ofMillis(7L * i));
            }
            farm.start();
            long idleHeap = heapBytes();
            Drain drain = new Drain(farm.port(), cameras);
            Thread reader = Thread.ofPlatform().name("drain").daemon(true).start(drain);
            Thread.sleep(8000);
            measure(farm, cameras, seconds);
            System.out.printf(
                    "heap per session: %d bytes (client's half included)%n", (heapBytes() - idleHeap) / cameras);
            reader.interrupt();
        }
    }

    private static void measure(CameraFarm farm, int cameras, int seconds) throws InterruptedException {
        Map<FarmCounter, Long> before = farm.counts();
        long cpu = farmCpuNanos();
        long wall = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        double cpuMs = (farmCpuNanos() - cpu) / 1e6;
        Map<FarmCounter, Long> after = farm.counts();
        long bytes = after.get(FarmCounter.BYTES_SENT) - before.get(FarmCounter.BYTES_SENT);
        long pictures = after.get(FarmCounter.PICTURES_SENT) - before.get(FarmCounter.PICTURES_SENT);
        System.out.printf(
                "%d streams, %.1f s: %.0f pictures/s, %.1f Mbit/s per stream%n",
                cameras, wallSeconds, pictures / wallSeconds, bytes * 8 / wallSeconds / 1e6 / cameras);
        System.out.printf("farm CPU per stream-second: %.3f ms%n", cpuMs / wallSeconds / cameras);
        System.out.printf(
                "dropped pictures: %d, positions skipped: %d%n",
                after.get(FarmCounter.PICTURES_DROPPED), after.get(FarmCounter.POSITIONS_SKIPPED));
    }

    private static long farmCpuNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("farm-")) {
                sum += Math.max(0, threads.getThreadCpuTime(info.getThreadId()));
            }
        }
        return sum;
    }

    private static long heapBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        Runtime r = Runtime.getRuntime();
        return r.totalMemory() - r.freeMemory();
    }

    /** Plays every camera on one thread and throws away what comes. */
    private record Drain(int port, int cameras) implements Runnable {

        @Override
        public void run() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < cameras; i++) {
                    SocketChannel channel = play(i, buffer);
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                }
                while (!Thread.interrupted()) {
                    selector.select(key -> discard(key, buffer));
                }
            } catch (IOException e) {
                System.err.println("client: " + e);
            }
        }

        private SocketChannel play(int camera, ByteBuffer buffer) throws IOException {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String url = "rtsp://127.0.0.1:" + port + "/cam-" + camera;
            send(channel, "SETUP " + url + "/trackID=0 RTSP/1.0\r\nCSeq: 1\r\n" + TRANSPORT + "\r\n");
            channel.read(buffer.clear());
            String reply = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
            String session = reply.replaceAll("(?s).*Session: ([0-9A-F]+).*", "$1");
            send(channel, "PLAY " + url + " RTSP/1.0\r\nCSeq: 2\r\nSession: " + session + "\r\n\r\n");
            return channel;
        }

        private static void send(SocketChannel channel, String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }

        private static void discard(SelectionKey key, ByteBuffer buffer) {
            try {
                if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                    key.cancel();
                }
            } catch (IOException e) {
                key.cancel();
            }
        }
    }
}
