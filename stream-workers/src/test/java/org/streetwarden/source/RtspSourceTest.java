package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/** The reader against GStreamer's RTSP server. */
class RtspSourceTest extends PacketSourceContract {

    private static final SourceSettings ON_LOOPBACK = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final String H265 = " ! qtdemux ! h265parse ! rtph265pay name=pay0 pt=96 config-interval=-1";

    @TempDir
    static Path folder;

    private static GstRtspServer server;

    @BeforeAll
    static void start() throws IOException {
        server = GstRtspServer.in(folder.resolve("all"))
                .loop("cam", Videos.named(Videos.HIGHWAY_H264), 20)
                .mount("hevc", "filesrc location=" + Videos.named(Videos.STREET_HEVC) + H265)
                .mount("audio", "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay0")
                .start();
    }

    private static GstRtspServer mortal(String name) throws IOException {
        return GstRtspServer.in(folder.resolve(name))
                .loop("cam", Videos.named(Videos.HIGHWAY_H264), 5)
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    PacketSource open() throws StreamFailure {
        return FfmpegSource.open(server.url("cam"), ON_LOOPBACK);
    }

    @Override
    String codec() {
        return "h264";
    }

    @Test
    void readsOverUdp() throws Exception {
        SourceSettings udp = ON_LOOPBACK.withTransport(SourceSettings.Transport.UDP);
        try (PacketSource source = FfmpegSource.open(server.url("cam"), udp)) {
            for (int i = 0; i < 60; i++) {
                assertThat(source.next()).isNotNull();
            }
        }
    }

    @Test
    void readsH265() throws Exception {
        try (PacketSource source = FfmpegSource.open(server.url("hevc"), ON_LOOPBACK)) {
            assertThat(source.info().codec()).isEqualTo("hevc");
            assertThat(source.next().data().remaining()).isPositive();
        }
    }

    @Test
    void saysThatAStreamIsMissingOrHasNoVideo() {
        StreamFailure missing = failureOf(server.url("nothing"));
        assertThat(missing.reason()).isEqualTo(Reason.NOT_FOUND);
        StreamFailure audio = failureOf(server.url("audio"));
        assertThat(audio.reason()).isEqualTo(Reason.NO_VIDEO);
        System.out.println(missing.getMessage() + "\n" + audio.getMessage());
    }

    private static StreamFailure failureOf(CameraUrl url) {
        return catchThrowableOfType(
                StreamFailure.class, () -> FfmpegSource.open(url, ON_LOOPBACK).close());
    }

    @Test
    void saysThatThePeerIsGoneWhenItIsKilled() throws Exception {
        try (GstRtspServer mortal = mortal("mortal");
                PacketSource source = FfmpegSource.open(mortal.url("cam"), ON_LOOPBACK)) {
            source.next();
            mortal.kill();
            StreamFailure failure = catchThrowableOfType(StreamFailure.class, () -> readOn(source));
            assertThat(failure.reason()).isEqualTo(Reason.CLOSED_BY_PEER);
        }
    }

    @Test
    void saysThatAFrozenPeerStalls() throws Exception {
        SourceSettings impatient = ON_LOOPBACK.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(1500));
        try (GstRtspServer frozen = mortal("frozen");
                PacketSource source = FfmpegSource.open(frozen.url("cam"), impatient)) {
            source.next();
            frozen.freeze();
            StreamFailure failure = catchThrowableOfType(StreamFailure.class, () -> readOn(source));
            assertThat(failure)
                    .hasMessage("STALLED(retry): %s: expected a packet within 1.5 s, found nothing"
                            .formatted(frozen.url("cam")));
        }
    }

    @Test
    void endsABlockedReadWhenAnotherThreadCloses() throws Exception {
        try (GstRtspServer frozen = mortal("blocked")) {
            PacketSource source = FfmpegSource.open(frozen.url("cam"), ON_LOOPBACK);
            source.next();
            frozen.freeze();
            CompletableFuture<StreamFailure> ended = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(StreamFailure.class, () -> readOn(source)));
            TimeUnit.MILLISECONDS.sleep(300);
            source.close();
            assertThat(ended.get(1, TimeUnit.SECONDS).reason()).isEqualTo(Reason.CANCELLED);
            source.close();
        }
    }
}
