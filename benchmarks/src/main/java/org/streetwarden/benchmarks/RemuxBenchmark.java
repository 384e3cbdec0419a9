package org.streetwarden.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.streetwarden.evidence.RemuxFailure;
import org.streetwarden.evidence.Remuxer;
import org.streetwarden.filing.Digests;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;

/**
 * Question: what CPU does the MP4 file of a 20 s evidence clip cost, 1080p at 4 Mbit/s, and what its digest? Decides:
 * whether clips are made in memory by FFmpeg's muxer on the cutter's one thread (limit 30 ms). Input: 500 packets of
 * noise without zero bytes in the sizes of a real camera, because short packets would flatter the start-code scan. The CPU
 * time of the thread is printed after every iteration, since wall time means little on a shared machine. Run:
 * scripts/bench Remux
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RemuxBenchmark {

    private static final int PICTURES = 500;
    private static final int KEY_EVERY = 50;
    private static final int KEY_BYTES = 106_000;
    private static final int OTHER_BYTES = 18_000;
    private static final long FRAME_US = 40_000;
    private static final byte[] SPS = HexFormat.of().parseHex("6764002aac2b402802dd808800001f480005dc0423c60ca8");
    private static final byte[] PPS = HexFormat.of().parseHex("68ee3cb0");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How the camera's packets are packed: {@code start-codes} over RTSP, {@code lengths} in files. */
    @Param({"start-codes", "lengths"})
    String packing;

    private Clip clip;
    private long clips;
    private long cpuBefore;

    @Setup
    public void camera() {
        boolean startCodes = packing.equals("start-codes");
        Random random = new Random(1);
        List<KeptPacket> packets = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            boolean key = i % KEY_EVERY == 0;
            ByteBuffer data = ByteBuffer.allocate(KEY_BYTES + 100);
            if (key && startCodes) {
                unit(data, SPS, true);
                unit(data, PPS, true);
            }
            unit(data, picture(key, random), startCodes);
            packets.add(new KeptPacket(i * FRAME_US, i * FRAME_US, key, Instant.EPOCH, data.flip()));
        }
        ByteBuffer description = startCodes ? ByteBuffer.allocate(0) : avcc();
        clip = Clip.of(new StreamInfo("h264", 1920, 1080, description), packets);
    }

    private static byte[] picture(boolean key, Random random) {
        byte[] unit = new byte[key ? KEY_BYTES : OTHER_BYTES];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (byte) (1 + random.nextInt(255));
        }
        unit[0] = (byte) (key ? 0x65 : 0x41);
        return unit;
    }

    private static void unit(ByteBuffer data, byte[] unit, boolean startCodes) {
        data.putInt(startCodes ? 1 : unit.length).put(unit);
    }

    private static ByteBuffer avcc() {
        return ByteBuffer.allocate(11 + SPS.length + PPS.length)
                .put(new byte[] {1, SPS[1], SPS[2], SPS[3], (byte) 0xff, (byte) 0xe1})
                .putShort((short) SPS.length)
                .put(SPS)
                .put((byte) 1)
                .putShort((short) PPS.length)
                .put(PPS)
                .flip();
    }

    @Setup(Level.Iteration)
    public void begin() {
        clips = 0;
        cpuBefore = THREADS.getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void say() {
        double ms = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1e6 / Math.max(1, clips);
        System.out.printf(Locale.ROOT, "[%.1f ms CPU per clip of %d bytes] ", ms, clip.sizeBytes());
    }

    @Benchmark
    public byte[] remux() throws RemuxFailure {
        clips++;
        return Remuxer.mp4(clip);
    }

    @Benchmark
    public String remuxAndDigest() throws RemuxFailure {
        clips++;
        return Digests.sha256(Remuxer.mp4(clip));
    }
}
