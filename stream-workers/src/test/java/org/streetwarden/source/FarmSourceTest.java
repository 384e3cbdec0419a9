package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.decode.Decoder;
import org.streetwarden.farm.Behaviour;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmProblems;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/** The reader against the project's own cameras, well-behaved and not. */
class FarmSourceTest extends PacketSourceContract {

    private static final SourceSettings ON_LOOPBACK = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final Duration SOON = Duration.ofMillis(1500);
    private static final SourceSettings IMPATIENT = ON_LOOPBACK.withTimeouts(SOON, Duration.ofSeconds(4));

    private static CameraFarm farm;

    @BeforeAll
    static void start() throws FarmProblems {
        farm = new CameraFarm(FarmSettings.defaults());
        camera("good");
        farm.camera("locked").plays(Videos.named(Videos.HIGHWAY_H264)).password("warden", "open/sesame @1");
        camera("refuse", Behaviour.refuse());
        camera("hang-up", Behaviour.hangUp());
        camera("wrong-password", Behaviour.wrongPassword());
        camera("silent", Behaviour.silent());
        camera("http", Behaviour.talksHttp());
        camera("garbage", Behaviour.talksGarbage());
        camera("audio", Behaviour.audioOnly());
        camera("stall", Behaviour.stallAfter(SOON));
        camera("cut", Behaviour.cutAfter(SOON));
        camera("corrupt", Behaviour.corrupt(0.05, 7));
        camera("ahead", Behaviour.jump(SOON, Duration.ofMinutes(30)));
        camera("back", Behaviour.jump(SOON, Duration.ofMinutes(-30)));
        camera("repeat", Behaviour.repeatAfter(SOON));
        camera("change", Behaviour.changeEvery(Duration.ofSeconds(4), Videos.named(Videos.PERSON_H264)));
        farm.start();
    }

    private static void camera(String name, Behaviour... behaviours) {
        farm.camera(name).plays(Videos.named(Videos.HIGHWAY_H264)).behaves(behaviours);
    }

    @AfterAll
    static void stop() {
        if (farm != null) {
            farm.close();
        }
    }

    private static CameraUrl url(String camera) {
        return CameraUrl.parse(farm.url(camera).toString());
    }

    private static PacketSource open(String camera) throws StreamFailure {
        return FfmpegSource.open(url(camera), IMPATIENT);
    }

    @Override
    PacketSource open() throws StreamFailure {
        return open("good");
    }

    @Override
    String codec() {
        return "h264";
    }

    private static StreamFailure failureOf(CameraUrl url) {
        return catchThrowableOfType(StreamFailure.class, () -> {
            try (PacketSource source = FfmpegSource.open(url, IMPATIENT)) {
                readOn(source);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "refuse, REFUSED",
        "hang-up, CLOSED_BY_PEER",
        "wrong-password, UNAUTHORIZED",
        "silent, STALLED",
        "http, NOT_A_STREAM",
        "garbage, NOT_A_STREAM",
        "audio, NO_VIDEO",
        "stall, STALLED",
        "cut, CLOSED_BY_PEER",
        "change, STREAM_CHANGED",
        "no-such-camera, NOT_FOUND"
    })
    void saysWhatIsWrong(String camera, Reason expected) {
        CameraUrl url = camera.startsWith("no-") ? CameraUrl.parse(url("good") + "-not") : url(camera);
        StreamFailure failure = failureOf(url);
        assertThat(failure).isNotNull();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(expected);
        assertThat(failure)
                .hasMessageContaining(url.toString())
                .hasMessageContaining("expected")
                .hasMessageContaining("found");
    }

    @Test
    void saysThatNobodyListens() {
        assertThat(failureOf(CameraUrl.parse("rtsp://127.0.0.1:1/cam")).reason())
                .isEqualTo(Reason.UNREACHABLE);
        StreamFailure nameless = failureOf(CameraUrl.parse("rtsp://no-such-host.invalid/cam"));
        assertThat(nameless)
                .hasMessage("UNREACHABLE(retry): rtsp://no-such-host.invalid/cam: expected a host name that resolves,"
                        + " found none");
    }

    @Test
    void opensALockedCameraWithItsPasswordAndNeverTellsIt() throws Exception {
        CameraUrl locked = url("locked");
        try (PacketSource source = FfmpegSource.open(locked.withCredentials("warden", "open/sesame @1"), IMPATIENT)) {
            assertThat(source.next()).isNotNull();
        }
        assertThat(failureOf(locked).reason()).isEqualTo(Reason.UNAUTHORIZED);
        StreamFailure wrong = failureOf(locked.withCredentials("warden", "grain"));
        assertThat(wrong.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(wrong.getMessage()).doesNotContain("grain").doesNotContain("warden");
    }

    @Test
    void namesBothSizesWhereTheStreamChanges() {
        assertThat(failureOf(url("change")).getMessage()).contains("1280x720").contains("768x432");
    }

    @ParameterizedTest
    @CsvSource({"ahead", "back", "repeat"})
    void keepsItsTimelineWhereTheCamerasJumps(String camera) throws Exception {
        try (PacketSource source = open(camera)) {
            Packet packet = source.next();
            long firstUs = packet.ptsUs();
            long lastDtsUs = packet.dtsUs();
            while (packet.ptsUs() - firstUs < 3_000_000) {
                packet = source.next();
                assertThat(packet.dtsUs()).isGreaterThanOrEqualTo(lastDtsUs);
                lastDtsUs = packet.dtsUs();
            }
            assertThat(packet.ptsUs() - firstUs).isLessThan(8_000_000);
        }
    }

    @Test
    void goesOnFromTheNextKeyFrameAfterDamage() throws Exception {
        int whole = 0;
        try (PacketSource source = openDamaged();
                Decoder decoder = new Decoder(source.info())) {
            for (int keys = 0; keys < 3; ) {
                Packet packet = source.next();
                keys += packet.key() ? 1 : 0;
                try (Frame frame = decoder.decode(packet)) {
                    whole += frame == null ? 0 : 1;
                }
            }
            assertThat(decoder.damagedPictures()).isPositive();
        }
        assertThat(whole).isPositive();
    }

    /** Anew where the key frame that tells the size was itself damaged, as the reader would after STREAM_CHANGED. */
    private static PacketSource openDamaged() throws StreamFailure {
        PacketSource source = open("corrupt");
        for (int more = 5; more > 0 && source.info().width() != 1280; more--) {
            source.close();
            source = open("corrupt");
        }
        return source;
    }

    @Test
    void watchesManyCamerasWithOneWatchdog() throws Exception {
        PacketSource[] sources = new PacketSource[20];
        try {
            for (int i = 0; i < sources.length; i++) {
                sources[i] = open("good");
            }
            for (PacketSource source : sources) {
                assertThat(source.next()).isNotNull();
            }
        } finally {
            for (PacketSource source : sources) {
                if (source != null) {
                    source.close();
                }
            }
        }
    }
}
