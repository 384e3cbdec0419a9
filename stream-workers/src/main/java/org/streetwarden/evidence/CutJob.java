package org.streetwarden.evidence;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Verification;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.Stage;
import org.streetwarden.incident.Incident;
import org.streetwarden.media.Clip;

/** One incident on its way to the desk: its stills at once, its clip when the time after the raise is there. */
final class CutJob {

    private static final Logger LOG = LoggerFactory.getLogger(CutJob.class);

    private static final String STOPPED = "the worker stopped before it was made";
    private static final String TOO_LONG = "it was not made in time";

    private final CutterSettings settings;
    private final FilingCounters counters;
    private final Instant deadline;
    private final Asked asked;
    private final ClipMasking masking;
    private Raise raise;
    private List<PackFile> stills;
    private Optional<ClipFile> clip;
    private Future<MaskedClip> copying;
    private Instant copyDeadline;
    private boolean settled;
    private boolean held;
    private boolean checked;
    private Verification verification;

    /** @param masking of its clip; null: none is masked */
    CutJob(Raise raise, CutterSettings settings, FilingCounters counters, Instant now, ClipMasking masking) {
        this.raise = raise;
        this.masking = masking;
        this.settings = settings;
        this.counters = counters;
        deadline = now.plus(settings.patience());
        asked = Asked.around(raise.incident().raised(), settings.before(), settings.after());
    }

    String incidentId() {
        return raise.incident().id();
    }

    Incident incident() {
        return raise.incident();
    }

    /**
     * Has the raise looked at again, once.
     *
     * @return whether it says that there is no such thing
     */
    boolean refusedBy(SecondLook secondLook) {
        if (!checked) {
            checked = true;
            verification = secondLook.at(raise);
        }
        return verification.verdict() == Verification.Verdict.NOT_REAL;
    }

    /** What the verifier said; null where none was asked. */
    Verification verification() {
        return verification;
    }

    /** Whether nothing more is worth waiting for. */
    boolean due(Instant now) {
        return clip != null
                || raise.footage().newestPtsUs() >= asked.toUs()
                || raise.footage().ended()
                || !now.isBefore(deadline);
    }

    /** Holds the incident, once, with what there is of the clip, so that it is filed even if this process is killed. */
    void hold(FilingDesk desk) throws IOException {
        if (held) {
            return;
        }
        makeStills();
        try (Stage stage = desk.stage()) {
            desk.hold(stage, write(stage, clip == null ? cut() : clip), raise.open());
        }
        held = true;
    }

    /**
     * Cuts the clip and has it masked, each once.
     *
     * @param all whether nothing more is waited for
     * @return whether nothing more is worth waiting for
     */
    boolean masked(Instant now, boolean all) {
        if (clip == null) {
            clip = cut();
            if (clip.isEmpty()) {
                counters.count(FilingCounter.CLIPS_MISSING);
            }
        }
        if (settled || masking == null || clip.isEmpty()) {
            return true;
        }
        if (copying == null && !all) {
            copying = masking.begin(clip.get(), incident());
            copyDeadline = now.plus(masking.patience());
        }
        if (copying != null && copying.isDone()) {
            settle(copying.state() == Future.State.SUCCESS ? copying.resultNow() : MaskedClip.missing("a defect"));
        } else if (all || !now.isBefore(copyDeadline)) {
            stopCopying();
            settle(MaskedClip.missing(all ? STOPPED : TOO_LONG));
        }
        return settled;
    }

    private void settle(MaskedClip copy) {
        settled = true;
        clip = clip.map(cut -> cut.with(copy));
        if (copy.file().isEmpty()) {
            counters.count(FilingCounter.MASKED_CLIPS_MISSING);
        }
    }

    private void stopCopying() {
        if (copying != null) {
            copying.cancel(true);
        }
    }

    /** Files the incident once it is {@link #masked}; where the desk refuses, everything it takes to try again is kept. */
    void file(FilingDesk desk) throws IOException {
        makeStills();
        try (Stage stage = desk.stage()) {
            desk.file(stage, write(stage, clip), raise.open());
        }
    }

    /** Evidence kept in memory for another try. */
    long pictureBytes() {
        long bytes = stills == null
                ? 0
                : stills.stream().mapToLong(file -> file.part().bytes()).sum();
        boolean cut = clip != null && clip.isPresent();
        return bytes + (cut ? clip.get().bytes() + clip.get().clip().sizeBytes() : 0);
    }

    /** Frees all pictures; the incident itself stays. */
    void giveUpPictures() {
        stopCopying();
        stills = List.of();
        clip = Optional.empty();
    }

    private void makeStills() {
        if (stills == null) {
            stills = new Stills(counters).of(raise);
            raise = withoutPackets(raise);
        }
    }

    private static Raise withoutPackets(Raise raise) {
        return new Raise(
                raise.incident(),
                raise.open(),
                raise.cameraName(),
                raise.experimental(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                raise.footage());
    }

    private Optional<ClipFile> cut() {
        Clip found = raise.footage().clip(asked.fromUs(), asked.toUs());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            ClipFile file = ClipFile.of(found);
            return Optional.of(masking == null ? file : file.with(MaskedClip.missing(STOPPED)));
        } catch (RemuxFailure | RuntimeException failure) {
            LOG.warn("incident {}: filed without a clip: {}", incidentId(), failure.toString());
            return Optional.empty();
        }
    }

    private IncidentFiled write(Stage stage, Optional<ClipFile> cut) throws IOException {
        EvidencePack pack =
                EvidencePack.write(stage.evidence(), raise, verification, stills, cut, asked, settings.key());
        String workerId = settings.workerId();
        return Filed.of(raise, verification, pack, workerId, prefix(incident(), workerId), null);
    }

    /** {@code yyyy/MM/dd/INCIDENT/WORKER/}, the raise's day in UTC: two workers that raise the same never mix evidence. */
    static String prefix(Incident incident, String workerId) {
        return Filed.day(incident) + workerId + "/";
    }
}
