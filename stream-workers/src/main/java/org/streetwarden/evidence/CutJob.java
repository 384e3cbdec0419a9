package org.streetwarden.evidence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd/", Locale.ROOT);

    private final CutterSettings settings;
    private final FilingCounters counters;
    private final Instant deadline;
    private final Asked asked;
    private Raise raise;
    private List<PackFile> stills;
    private Optional<ClipFile> clip;
    private boolean held;
    private boolean checked;
    private Verification verification;

    CutJob(Raise raise, CutterSettings settings, FilingCounters counters, Instant now) {
        this.raise = raise;
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
            desk.hold(stage, write(stage, cut()), raise.open());
        }
        held = true;
    }

    /** Files the incident; where the desk refuses, everything it takes to try again is kept. */
    void file(FilingDesk desk) throws IOException {
        makeStills();
        if (clip == null) {
            clip = cut();
            if (clip.isEmpty()) {
                counters.count(FilingCounter.CLIPS_MISSING);
            }
        }
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
        return bytes
                + (cut ? clip.get().file().part().bytes() + clip.get().clip().sizeBytes() : 0);
    }

    /** Frees all pictures; the incident itself stays. */
    void giveUpPictures() {
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
            return Optional.of(ClipFile.of(found));
        } catch (RemuxFailure | RuntimeException failure) {
            LOG.warn("incident {}: filed without a clip: {}", incidentId(), failure.toString());
            return Optional.empty();
        }
    }

    private IncidentFiled write(Stage stage, Optional<ClipFile> cut) throws IOException {
        return record(EvidencePack.write(stage.evidence(), raise, verification, stills, cut, asked, settings.key()));
    }

    private IncidentFiled record(EvidencePack pack) {
        Incident incident = raise.incident();
        return new IncidentFiled(
                incident.id(),
                incident.kind(),
                incident.cameraId(),
                raise.cameraName(),
                incident.zoneId(),
                incident.raised().subject().label(),
                Double.parseDouble(Float.toString(incident.raised().subject().score())),
                incident.raised().subject().box(),
                raise.experimental(),
                incident.first().at(),
                incident.threshold().at(),
                incident.raised().at(),
                Duration.of(incident.presentUs(), ChronoUnit.MICROS),
                Duration.of(incident.observedUs(), ChronoUnit.MICROS),
                Duration.of(incident.longestGapUs(), ChronoUnit.MICROS),
                incident.raised().model(),
                incident.ruleVersion(),
                incident.zoneVersion(),
                incident.why(),
                settings.workerId(),
                prefix(incident, settings.workerId()),
                pack.manifestSha256(),
                pack.parts(),
                incident.basis(),
                verification,
                null);
    }

    /** {@code yyyy/MM/dd/INCIDENT/WORKER/}, the raise's day in UTC: two workers that raise the same never mix evidence. */
    static String prefix(Incident incident, String workerId) {
        String day = DAY.format(LocalDate.ofInstant(incident.raised().at(), ZoneOffset.UTC));
        return day + incident.id() + "/" + workerId + "/";
    }
}
