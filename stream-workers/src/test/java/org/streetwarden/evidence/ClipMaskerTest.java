package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.decode.Decoder;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.ClipEye.Glance;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Incident;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.source.Natives;

/** A street of fine checks, 960 by 540; a person of fine checks walks through the subject's box. */
class ClipMaskerTest {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int PICTURES = 40;
    private static final long FROM_US = 5_000_000;
    private static final ModelIdentity MODEL = new ModelIdentity("street-nano", "0.1", "ab".repeat(32));
    private static final Set<String> SIGHTED = Set.of("person", "vehicle", "stall");
    /** Coding leaves ripples; a check of the street is 120 brighter than its neighbour. */
    private static final int RIPPLE = 24;

    private static ClipFile clip;
    private final Incident incident = SampleRaise.incident(SampleRaise.ID);
    private final Box subject = incident.raised().subject().box();
    private final List<Long> looks = new ArrayList<>();

    @BeforeAll
    static void film() throws RemuxFailure {
        clip = ClipFile.of(SyntheticVideo.h264(WIDTH, HEIGHT, FROM_US, PICTURES, (i, x, y) -> check(x, y)));
    }

    private static int check(int x, int y) {
        return (x / 6 + y / 6) % 2 == 0 ? 60 : 180;
    }

    /** Walks the box's width in a second. */
    private static Box person(long ptsUs) {
        double left = 0.2 + 0.25 * (ptsUs - FROM_US) / 1e6;
        return new Box(left, 0.35, left + 0.05, 0.75);
    }

    private Glance glance(Set<String> labels, Frame picture) {
        looks.add(picture.ptsUs());
        return new Glance(MODEL, labels, List.of(new Detection("person", 0.9f, person(picture.ptsUs()))));
    }

    private MaskedClip mask(Clip shown, ClipEye eye) throws Exception {
        return ClipMasker.mask(new ClipFile(shown, clip.file(), null), incident, eye);
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(Natives.live()).doesNotContainKeys(Natives.Kind.ENCODER, Natives.Kind.SCALER, Natives.Kind.DECODER);
    }

    @Test
    void leavesTheSubjectAloneSharpAndPersonsBeforeItGrey() throws Exception {
        MaskedClip masked = mask(clip.clip(), (camera, picture) -> glance(SIGHTED, picture));
        List<SmallPicture> pictures = pictures(masked);
        assertThat(pictures).hasSizeBetween(PICTURES / 2 - 3, PICTURES / 2);
        int persons = 0;
        for (SmallPicture picture : pictures) {
            assertThat(picture.width()).isEqualTo(640);
            assertThat(picture.height()).isEqualTo(360);
            assertThat(roughestBlock(picture, subject)).isLessThan(RIPPLE);
            assertThat(roughness(picture, new Box(0.2, 0.78, 0.5, 0.8))).isGreaterThan(60);
            Box hidden = person(FROM_US + picture.ptsUs());
            if (hidden.right() < 0.5) {
                Box upper = new Box(hidden.left(), hidden.top(), hidden.right(), 0.6);
                assertThat(roughness(picture, upper)).isLessThan(RIPPLE);
                persons++;
            }
        }
        assertThat(persons).isGreaterThan(8);
        assertThat(looks).hasSizeBetween(6, 8);
        assertThat(masked.described().looks()).isEqualTo(looks.size());
        assertThat(masked.described().parentSha256())
                .isEqualTo(clip.file().part().sha256());
        assertThat(masked.described().clear()).containsExactly(0.2, 0.3, 0.5, 0.8);
    }

    /** By few key pictures, and by many. */
    @ParameterizedTest
    @ValueSource(ints = {PICTURES, 4 * PICTURES})
    void coarsensWhoeverWalksThroughTheBoxUnseenByTheModel(int filmed) throws Exception {
        ClipFile walked = ClipFile.of(SyntheticVideo.h264(WIDTH, HEIGHT, FROM_US, filmed, (i, x, y) -> {
            Box walker = person(FROM_US + i * 40_000L);
            boolean within = new Box((double) x / WIDTH, (double) y / HEIGHT, (x + 1.0) / WIDTH, (y + 1.0) / HEIGHT)
                            .intersection(walker)
                    > 0;
            return within ? 2 * check(x, y) / 3 + 130 : check(x, y);
        }));
        MaskedClip masked = mask(walked.clip(), (camera, picture) -> new Glance(MODEL, SIGHTED, List.of()));
        int walking = 0;
        for (SmallPicture picture : pictures(masked)) {
            Box walker = person(FROM_US + picture.ptsUs());
            assertThat(finest(picture, new Box(0.2, 0.78, 0.5, 0.8))).isGreaterThan(60);
            if (walker.right() < 0.5) {
                assertThat(finest(picture, walker)).isLessThan(RIPPLE);
                walking++;
            }
        }
        assertThat(walking).isGreaterThan(8);
    }

    @Test
    void carriesNothingOfTheSourceButItsPictures() throws Exception {
        byte[] file = mask(clip.clip(), null).file().orElseThrow().bytes();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertThat(text.indexOf("moov")).isBetween(0, text.indexOf("mdat"));
        assertThat(Stream.of("soun", "Lavf", "openh264", "encoder").filter(text::contains))
                .isEmpty();
        DemuxedFile demuxed = DemuxedFile.of(file);
        assertThat(demuxed.info().codec()).isEqualTo("h264");
        assertThat(demuxed.packets().get(1).ptsUs() - demuxed.packets().get(0).ptsUs())
                .isGreaterThanOrEqualTo(80_000);
    }

    @Test
    void showsNothingSharpWhereTheModelLooksForNoPersons() throws Exception {
        MaskedClip masked = mask(clip.clip(), (camera, picture) -> glance(Set.of("stall", "vehicle"), picture));
        assertThat(looks).hasSize(1);
        for (SmallPicture picture : pictures(masked)) {
            assertThat(roughestBlock(picture, new Box(0, 0, 0, 0))).isLessThan(RIPPLE);
        }
        assertThat(masked.described().clear()).isNull();
        assertThat(masked.described().looks()).isZero();
        assertThat(masked.described().model().sha256()).isEqualTo(MODEL.sha256());
    }

    @Test
    void showsAllFromAboveAsSmallAsItTakes() throws Exception {
        MaskedClip small = ClipMasker.maskFromAbove(clip, incident, OptionalInt.of(301));
        assertThat(pictures(small))
                .hasSizeGreaterThan(15)
                .allMatch(each -> each.width() == 300 && each.height() == 168);
        assertThat(small.described().clear()).containsExactly(0.0, 0.0, 1.0, 1.0);
        assertThat(pictures(ClipMasker.maskFromAbove(clip, incident, OptionalInt.of(5000))))
                .allMatch(each -> each.width() == 640)
                .allMatch(each -> finest(each, new Box(0, 0, 0.9, 0.9)) > 60);
        for (OptionalInt unknown : List.of(OptionalInt.empty(), OptionalInt.of(63))) {
            MaskedClip coarse = ClipMasker.maskFromAbove(clip, incident, unknown);
            assertThat(coarse.described().clear()).isNull();
            assertThat(roughestBlock(pictures(coarse).getFirst(), new Box(0, 0, 0, 0)))
                    .isLessThan(RIPPLE);
        }
    }

    @Test
    void makesNothingWhereLookingOrDecodingFails() throws Exception {
        MaskedClip failed = mask(clip.clip(), (camera, picture) -> {
            if (!looks.isEmpty()) {
                throw new DetectorFailure("no answer");
            }
            return glance(SIGHTED, picture);
        });
        assertThat(failed.file()).isEmpty();
        assertThat(failed.described().missing()).isEqualTo("no answer");
        List<KeptPacket> noise = clip.clip().packets().stream()
                .map(each -> new KeptPacket(
                        each.ptsUs(), each.dtsUs(), each.key(), each.arrivedAt(), ByteBuffer.allocate(500)))
                .toList();
        MaskedClip broken = mask(Clip.of(clip.clip().info(), noise), (camera, picture) -> glance(SIGHTED, picture));
        assertThat(broken.file()).isEmpty();
        assertThat(broken.described().missing()).contains("can be decoded");
    }

    @Test
    void makesNothingWhereTheModelChangesWhileItLooks() throws Exception {
        MaskedClip masked = mask(clip.clip(), (camera, picture) -> {
            looks.add(picture.ptsUs());
            return new Glance(new ModelIdentity("m", "" + looks.size(), "cd".repeat(32)), SIGHTED, List.of());
        });
        assertThat(masked.file()).isEmpty();
        assertThat(masked.described().missing()).contains("replaced");
    }

    @Test
    void hidesAllOfAPictureThatNoTwoLooksSurroundClosely() {
        ClipLooks seen = new ClipLooks(incident);
        seen.add(0, List.of());
        seen.add(240_000, List.of(new Detection("person", 1, new Box(0.3, 0.4, 0.4, 0.7))));
        seen.add(1_240_000, List.of());
        assertThat(seen.hidden(80_000)).isPresent();
        assertThat(seen.hidden(320_000)).isEmpty();
        assertThat(seen.hidden(1_240_000)).isEqualTo(Optional.of(List.of()));
        assertThat(seen.hidden(0).orElseThrow()).hasSize(1);
        assertThat(seen.due(1_400_000)).isFalse();
        assertThat(seen.settled(800_000)).isFalse();
    }

    private static List<SmallPicture> pictures(MaskedClip masked) throws Exception {
        DemuxedFile file = DemuxedFile.of(masked.file().orElseThrow().bytes());
        List<SmallPicture> pictures = new ArrayList<>();
        try (Decoder decoder = new Decoder(file.info())) {
            for (KeptPacket packet : file.packets()) {
                keep(decoder.decode(packet), pictures);
            }
            keep(decoder.drain(file.packets().getLast().arrivedAt()), pictures);
        }
        return pictures;
    }

    private static void keep(Frame frame, List<SmallPicture> pictures) {
        if (frame == null) {
            return;
        }
        try (frame;
                Shrinker same = new Shrinker(frame, 640)) {
            pictures.add(same.shrink(frame));
        }
    }

    /** Of the blocks that do not touch a box. */
    private static int roughestBlock(SmallPicture picture, Box clear) {
        int block = 20;
        return Stream.iterate(0, i -> i < 18 * 32, i -> i + 1)
                .map(i -> new Box(
                        (i % 32 * block + 2.0) / 640,
                        (i / 32 * block + 2.0) / 360,
                        (i % 32 * block + 18.0) / 640,
                        (i / 32 * block + 18.0) / 360))
                .filter(each -> each.intersection(clear) == 0)
                .mapToInt(each -> roughness(picture, each))
                .max()
                .orElseThrow();
    }

    /** The largest difference of two neighbours of one block of a box. */
    private static int finest(SmallPicture picture, Box box) {
        int finest = 0;
        for (int y = (int) (box.top() * 360); y < (int) (box.bottom() * 360); y++) {
            for (int x = (int) (box.left() * 640); x < (int) (box.right() * 640); x++) {
                int luma = picture.planes()[0][y * 640 + x] & 0xff;
                int next = picture.planes()[0][y * 640 + x + 1] & 0xff;
                finest = Math.max(finest, x % 20 == 19 ? 0 : Math.abs(luma - next));
            }
        }
        return finest;
    }

    /** From the darkest sample of a box to the brightest. */
    private static int roughness(SmallPicture picture, Box box) {
        int darkest = 255;
        int brightest = 0;
        for (int y = (int) (box.top() * 360); y < (int) (box.bottom() * 360); y++) {
            for (int x = (int) (box.left() * 640); x < (int) (box.right() * 640); x++) {
                int luma = picture.planes()[0][y * 640 + x] & 0xff;
                darkest = Math.min(darkest, luma);
                brightest = Math.max(brightest, luma);
            }
        }
        return brightest - darkest;
    }
}
