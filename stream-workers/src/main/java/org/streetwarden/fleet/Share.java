package org.streetwarden.fleet;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * How many cameras a worker should take or give back now. Cameras are spread evenly over the workers, none above its
 * capacity. They move only where some worker is short by more than a tenth of its share, so that small differences move
 * nothing, and never where nobody has room.
 *
 * @param take at most so many of those that nobody alive holds
 * @param giveBack so many for others to take
 */
record Share(int take, int giveBack) {

    private static final int LEAST_SHORTAGE = 2;

    /** @param me with its present figures; need not be among the peers */
    static Share of(Meeting meeting, Peer me) {
        List<Peer> others = meeting.peers().stream()
                .filter(peer -> peer.alive() && !peer.workerId().equals(me.workerId()))
                .toList();
        int heldByOthers = sum(others, Peer::held);
        int free = Math.max(0, meeting.items() - heldByOthers - me.held());
        List<Peer> working = others.stream().filter(Peer::working).toList();
        if (me.draining()) {
            int room = sum(working, peer -> Math.max(0, peer.capacity() - peer.held())) - free;
            int leaving = me.held() + sum(others, peer -> peer.draining() ? peer.held() : 0);
            return new Share(0, part(room, me.held(), leaving));
        }
        double level = level(meeting.items(), working, me);
        int fair = fair(me, level);
        if (me.held() <= fair) {
            return new Share(Math.min(free, fair - me.held()), 0);
        }
        int shortage = sum(working, peer -> noticeable(fair(peer, level) - peer.held(), fair(peer, level))) - free;
        int surplus = me.held() - fair;
        int all = surplus + sum(others, peer -> peer.draining() ? 0 : Math.max(0, peer.held() - fair(peer, level)));
        return new Share(0, part(shortage, surplus, all));
    }

    /** This worker's part of what is wanted, by what it has of what all have; rounded up. */
    private static int part(int wanted, int has, int all) {
        if (wanted <= 0 || has <= 0) {
            return 0;
        }
        return Math.min(has, (int) Math.ceilDiv((long) wanted * has, all));
    }

    private static int noticeable(int shortage, int fair) {
        return shortage > Math.max(LEAST_SHORTAGE, fair / 10) ? shortage : 0;
    }

    private static int fair(Peer peer, double level) {
        return (int) Math.min(peer.capacity(), Math.ceil(level));
    }

    /** Cameras per worker at which all lie somewhere, or every worker is full. */
    private static double level(int items, List<Peer> others, Peer me) {
        List<Integer> capacities = Stream.concat(others.stream(), Stream.of(me))
                .map(Peer::capacity)
                .sorted()
                .toList();
        double left = items;
        for (int i = 0; i < capacities.size(); i++) {
            double even = left / (capacities.size() - i);
            if (even <= capacities.get(i)) {
                return even;
            }
            left -= capacities.get(i);
        }
        return capacities.getLast();
    }

    private static int sum(List<Peer> peers, ToIntFunction<Peer> part) {
        return peers.stream().mapToInt(part).sum();
    }
}
