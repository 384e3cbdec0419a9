package org.streetwarden.media;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One encoded picture. Lent by its {@link PacketSource} until that source's next call; keeping means copying (the
 * {@code GopRing} copies).
 */
public interface Packet {

    /** Presentation time on the camera's timeline (TIME.md), microseconds. */
    long ptsUs();

    /** Decoding time on the camera's timeline, microseconds; never decreases within a run. */
    long dtsUs();

    /** Whether decoding can start here. */
    boolean key();

    /** The bytes, from position to limit; must not be written to. Valid until the source's next call. */
    ByteBuffer data();

    /** When the last byte of it arrived, by this machine's clock. Explains, never decides. */
    Instant arrivedAt();
}
