package org.streetwarden.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.proof.SigningKey;

/** An evidence pack of what a flight saw, in the making: the same pack as a camera's, and what it takes to place the thing. */
public final class FlightEvidence {

    private static final Logger LOG = LoggerFactory.getLogger(FlightEvidence.class);

    private final Raise raise;
    private final Duration around;
    private final List<PackFile> files = new ArrayList<>();
    private Optional<ClipFile> clip = Optional.empty();

    /** @param around how much a clip shows before the raise, and after it */
    public FlightEvidence(Incident incident, String flightName, boolean experimental, Duration around) {
        this.around = around;
        raise = new Raise(
                incident,
                null,
                flightName,
                experimental,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                null);
    }

    /**
     * Adds a picture, as it was and with what the model saw in it.
     *
     * @param look {@code first}, {@code threshold} or {@code raised}
     * @param picture borrowed
     */
    public void still(String look, Moment moment, Frame picture) {
        files.addAll(Stills.draw(look, picture, moment, raise));
    }

    /** Adds what the file shows around the raise, on the flight's timeline, as it lies there; without one the pack says so. */
    public void clip(Clip cut) {
        try {
            clip = cut.isEmpty() ? Optional.empty() : Optional.of(ClipFile.of(cut));
        } catch (RemuxFailure | RuntimeException failure) {
            LOG.warn("incident {}: filed without a clip: {}", raise.incident().id(), failure.toString());
        }
    }

    /**
     * Has a masked copy of the clip made: all of it, because the camera moves and no box says where its thing is in other pictures.
     *
     * @param mostWidth at which nobody can be told in it, pixels; where it is not known the copy is coarse
     */
    public void maskClip(OptionalInt mostWidth) throws InterruptedException {
        if (clip.isPresent()) {
            MaskedClip copy = ClipMasker.maskFromAbove(clip.get(), raise.incident(), mostWidth);
            clip = Optional.of(clip.get().with(copy));
        }
    }

    /** Adds a part of another kind. */
    public void part(String name, String mime, byte[] bytes, Instant at, long ptsUs) {
        files.add(new PackFile(name, mime, bytes, Optional.empty(), at, ptsUs));
    }

    /**
     * Who files.
     *
     * @param folder of this try among those of its incident
     */
    public record Author(String workerId, String folder) {}

    /**
     * Writes the pack's files, the manifest last; does not sync them.
     *
     * @param folder there, and empty
     * @param key that seals it; null: it stays unsigned and says so
     * @return the record of the incident
     */
    public IncidentFiled write(Path folder, FlightSource flight, SigningKey key, Author author, GroundSight ground)
            throws IOException {
        Asked asked = Asked.around(raise.incident().raised(), around, around);
        EvidencePack pack = EvidencePack.write(folder, raise, null, flight, files, clip, asked, key);
        String prefix = Filed.day(raise.incident()) + author.folder() + "/";
        return Filed.of(raise, null, pack, author.workerId(), prefix, ground);
    }
}
