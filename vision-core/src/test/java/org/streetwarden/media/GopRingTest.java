package org.streetwarden.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.streetwarden.media.Packets.FRAME_US;
import static org.streetwarden.media.Packets.INFO;
import static org.streetwarden.media.Packets.packet;
import static org.streetwarden.media.Packets.story;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GopRingTest {

    private static final int BUDGET = GopRing.LEAST_BYTES;

    private static GopRing ringOf(String letters, int size) {
        GopRing ring = new GopRing(INFO, BUDGET);
        story(letters, size).forEach(ring::append);
        return ring;
    }

    private static List<Long> shownAt(Clip clip) {
        return clip.packets().stream().map(packet -> packet.ptsUs() / FRAME_US).toList();
    }

    @Test
    void startsClipAtKeyFrameBefore() {
        Clip clip = ringOf("KPPPKPPPKPPP", 100).clip(6 * FRAME_US, 9 * FRAME_US);
        assertThat(shownAt(clip)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(clip.fromUs()).isEqualTo(4 * FRAME_US);
        assertThat(clip.toUs()).isEqualTo(9 * FRAME_US);
    }

    @Test
    void startsClipAtOldestKeptWhereMoreIsAsked() {
        Clip clip = ringOf("KPPPKPPP", 3000).clip(-1, 6 * FRAME_US);
        assertThat(shownAt(clip)).containsExactly(4L, 5L, 6L);
    }

    @Test
    void givesEmptyClipOfATimeBeforeAllKept() {
        Clip clip = ringOf("KPPPKPPP", 3000).clip(0, 2 * FRAME_US);
        assertThat(clip.isEmpty()).isTrue();
        assertThat(clip.fromUs()).isZero();
        assertThat(new GopRing(INFO, BUDGET).clip(5, 6).isEmpty()).isTrue();
    }

    @Test
    void keepsWhatAReorderedPictureRefersTo() {
        Clip clip = ringOf("KPBPB", 100).clip(0, FRAME_US);
        assertThat(shownAt(clip)).containsExactly(0L, 2L, 1L);
        assertThat(clip.packets()).allMatch(packet -> packet.dtsUs() <= packet.ptsUs());
        assertThat(clip.packets()).isSortedAccordingTo((a, b) -> Long.compare(a.dtsUs(), b.dtsUs()));
    }

    @Test
    void cutsOnePictureWithItsGroup() {
        Clip clip = ringOf("KPPPKPPP", 100).gopAt(6 * FRAME_US);
        assertThat(shownAt(clip)).containsExactly(4L, 5L, 6L);
        assertThat(ringOf("KPPP", 100).gopAt(FRAME_US + 1).isEmpty()).isTrue();
    }

    @Test
    void cutsALeadingPictureOfAnOpenGroupFromTheGroupBefore() {
        Clip clip = ringOf("KPPKBP", 100).gopAt(3 * FRAME_US);
        assertThat(shownAt(clip)).containsExactly(0L, 1L, 2L, 4L, 3L);
    }

    @Test
    void keepsBeginningOfAGroupThatOutgrowsIt() {
        GopRing ring = ringOf("KPPPPPPP", 3000);
        assertThat(shownAt(ring.clip(0, Long.MAX_VALUE))).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(ring.dropped()).isEqualTo(3);
        assertThat(ring.newestPtsUs()).isEqualTo(7 * FRAME_US);
        ring.append(packet(8 * FRAME_US, true, 3000));
        ring.append(packet(9 * FRAME_US, false, 3000));
        assertThat(shownAt(ring.clip(0, Long.MAX_VALUE))).containsExactly(8L, 9L);
    }

    @Test
    void dropsAPacketLargerThanItselfAndTheRestOfItsGroup() {
        GopRing ring = ringOf("KP", 100);
        ring.append(packet(2 * FRAME_US, false, BUDGET));
        ring.append(packet(3 * FRAME_US, false, 100));
        assertThat(shownAt(ring.clip(0, Long.MAX_VALUE))).containsExactly(0L, 1L);
        ring.append(packet(4 * FRAME_US, true, BUDGET));
        ring.append(packet(5 * FRAME_US, false, 100));
        assertThat(ring.size()).isEqualTo(2);
        assertThat(ring.dropped()).isEqualTo(4);
    }

    @Test
    void dropsWhatComesBeforeTheFirstKeyFrameAndWhatIsEmpty() {
        GopRing ring = ringOf("PPKP", 100);
        ring.append(packet(4 * FRAME_US, false, 0));
        assertThat(shownAt(ring.clip(0, Long.MAX_VALUE))).containsExactly(2L, 3L);
        assertThat(ring.dropped()).isEqualTo(3);
    }

    @Test
    void bordersItsIndexToo() {
        GopRing ring = new GopRing(INFO, BUDGET);
        for (int i = 0; i < 10_000; i++) {
            ring.append(packet(i * FRAME_US, i % 10 == 0, 1));
        }
        assertThat(ring.ringBytes()).isLessThanOrEqualTo(BUDGET);
        assertThat(ring.size()).isBetween(11, BUDGET / 16 / PacketIndex.ROW_BYTES);
    }

    @Test
    void refusesABudgetTooSmall() {
        assertThatThrownBy(() -> new GopRing(INFO, 1000))
                .hasMessage("ring: expected a budget of at least 16384 bytes, found 1000");
    }

    /** A reader appends while another thread cuts: every clip decodes and no byte of it is another packet's. */
    @Test
    void cutsWholeClipsWhileTheReaderAppends() throws InterruptedException {
        GopRing ring = new GopRing(INFO, BUDGET);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread cutter = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    ring.clip(Long.MIN_VALUE, Long.MAX_VALUE).packets().forEach(GopRingTest::assertUntouched);
                }
            } catch (RuntimeException | AssertionError e) {
                failure.set(e);
            }
        });
        for (int i = 0; i < 50_000; i++) {
            ring.append(packet(i * FRAME_US, i % 12 == 0, 200 + i % 700));
        }
        done.set(true);
        cutter.join();
        assertThat(failure.get()).isNull();
    }

    private static void assertUntouched(KeptPacket kept) {
        int size = kept.data().remaining();
        assertThat(kept.data()).isEqualTo(packet(kept.ptsUs(), true, size).data());
    }
}
