package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.source.HostileCases.Case;

/** Cameras that mean harm, against the real source and decoder: each ends in time with a named reason, within bounded memory. */
@ExtendWith(NoNativeLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCameraTest {

    private static final int MUTATIONS = 300;
    private static final long MOST_KEPT_KB = 48 << 10;

    /** What FFmpeg may take at once, and as much again for the allocator's habits; a heap that grew meanwhile is not counted. */
    private static final long MOST_GROWTH_KB = 160 << 10;

    @RegisterExtension
    private final Trap trap = new Trap();

    @BeforeEach
    void forgetThePeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long memoryKb(String what) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(what))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long heapKb() {
        return Runtime.getRuntime().totalMemory() >> 10;
    }

    static List<Case> largeCases() {
        return HostileCases.all(true);
    }

    @ParameterizedTest
    @MethodSource("largeCases")
    void endsWithinItsMemory(Case hostile) throws IOException {
        long beforeKb = memoryKb("VmRSS:");
        long heapKb = heapKb();

        hostile.assertEnds();

        long heapGrownKb = Math.max(0, heapKb() - heapKb);
        assertThat(memoryKb("VmHWM:") - beforeKb - heapGrownKb)
                .as("grown at the most, kB")
                .isLessThan(MOST_GROWTH_KB);
    }

    @Test
    void endsWithAReasonWhateverItIsTold() throws Exception {
        inParallel(HostileCases.all(false).stream().<Callable<Void>>map(each -> () -> {
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
            HostileCases.reasonOf(peer -> mutated(peer, chance), HostileCases.SOON);
            return null;
        }));

        assertThat(memoryKb("VmRSS:") - beforeKb).as("kept, kB").isLessThan(MOST_KEPT_KB);
    }

    private static void mutated(HostileCamera.Peer peer, Random chance) throws IOException {
        String request = peer.request();
        while (!request.startsWith("PLAY")) {
            byte[] answer =
                    HostileCamera.Peer.saneAnswer(request, HostileCases.SDP).getBytes(StandardCharsets.ISO_8859_1);
            peer.send(chance.nextInt(3) == 0 ? Mutation.of(answer, chance) : answer);
            request = peer.request();
        }
        peer.send(HostileCamera.Peer.saneAnswer(request, HostileCases.SDP));
        for (int sequence = 0; sequence < 60; sequence += 3) {
            peer.send(
                    Mutation.of(HostileCases.withByte(TinyStream.rtp(sequence, TinyStream.sps(1, 1)), 5, 96), chance));
            peer.send(
                    Mutation.of(HostileCases.withByte(TinyStream.rtp(sequence + 1, TinyStream.pps()), 5, 96), chance));
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

    @Test
    void readsASaneCameraOfThisKind() throws IOException {
        assertThat(HostileCases.reasonOf(
                        peer -> HostileCases.pictures(peer, TinyStream.sps(1, 1)), HostileCases.PATIENT))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "DESCRIBE", "SETUP", "PLAY"})
    void namesAPeerThatLeavesInAnyState(String state) throws IOException {
        assertThat(HostileCases.reasonOf(peer -> peer.sane(state, HostileCases.SDP), HostileCases.PATIENT))
                .isEqualTo(Reason.CLOSED_BY_PEER);
    }
}
