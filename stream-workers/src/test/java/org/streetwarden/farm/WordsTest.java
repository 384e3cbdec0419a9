package org.streetwarden.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.farm.CameraSpec.Credentials;

/** The texts and records of the protocol, without a network. */
final class WordsTest {

    private static final String REQUEST = "OPTIONS rtsp://h/cam RTSP/1.0\r\nCSeq: 7\r\nUser-Agent: x\r\n\r\n";

    private static RtspRequest parse(String text) throws RtspRequest.Bad {
        return new RequestParser().next(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void cutsRequestsOutOfAnyPieces() throws RtspRequest.Bad {
        String stream = REQUEST + "$\1\0\5hello" + "\r\n" + REQUEST.replace("User-Agent: x", "Content-Length: 3")
                + "abc" + REQUEST;
        for (int piece = 1; piece < 40; piece++) {
            RequestParser parser = new RequestParser();
            int found = 0;
            byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < bytes.length; at += piece) {
                ByteBuffer in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
                for (RtspRequest r; (r = parser.next(in)) != null; found++) {
                    assertThat(r.method()).isEqualTo("OPTIONS");
                    assertThat(r.cseq()).isEqualTo("7");
                }
            }
            assertThat(found).isEqualTo(3);
        }
    }

    @Test
    void refusesWhatIsNoRequestWithinTheLimits() {
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS * RTSP/2.0\r\nCSeq: 1\r\n\r\n", RtspStatus.VERSION_NOT_SUPPORTED);
        assertRefused("OPTIONS * RTSP/1.0\r\n\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS * RTSP/1.0\r\nCSeq: 1 2\r\n\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nno colon\r\n\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS *\0 RTSP/1.0\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n" + "A: b\r\n".repeat(100) + "\r\n", RtspStatus.BAD_REQUEST);
        assertRefused("OPTIONS " + "x".repeat(9000), RtspStatus.REQUEST_ENTITY_TOO_LARGE);
        assertRefused(
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999\r\n\r\n", RtspStatus.REQUEST_ENTITY_TOO_LARGE);
    }

    private static void assertRefused(String text, RtspStatus status) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(RtspRequest.Bad.class, e -> assertThat(e.status)
                .isEqualTo(status));
    }

    @Test
    void endsOnRandomBytesWithARequestOrARefusal() {
        Random random = new Random(11);
        String[] words = {
            "OPTIONS ", "rtsp://h/a", " RTSP/1.0", "\r\n", "\n", "CSeq: 1", "$", ":", "Content-Length: 5", "\0", "é"
        };
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                text.append(words[random.nextInt(words.length)]);
            }
            try {
                parse(text.toString());
            } catch (RtspRequest.Bad e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    @Test
    void readsWhatAUrlNames() {
        assertThat(Target.parse("rtsp://u:p@10.0.0.1:554/cam-1/trackID=0?x=1"))
                .isEqualTo(new Target("10.0.0.1:554", "cam-1", "trackID=0"));
        assertThat(Target.parse("rtsp://[::1]:8554/cam/").contentBase()).isEqualTo("rtsp://[::1]:8554/cam/");
        assertThat(Target.parse("*").camera()).isEmpty();
        assertThat(Target.parse("http://h/cam")).isNull();
        assertThat(Target.parse("rtsp://h/../etc")).isNull();
    }

    @Test
    void choosesTheFirstTransportItHas() {
        assertThat(Transport.choose("RTP/SAVP;unicast;client_port=5000-5001, RTP/AVP/TCP;unicast;interleaved=2-3"))
                .isEqualTo(new Transport(true, 2, 3));
        assertThat(Transport.choose("RTP/AVP;unicast;client_port=5000-5001;mode=\"PLAY\""))
                .isEqualTo(new Transport(false, 5000, 5001));
        assertThat(Transport.choose("RTP/AVP/TCP")).isEqualTo(new Transport(true, 0, 1));
        for (String none : new String[] {
            "",
            "RTP/AVP;multicast;client_port=5000-5001",
            "RTP/AVP;unicast",
            "RTP/AVP;unicast;client_port=22-23",
            "RTP/AVP/TCP;interleaved=255-256",
            "RTP/AVP/TCP;interleaved=4-4",
            "RTP/AVP/TCP;mode=record"
        }) {
            assertThat(Transport.choose(none)).as(none).isNull();
        }
    }

    @Test
    void computesTheDigestOfTheStandardsExample() {
        // RFC 2617 section 3.5: the parts of its example response.
        assertThat(DigestAuth.md5("Mufasa:testrealm@host.com:Circle Of Life"))
                .isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(DigestAuth.md5("GET:/dir/index.html")).isEqualTo("39aff3a2bab6126f332b942af96d3366");
    }

    @Test
    void knowsRightWrongAndStaleAnswers() {
        DigestAuth auth = new DigestAuth(1000);
        Credentials credentials = new Credentials("u", "p");
        Target target = Target.parse("rtsp://h/cam");
        String nonce = auth.challenge(false, 0).replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
        String right = authorization("u", "p", nonce, "rtsp://h/cam");
        assertThat(auth.check(right, "PLAY", target, credentials, 1000)).isEqualTo(DigestAuth.Verdict.RIGHT);
        assertThat(auth.check(right, "PLAY", target, credentials, 1001)).isEqualTo(DigestAuth.Verdict.STALE);
        assertThat(auth.check(right, "SETUP", target, credentials, 0)).isEqualTo(DigestAuth.Verdict.WRONG);
        assertThat(auth.check("", "PLAY", target, credentials, 0)).isEqualTo(DigestAuth.Verdict.WRONG);
        assertThat(auth.check(authorization("u", "x", nonce, "rtsp://h/cam"), "PLAY", target, credentials, 0))
                .isEqualTo(DigestAuth.Verdict.WRONG);
        assertThat(auth.check(authorization("u", "p", nonce, "rtsp://h/other"), "PLAY", target, credentials, 0))
                .isEqualTo(DigestAuth.Verdict.WRONG);
        assertThat(auth.check(authorization("u", "p", "old", "rtsp://h/cam"), "PLAY", target, credentials, 0))
                .isEqualTo(DigestAuth.Verdict.STALE);
    }

    static String authorization(String user, String password, String nonce, String uri) {
        return authorization("PLAY", user, password, nonce, uri);
    }

    static String authorization(String method, String user, String password, String nonce, String uri) {
        String ha1 = DigestAuth.md5(user + ":" + DigestAuth.REALM + ":" + password);
        String response = DigestAuth.md5(ha1 + ":" + nonce + ":" + DigestAuth.md5(method + ":" + uri));
        return "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\""
                .formatted(user, DigestAuth.REALM, nonce, uri, response);
    }

    @Test
    void composesSenderReportsAsTheStandardSays() {
        Instant at = Instant.parse("1970-01-01T00:00:01.500Z");
        ByteBuffer report = ByteBuffer.wrap(SenderReport.compose(0x11223344, "cam-1", at, 90_000, 5, 700));
        assertThat(report.get(0) & 0xFF).isEqualTo(0x80);
        assertThat(report.get(1) & 0xFF).isEqualTo(200);
        assertThat(report.getShort(2)).isEqualTo((short) 6);
        assertThat(report.getInt(4)).isEqualTo(0x11223344);
        assertThat(Integer.toUnsignedLong(report.getInt(8))).isEqualTo(2_208_988_801L);
        assertThat(report.getInt(12)).isEqualTo(0x8000_0000);
        assertThat(report.getInt(16)).isEqualTo(90_000);
        assertThat(report.get(29) & 0xFF).isEqualTo(202);
        assertThat(report.limit()).isEqualTo(28 + 4 + 4 * report.getShort(30));
    }

    @Test
    void convertsTicksExactly() {
        assertThat(Ticks.fromNanos(1_000_000_000L)).isEqualTo(90_000);
        for (long tick : new long[] {-90_001, -1, 0, 1, 8, 9, 90_000, 1L << 40}) {
            assertThat(Ticks.fromNanos(Ticks.toNanos(tick))).isEqualTo(tick);
            assertThat(Ticks.fromNanos(Ticks.toNanos(tick) - 1)).isEqualTo(tick - 1);
        }
    }

    @Test
    void readsBehavioursByName() {
        Path base = Path.of("/clips");
        assertThat(BehaviourText.parse("stall:10s", base)).isEqualTo(Behaviour.stallAfter(Duration.ofSeconds(10)));
        assertThat(BehaviourText.parse("jump:500ms:-30s", base))
                .isEqualTo(Behaviour.jump(Duration.ofMillis(500), Duration.ofSeconds(-30)));
        assertThat(BehaviourText.parse("corrupt:0.5:9", base)).isEqualTo(Behaviour.corrupt(0.5, 9));
        assertThat(BehaviourText.parse("change:2m:b.mp4", base))
                .isEqualTo(Behaviour.changeEvery(Duration.ofMinutes(2), Path.of("/clips/b.mp4")));
        assertThat(BehaviourText.parse("change-once:3m:b.mp4", base))
                .isEqualTo(Behaviour.changeOnce(Duration.ofMinutes(3), Path.of("/clips/b.mp4")));
        assertThat(BehaviourText.parse("change-when:swept:b.mp4", base))
                .isEqualTo(Behaviour.changeWhen(Path.of("/clips/swept"), Path.of("/clips/b.mp4")));
        for (String bad : new String[] {
            "sleep",
            "change-when:f",
            "stall",
            "stall:x",
            "stall:-1s",
            "refuse:1s",
            "corrupt:2",
            "corrupt:NaN",
            "corrupt:0.1:x",
            "change:1ms:f",
            "change-once:1ms:f"
        }) {
            assertThatThrownBy(() -> BehaviourText.parse(bad, base)).as(bad).hasMessageContaining("'" + bad + "'");
        }
    }
}
