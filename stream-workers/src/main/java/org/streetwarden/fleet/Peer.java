package org.streetwarden.fleet;

/**
 * A worker as the fleet sees it now.
 *
 * @param held items pending with it
 * @param capacity as it last said; 0 where it has said nothing yet
 * @param alive whether it has come by lately
 * @param draining whether it is to hold nothing
 */
record Peer(String workerId, int held, int capacity, boolean alive, boolean draining) {

    boolean working() {
        return alive && !draining;
    }
}
