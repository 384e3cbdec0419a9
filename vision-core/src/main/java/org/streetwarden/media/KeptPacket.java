package org.streetwarden.media;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A packet copied into heap memory: nobody's loan, good for as long as it is referenced.
 *
 * @param data the bytes from position to limit; read-only, every call gives a view with its own position
 */
public record KeptPacket(long ptsUs, long dtsUs, boolean key, Instant arrivedAt, ByteBuffer data) implements Packet {

    public KeptPacket {
        data = data.asReadOnlyBuffer();
    }

    /** Copies a lent packet. */
    public static KeptPacket copyOf(Packet lent) {
        ByteBuffer source = lent.data();
        byte[] bytes = new byte[source.remaining()];
        source.get(source.position(), bytes);
        return new KeptPacket(lent.ptsUs(), lent.dtsUs(), lent.key(), lent.arrivedAt(), ByteBuffer.wrap(bytes));
    }

    KeptPacket withDtsUs(long other) {
        return new KeptPacket(ptsUs, other, key, arrivedAt, data);
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }
}
