package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static Peer working(String id, int held, int capacity) {
        return new Peer(id, held, capacity, true, false);
    }

    private static Share share(int items, Peer me, Peer... others) {
        return Share.of(new Meeting(items, List.of(others), List.of()), me);
    }

    @Test
    void takesAllThatIsFreeWhereItIsAlone() {
        assertThat(share(100, working("a", 30, 1000))).isEqualTo(new Share(70, 0));
        assertThat(share(100, working("a", 30, 50))).isEqualTo(new Share(20, 0));
    }

    @Test
    void leavesRoomForTheOthersShare() {
        assertThat(share(90, working("a", 0, 1000), working("b", 0, 1000), working("c", 0, 1000)))
                .isEqualTo(new Share(30, 0));
        assertThat(share(90, working("a", 0, 1000), working("b", 0, 10), working("c", 0, 10)))
                .isEqualTo(new Share(70, 0));
    }

    @Test
    void countsWhatTheDeadHoldAsFree() {
        Peer dead = new Peer("c", 30, 1000, false, false);
        assertThat(share(90, working("a", 30, 1000), working("b", 30, 1000), dead))
                .isEqualTo(new Share(15, 0));
    }

    @Test
    void relievesOnesWhoHaveMoreWhenOneArrives() {
        Peer fresh = working("c", 0, 128);
        assertThat(share(600, working("a", 300, 1000), working("b", 300, 1000), fresh))
                .isEqualTo(new Share(0, 64));
        assertThat(share(600, fresh, working("a", 300, 1000), working("b", 300, 1000)))
                .isEqualTo(new Share(0, 0));
    }

    @Test
    void movesNothingForSmallDifferences() {
        assertThat(share(600, working("a", 310, 1000), working("b", 290, 1000))).isEqualTo(new Share(0, 0));
    }

    @Test
    void givesBackWhatItCannotCarryWhereOthersHaveRoom() {
        assertThat(share(600, working("a", 300, 200), working("b", 300, 1000))).isEqualTo(new Share(0, 100));
        assertThat(share(600, working("a", 300, 200), working("b", 300, 300))).isEqualTo(new Share(0, 0));
    }

    @Test
    void drainsAsFarAsOthersHaveRoom() {
        Peer draining = new Peer("a", 300, 1000, true, true);
        assertThat(share(600, draining, working("b", 300, 1000))).isEqualTo(new Share(0, 300));
        assertThat(share(600, draining, working("b", 300, 350))).isEqualTo(new Share(0, 50));
        assertThat(share(600, draining)).isEqualTo(new Share(0, 0));
    }

    /** Whatever the beginning: after some rounds all that fits is held, evenly, and then nothing moves any more. */
    @Property(tries = 300)
    void comesToRest(@ForAll long seed) {
        Random random = new Random(seed);
        int items = random.nextInt(2000);
        List<Peer> peers = new ArrayList<>();
        int left = items;
        int room = 0;
        for (int i = random.nextInt(6); i >= 0; i--) {
            int held = random.nextInt(left + 1);
            int capacity = held + random.nextInt(1500);
            peers.add(working("w" + i, held, capacity));
            left -= held;
            room += capacity;
        }
        for (int round = 0; round < 40; round++) {
            step(items, peers);
        }
        List<Peer> rest = List.copyOf(peers);
        step(items, peers);
        assertThat(peers).isEqualTo(rest);
        assertThat(peers.stream().mapToInt(Peer::held).sum()).isEqualTo(Math.min(items, room));
        assertThat(peers).allMatch(peer -> peer.held() <= peer.capacity());
    }

    /** Each acts on what all heard before anybody acted, as in a round; what is not there cannot be taken. */
    private static void step(int items, List<Peer> peers) {
        List<Peer> before = List.copyOf(peers);
        int free = items - before.stream().mapToInt(Peer::held).sum();
        for (int i = 0; i < peers.size(); i++) {
            Peer me = before.get(i);
            Share share = Share.of(new Meeting(items, before, List.of()), me);
            int taken = Math.min(free, share.take());
            free -= taken;
            peers.set(i, working(me.workerId(), me.held() + taken - share.giveBack(), me.capacity()));
        }
    }
}
