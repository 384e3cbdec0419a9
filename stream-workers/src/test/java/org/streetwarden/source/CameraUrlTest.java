package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraUrlTest {

    @ParameterizedTest
    @CsvSource({
        "rtsp://admin:sesame@10.0.0.1:554/h264/ch1, rtsp://10.0.0.1:554/h264/ch1, rtsp://admin:sesame@10.0.0.1:554/h264/ch1",
        "rtsp://admin:se@same@cam.lan/1, rtsp://cam.lan/1, rtsp://admin:se%40same@cam.lan/1",
        "rtsp://admin:ses%2Fame@cam.lan/1, rtsp://cam.lan/1, rtsp://admin:ses%2Fame@cam.lan/1",
        "RTSP://cam.lan/1, rtsp://cam.lan/1, rtsp://cam.lan/1",
        "https://cam.lan/live.m3u8?token=sesame&n=2, https://cam.lan/live.m3u8?token=***&n=2, https://cam.lan/live.m3u8?token=sesame&n=2",
        "rtsp://cam.lan/user=admin&password=sesame&channel=1.sdp, rtsp://cam.lan/user=***&password=***&channel=1.sdp, rtsp://cam.lan/user=admin&password=sesame&channel=1.sdp"
    })
    void keepsCredentialsFromPeopleAndGivesThemToThePeer(String text, String shown, String opened) {
        CameraUrl url = CameraUrl.parse(text);
        assertThat(url).hasToString(shown);
        assertThat(url.forFfmpeg()).isEqualTo(opened);
    }

    @Test
    void takesCredentialsGivenApart() {
        CameraUrl url = CameraUrl.parse("rtsp://cam.lan/1").withCredentials("admin", "a/b c@d:é");
        assertThat(url.forFfmpeg()).isEqualTo("rtsp://admin:a%2Fb%20c%40d%3A%C3%A9@cam.lan/1");
        assertThat(url).hasToString("rtsp://cam.lan/1");
    }

    @Test
    void takesAPathForAFile() {
        assertThat(CameraUrl.parse("file:///clips/a b.mp4").forFfmpeg()).isEqualTo("file:/clips/a b.mp4");
        assertThat(CameraUrl.parse("/clips/concat:x.mp4").forFfmpeg()).isEqualTo("file:/clips/concat:x.mp4");
        assertThat(CameraUrl.parse("concat:a|b").isFile()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://cam/x", "data://text", "rtmp://cam/x", "unix:///run/x", "javascript://x"})
    void refusesOtherSchemes(String text) {
        String scheme = text.substring(0, text.indexOf(':'));
        assertThatThrownBy(() -> CameraUrl.parse(text))
                .hasMessage(
                        "camera url: expected rtsp, rtsps, http, https or file, found scheme '%s'".formatted(scheme));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://",
                "rtsp:///path",
                "rtsp://admin:sesame@",
                "rtsp://admin:ses/ame@cam.lan/1",
                "rtsp://admin:sesame@ho st/1",
                "rtsp://admin:sesame@cam.lan:99999/1",
                "http://admin:sesame@[::1/x"
            })
    void refusesWhatHasNoHostWithoutShowingSecrets(String text) {
        Throwable refusal = catchThrowable(() -> CameraUrl.parse(text));
        assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
        assertThat(refusal.getMessage())
                .contains("expected")
                .doesNotContain("sesame")
                .doesNotContain("ses/ame");
    }

    @Test
    void scrubsWhatFfmpegSays() {
        assertThat(Scrub.text("[tcp] rtsp://admin:sesame@cam/1 failed")).isEqualTo("[tcp] rtsp://cam/1 failed");
        assertThat(Scrub.text("Authorization: Digest username=\"a\", response=\"b\"\r\nCSeq: 2"))
                .isEqualTo("Authorization: ***\r\nCSeq: 2");
    }

    @Test
    void saysWhomToAsk() {
        assertThat(CameraUrl.parse("rtsp://u:p@10.0.0.1:8554/a/b?token=x").peer())
                .isEqualTo("10.0.0.1:8554");
        assertThat(CameraUrl.parse("rtsp://gateway").peer()).isEqualTo("gateway");
        assertThat(CameraUrl.of(Path.of("clip.mp4")).peer()).isEqualTo("file");
    }
}
