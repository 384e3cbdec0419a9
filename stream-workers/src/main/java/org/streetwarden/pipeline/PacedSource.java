package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;

/**
 * A file watched as if it were a camera: its packets come when they are due by the wall clock. The file must have been opened
 * so that its timeline is wall time.
 */
final class PacedSource implements PacketSource {

    private final PacketSource file;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param file owned from now on */
    PacedSource(PacketSource file) {
        this.file = file;
    }

    @Override
    public StreamInfo info() {
        return file.info();
    }

    /** A camera has no end: that of the file is a failure after which it is opened again. */
    @Override
    public Packet next() throws StreamFailure {
        Packet packet = file.next();
        if (packet == null) {
            throw new StreamFailure(Reason.CLOSED_BY_PEER, "the file has ended; it begins again");
        }
        awaitDue(packet);
        return packet;
    }

    private void awaitDue(Packet packet) throws StreamFailure {
        Instant due = Instant.EPOCH.plus(packet.dtsUs(), ChronoUnit.MICROS);
        long waitNanos = Duration.between(Instant.now(), due).toNanos();
        try {
            if (closed.await(Math.max(0, waitNanos), TimeUnit.NANOSECONDS)) {
                throw new StreamFailure(Reason.CANCELLED, "closed while waiting for the next picture");
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new StreamFailure(Reason.CANCELLED, "interrupted while waiting for the next picture");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        file.close();
    }
}
