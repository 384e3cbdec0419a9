package org.streetwarden.pipeline;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;

/**
 * The whole road of one camera, from packet to case. Read this file first.
 *
 * <p>One pipeline serves one run of a camera or a file. A live camera's frames go to a {@code LatestFrame}, from which the
 * {@link DetectorLoop} takes them; a file's frames are looked at at once, on this thread. Either way the {@link CameraDesk}
 * judges what was seen and hands incidents in.
 */
public final class CameraPipeline {

    private final PacketSource source;
    private final GopRing ring;
    private final SampledDecoder decoder;
    private final Consumer<Frame> eye;

    /**
     * All arguments stay the caller's to close.
     *
     * @param eye takes ownership of every frame worth a look
     */
    public CameraPipeline(PacketSource source, GopRing ring, SampledDecoder decoder, Consumer<Frame> eye) {
        this.source = source;
        this.ring = ring;
        this.decoder = decoder;
        this.eye = eye;
    }

    /** Runs to the end of the file; a live source ends by a failure only. Blocks; one thread. */
    public void run() throws StreamFailure {
        runWhile(() -> true);
    }

    /**
     * Runs as long as it is told to.
     *
     * @param wanted asked after every packet
     * @return whether it was told to end; false: the file has ended
     */
    boolean runWhile(BooleanSupplier wanted) throws StreamFailure {
        Instant lastArrival = Instant.EPOCH;
        for (Packet packet; (packet = source.next()) != null; ) {
            lastArrival = packet.arrivedAt();
            ring.append(packet); // evidence first: it never waits for inference
            Frame frame = decoder.next(packet);
            if (frame != null) {
                eye.accept(frame); // detect → track → rules → CameraDesk
            }
            if (!wanted.getAsBoolean()) {
                return true;
            }
        }
        for (Frame frame; (frame = decoder.drain(lastArrival)) != null; ) {
            eye.accept(frame);
        }
        return false;
    }
}
