package org.streetwarden.media;

/**
 * One run of a camera or a file: open, read to the end or to a failure, close. Used by one thread; {@link #close} may be
 * called by another and ends a blocked {@link #next} within a second.
 */
public interface PacketSource extends AutoCloseable {

    /** What this run carries; known once the source is open. A run never changes it: a change ends the run. */
    StreamInfo info();

    /**
     * Blocks for the next video packet, never longer than the source's deadline.
     *
     * @return the packet, lent until the next call; null at the end of a file
     * @throws StreamFailure where the run ended for another reason; the source must then be closed
     */
    Packet next() throws StreamFailure;

    @Override
    void close();
}
