package org.streetwarden.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streetwarden.media.Packets.FRAME_US;
import static org.streetwarden.media.Packets.INFO;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The ring against a list that follows the same sentences with no care for speed. */
class GopRingPropertyTest {

    private static final int BUDGET = GopRing.LEAST_BYTES;
    private static final int ROOM = BUDGET - BUDGET / 16;
    private static final int ROWS = BUDGET / 16 / PacketIndex.ROW_BYTES;

    /** What the ring is said to do, in the plainest form. */
    private static final class Model {
        final List<KeptPacket> kept = new ArrayList<>();
        private boolean open;
        long dropped;

        void append(KeptPacket packet) {
            int size = packet.data().remaining();
            open = packet.key() ? size > 0 : open;
            if (!open || size == 0) {
                dropped++;
                return;
            }
            if (size > ROOM) {
                open = false;
                dropped++;
                return;
            }
            while (bytes() + size > ROOM || kept.size() + 1 > ROWS) {
                int next = nextKey();
                if (next == kept.size() && !packet.key()) {
                    open = false;
                    dropped++;
                    return;
                }
                kept.subList(0, next).clear();
            }
            kept.add(packet);
        }

        private int bytes() {
            return kept.stream().mapToInt(packet -> packet.data().remaining()).sum();
        }

        private int nextKey() {
            for (int i = 1; i < kept.size(); i++) {
                if (kept.get(i).key()) {
                    return i;
                }
            }
            return kept.size();
        }

        List<Long> clip(long fromUs, long toUs) {
            int last = kept.size() - 1;
            while (last >= 0 && kept.get(last).ptsUs() > toUs) {
                last--;
            }
            int first = 0;
            for (int i = 0; i < kept.size(); i++) {
                first = kept.get(i).key() && kept.get(i).ptsUs() <= fromUs ? i : first;
            }
            return first > last
                    ? List.of()
                    : kept.subList(first, last + 1).stream()
                            .map(KeptPacket::ptsUs)
                            .toList();
        }
    }

    @Provide
    Arbitrary<List<KeptPacket>> runs() {
        Arbitrary<Boolean> keys =
                Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(true)), Tuple.of(6, Arbitraries.just(false)));
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 3000)),
                Tuple.of(1, Arbitraries.integers().between(ROOM - 2, ROOM + 2)));
        Arbitrary<List<KeptPacket>> packets = Combinators.combine(keys, sizes)
                .as((key, size) -> Packets.packet(0, key, size))
                .list()
                .ofMaxSize(120);
        return packets.map(GopRingPropertyTest::timed);
    }

    /** Every third picture that is no key is shown before the one in front of it. */
    private static List<KeptPacket> timed(List<KeptPacket> packets) {
        List<KeptPacket> run = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            boolean earlier = i % 3 == 2 && !packets.get(i).key();
            boolean later =
                    i % 3 == 1 && i + 1 < packets.size() && !packets.get(i + 1).key();
            long ptsUs = (i + (later ? 1 : earlier ? -1 : 0)) * FRAME_US;
            KeptPacket packet = packets.get(i);
            run.add(Packets.packet(ptsUs, packet.key(), packet.data().remaining()));
        }
        return run;
    }

    @Property(tries = 400)
    void keepsWhatTheModelKeeps(@ForAll("runs") List<KeptPacket> run) {
        GopRing ring = new GopRing(INFO, BUDGET);
        Model model = new Model();
        for (KeptPacket packet : run) {
            ring.append(packet);
            model.append(packet);
            assertThat(ring.ringBytes()).isLessThanOrEqualTo(BUDGET);
        }
        List<KeptPacket> all = ring.clip(Long.MIN_VALUE, Long.MAX_VALUE).packets();
        assertThat(all).hasSameSizeAs(model.kept);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).withDtsUs(model.kept.get(i).dtsUs())).isEqualTo(model.kept.get(i));
        }
        assertThat(ring.dropped()).isEqualTo(model.dropped);
        assertThat(all.isEmpty() || all.getFirst().key()).isTrue();
    }

    @Property(tries = 400)
    void cutsWhatTheModelCuts(
            @ForAll("runs") List<KeptPacket> run,
            @ForAll @IntRange(max = 130) int from,
            @ForAll @IntRange(max = 60) int length) {
        GopRing ring = new GopRing(INFO, BUDGET);
        Model model = new Model();
        run.forEach(ring::append);
        run.forEach(model::append);
        long fromUs = from * FRAME_US;
        long toUs = (from + length) * FRAME_US;
        Clip clip = ring.clip(fromUs, toUs);
        assertThat(clip.packets().stream().map(KeptPacket::ptsUs)).isEqualTo(model.clip(fromUs, toUs));
        assertMuxable(clip);
    }

    private static void assertMuxable(Clip clip) {
        long before = Long.MIN_VALUE;
        for (KeptPacket packet : clip.packets()) {
            assertThat(packet.dtsUs()).isGreaterThan(before).isLessThanOrEqualTo(packet.ptsUs());
            before = packet.dtsUs();
        }
    }
}
