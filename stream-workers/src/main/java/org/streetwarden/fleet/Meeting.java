package org.streetwarden.fleet;

import java.util.List;

/**
 * What a worker hears when it comes by.
 *
 * @param items work items there are, held or not
 * @param peers everyone who holds something or has been seen, this worker among them
 * @param gone workers that hold nothing and were not seen for a day
 */
record Meeting(int items, List<Peer> peers, List<String> gone) {

    Meeting {
        peers = List.copyOf(peers);
        gone = List.copyOf(gone);
    }

    boolean draining(String workerId) {
        return peers.stream().anyMatch(peer -> peer.workerId().equals(workerId) && peer.draining());
    }
}
