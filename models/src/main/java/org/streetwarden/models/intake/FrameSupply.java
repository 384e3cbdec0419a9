package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.Path;
import org.streetwarden.media.Frame;

/**
 * Where pictures for a calibration come from. Found by {@link java.util.ServiceLoader}: folders of pictures here, videos where
 * there is a decoder.
 */
public interface FrameSupply {

    /** Whether this one reads such a source. */
    boolean reads(Path source);

    /**
     * Shows pictures spread evenly over a source.
     *
     * @param most pictures, 1 or more
     * @throws IOException where the source can't be read, in one sentence
     */
    void show(Path source, int most, Viewer viewer) throws IOException, StoppedLooking;

    /** Looks at pictures one after the other. */
    interface Viewer {

        /** @param frame lent for this call */
        void look(Frame frame) throws StoppedLooking;
    }

    /** The viewer can't go on; carries why. */
    final class StoppedLooking extends Exception {

        private static final long serialVersionUID = 1L;

        public StoppedLooking(Exception why) {
            super(why);
        }
    }
}
