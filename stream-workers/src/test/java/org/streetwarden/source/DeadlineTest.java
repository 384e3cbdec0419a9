package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.global.avformat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

@ExtendWith(NoNativeLeaks.class)
@Timeout(30)
class DeadlineTest {

    private static final SourceSettings ON_LOOPBACK = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    /** A deadline and an FFmpeg context that asks it. */
    private static final class Asked implements AutoCloseable {
        final AVFormatContext context = avformat.avformat_alloc_context();
        final Deadline deadline;

        Asked(Duration length) {
            deadline = new Deadline(length);
            deadline.watch(context);
        }

        /** As FFmpeg asks: the C function with the C argument. */
        boolean toldToGiveUp() {
            AVIOInterruptCB asked = context.interrupt_callback();
            return asked.callback().call(asked.opaque()) != 0;
        }

        void awaitGiveUp() throws InterruptedException {
            while (!toldToGiveUp()) {
                Thread.sleep(5);
            }
        }

        @Override
        public void close() {
            avformat.avformat_free_context(context);
            deadline.close();
            deadline.close();
        }
    }

    @Test
    void saysGoOnWhileThereIsTimeAndGiveUpOnceItIsOver() throws Exception {
        try (Asked asked = new Asked(LONG)) {
            assertThat(asked.toldToGiveUp()).isFalse();
            asked.deadline.arm(Duration.ofMillis(1));
            asked.awaitGiveUp();
            asked.deadline.arm(LONG);
            assertThat(asked.toldToGiveUp()).isFalse();
        }
    }

    @Test
    void saysGiveUpAtOnceWhereCancelledAndLeavesTimeForTheFarewell() throws Exception {
        try (Asked asked = new Asked(LONG)) {
            asked.deadline.cancel();
            assertThat(asked.toldToGiveUp()).isTrue();
            asked.deadline.part(SHORT);
            assertThat(asked.toldToGiveUp()).isFalse();
            asked.awaitGiveUp();
        }
    }

    @Test
    void saysGiveUpWhereTheThreadThatArmedItIsInterrupted() throws Exception {
        AtomicReference<Asked> made = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try (Asked asked = new Asked(LONG)) {
                made.set(asked);
                while (!asked.toldToGiveUp()) {
                    Thread.onSpinWait();
                }
            }
        });
        while (made.get() == null) {
            Thread.sleep(1);
        }
        reader.interrupt();
        reader.join();
    }

    @Test
    void letsGoOfAPeerThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SourceSettings impatient = ON_LOOPBACK.withTimeouts(SHORT, SHORT);
            StreamFailure failure =
                    catchThrowableOfType(StreamFailure.class, () -> FfmpegSource.open(urlOf(silent), impatient)
                            .close());
            assertThat(failure.reason()).isEqualTo(Reason.STALLED);
            assertThat(failure).hasMessageContaining("expected an answer within 0.3 s, found nothing");
        }
    }

    @Test
    void letsGoOfASilentPeerWhereItsThreadIsInterrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SourceSettings patient = ON_LOOPBACK.withTimeouts(LONG, LONG);
            CompletableFuture<StreamFailure> ended = new CompletableFuture<>();
            Thread opening = Thread.ofPlatform()
                    .start(() -> ended.complete(
                            catchThrowableOfType(StreamFailure.class, () -> FfmpegSource.open(urlOf(silent), patient)
                                    .close())));
            silent.accept().getInputStream().read();
            opening.interrupt();
            assertThat(ended.get().reason()).isEqualTo(Reason.CANCELLED);
        }
    }

    private static CameraUrl urlOf(ServerSocket server) {
        return CameraUrl.parse("rtsp://127.0.0.1:%d/cam".formatted(server.getLocalPort()));
    }

    @Test
    void leavesNothingBehindAfterAThousandOpens() throws Exception {
        CameraUrl garbage = CameraUrl.of(Files.write(folder.resolve("garbage.mp4"), new byte[1000]));
        CameraUrl sound = CameraUrl.of(
                Path.of(System.getProperty("streetwarden.root", ".")).resolve("models/scenes/clips/vending.mp4"));
        for (int i = 0; i < 500; i++) {
            assertThat(catchThrowableOfType(
                            StreamFailure.class, () -> FfmpegSource.open(garbage, SourceSettings.DEFAULT)
                                    .close()))
                    .isNotNull();
            try (FfmpegSource source = FfmpegSource.open(sound, SourceSettings.DEFAULT)) {
                assertThat(source.next()).isNotNull();
            }
            assertThat(Natives.live()).doesNotContainKey(Natives.Kind.DEADLINE);
        }
        assertThat(Watchdog.guarded()).isZero();
    }
}
