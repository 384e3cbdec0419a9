package org.streetwarden.farm;

/** Where a session's packets go. Used on its event loop only. */
interface MediaOut {

    /** Interleave channel to stamp into packets; 0 where there is none. */
    int channel();

    /** Whether a picture may be queued: the queue is empty or stays within its bound. */
    boolean hasRoom(int bytes);

    void send(Burst burst, int packets);

    /** @param packet one RTCP compound packet */
    void report(byte[] packet);

    /** Nothing is sent after this. */
    void close();
}
