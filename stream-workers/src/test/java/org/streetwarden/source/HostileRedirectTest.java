package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.media.StreamFailure.Reason;

/** Cameras that want us somewhere else: nothing ever arrives where only a camera wanted us to go. */
@ExtendWith(NoNativeLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRedirectTest {

    @RegisterExtension
    private final Trap trap = new Trap();

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
        return HostileCases.reasonOf(
                peer -> {
                    String request = peer.sane(method, HostileCases.SDP);
                    peer.send("RTSP/1.0 302 Moved\r\nCSeq: %s\r\nLocation: %s\r\n\r\n"
                            .formatted(HostileCamera.Peer.cSeq(request), location));
                    peer.request();
                },
                HostileCases.PATIENT);
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
            assertThat(HostileCases.reasonOf(camera.url(), HostileCases.PATIENT))
                    .isEqualTo(Reason.UNAUTHORIZED);
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
            assertThat(HostileCases.reasonOf(camera.url(), HostileCases.PATIENT))
                    .isEqualTo(Reason.REFUSED);
            assertThat(camera.connections()).isEqualTo(4);
        }
    }

    @Test
    void neverAsksAnAddressThatIsNotAllowed() throws IOException {
        assertThat(HostileCases.reasonOf(
                        CameraUrl.parse("rtsp://127.0.0.2:%d/cam".formatted(trap.port())), HostileCases.PATIENT))
                .isEqualTo(Reason.NOT_ALLOWED);
    }
}
