package org.streetwarden.evidence;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.decode.Decoder;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;

/** The picture of a look that nothing was raised by, as it was. Any thread. */
public final class LookStill {

    private static final Logger LOG = LoggerFactory.getLogger(LookStill.class);

    private LookStill() {}

    /**
     * Decodes and encodes; tens of milliseconds.
     *
     * @param clip what decodes to the picture, which is its last
     * @return a JPEG; empty where it is damaged
     */
    public static Optional<byte[]> jpeg(Clip clip) {
        try (Decoder decoder = new Decoder(clip.info());
                Frame frame = decoder.decodeLast(clip)) {
            if (frame == null) {
                return Optional.empty();
            }
            try (Canvas canvas = new Canvas(frame)) {
                return Optional.of(canvas.jpeg());
            }
        } catch (StreamFailure | RuntimeException undecodable) {
            LOG.warn("a look's picture cannot be decoded: {}", undecodable.toString());
            return Optional.empty();
        }
    }
}
