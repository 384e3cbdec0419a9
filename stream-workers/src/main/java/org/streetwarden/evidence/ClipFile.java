package org.streetwarden.evidence;

import java.util.Optional;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.media.Clip;

/**
 * A clip and the MP4 file made of it.
 *
 * @param file {@code clip.mp4}
 * @param masked its masked copy, or why there is none; null where none was to be made
 */
record ClipFile(Clip clip, PackFile file, MaskedClip masked) {

    static ClipFile of(Clip clip) throws RemuxFailure {
        byte[] mp4 = Remuxer.mp4(clip);
        return new ClipFile(
                clip,
                new PackFile(
                        EvidencePart.CLIP,
                        "video/mp4",
                        mp4,
                        Optional.empty(),
                        clip.packets().getFirst().arrivedAt(),
                        clip.fromUs()),
                null);
    }

    ClipFile with(MaskedClip copy) {
        return new ClipFile(clip, file, copy);
    }

    /** Of both files. */
    long bytes() {
        long copied = masked == null
                ? 0
                : masked.file().map(copy -> copy.part().bytes()).orElse(0L);
        return file.part().bytes() + copied;
    }

    /** Whether the picture shown at that time lies between its first and last. */
    boolean shows(long ptsUs) {
        return ptsUs >= clip.fromUs() && ptsUs <= clip.toUs();
    }
}
