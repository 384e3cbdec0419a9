package org.streetwarden.flights;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.FlightEvidence;
import org.streetwarden.evidence.FlightEvidence.Author;
import org.streetwarden.evidence.FlightSource;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.SpoolFull;
import org.streetwarden.filing.Stage;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.GroundSpot;
import org.streetwarden.flight.Pose;
import org.streetwarden.flights.FlightParts.Leg;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.proof.SigningKey;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Fingerprint;

/** Makes incidents with their evidence of what one flight found, and files them through the worker's spool. One thread. */
final class FlightFiler implements AutoCloseable {

    private static final Duration AROUND = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final long MOST_CLIP_BYTES = 32L << 20;
    private static final int VERSION_DIGITS = 12;

    private final Flight flight;
    private final Place place;
    private final FlightSurvey.Looker looker;
    private final ModelIdentity model;
    private final Set<String> experimental;
    private final FlightPictures pictures;
    private final FlightSights sights;
    private final Set<String> filed = new HashSet<>();

    /** A flight whose files are here. */
    record Flight(
            FlightJob job, FlightCargo cargo, FlightParts parts, FlightTimes times, FlightSurvey.Settings settings) {}

    /**
     * Where its findings go.
     *
     * @param maxSpoolBytes flights fill it by half, so that cameras find room
     * @param maskedClips whether a masked copy of each clip is made
     * @param key that seals each pack; null: they stay unsigned
     */
    record Place(
            FilingDesk desk,
            String workerId,
            long maxSpoolBytes,
            boolean maskSerials,
            boolean maskedClips,
            SigningKey key) {}

    FlightFiler(Flight flight, Place place, FlightSurvey.Looker looker, ModelIdentity model, Set<String> experimental) {
        this.flight = flight;
        this.place = place;
        this.looker = looker;
        this.model = model;
        this.experimental = experimental;
        pictures = new FlightPictures(flight.parts(), flight.times());
        sights = new FlightSights(flight, place.maskSerials());
    }

    /** Files one; waits while the spool is half full. */
    void file(FlightFinding finding) throws IOException, StreamFailure, DetectorFailure, InterruptedException {
        GroundSpot spot = finding.spot();
        List<GroundLook> looks = List.of(spot.agreeing().getFirst(), spot.settled(), spot.clearest());
        List<Frame> frames = new ArrayList<>();
        try {
            List<Moment> moments = new ArrayList<>();
            for (GroundLook look : looks) {
                Frame picture = pictures.at(look.atUs());
                frames.add(picture);
                moments.add(moment(look, picture));
            }
            file(finding, incident(finding, moments), frames);
        } finally {
            frames.stream().filter(frame -> frame != null).forEach(Frame::close);
        }
    }

    /** With all that the model sees in that picture: masking it rests on that. */
    private Moment moment(GroundLook look, Frame picture) throws DetectorFailure, InterruptedException {
        Detection subject = new Detection(look.label(), (float) look.score(), look.box());
        List<Detection> all = new ArrayList<>(picture == null ? List.of() : looker.look(picture));
        if (!all.contains(subject)) {
            all.add(subject);
        }
        return new Moment(look.atUs(), flight.times().at(look.atUs()), subject, all, model);
    }

    private void file(FlightFinding finding, Incident incident, List<Frame> frames)
            throws IOException, StreamFailure, InterruptedException {
        boolean unproven = experimental.contains(finding.label());
        boolean moving = flight.parts().leg(incident.raised().ptsUs()).isPresent();
        FlightEvidence evidence =
                new FlightEvidence(incident, flight.job().name(), unproven, moving ? AROUND : Duration.ZERO);
        List<String> names = List.of("first", "threshold", "raised");
        List<Moment> moments = List.of(incident.first(), incident.threshold(), incident.raised());
        SortedMap<String, List<List<Double>>> earlier = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            Frame frame = frames.get(i);
            if (frame != null) {
                evidence.still(names.get(i), moments.get(i), frame);
            }
            if (frame != null && i < names.size() - 1) {
                earlier.put(names.get(i), sights.ring(moments.get(i).ptsUs(), aspect(frame)));
            }
        }
        Frame last = frames.getLast();
        double aspect = last == null ? Double.NaN : aspect(last);
        addClip(evidence, incident.raised().ptsUs(), aspect);
        GroundLook raised = finding.spot().clearest();
        Pose pose = sights.pose(raised.atUs());
        addTelemetry(evidence, incident.raised());
        GroundSight ground = sights.ground(finding, pose, aspect);
        FlightSource source = sights.source(ground, raised.atUs(), pose, earlier);
        while (!filed(incident, ground, evidence, source)) {
            Thread.sleep(GLANCE);
        }
    }

    private static double aspect(Frame picture) {
        return (double) picture.width() / picture.height();
    }

    private void addClip(FlightEvidence evidence, long raisedUs, double aspect)
            throws IOException, StreamFailure, InterruptedException {
        Optional<Clip> clip = clip(raisedUs);
        clip.ifPresent(evidence::clip);
        if (clip.isPresent() && place.maskedClips()) {
            evidence.maskClip(sights.mostWidth(clip.get().fromUs(), clip.get().toUs(), aspect));
        }
    }

    /** @return whether it is in the spool; false where that has no room now */
    private boolean filed(Incident incident, GroundSight ground, FlightEvidence evidence, FlightSource source)
            throws IOException {
        if (place.desk().spool().usedBytes() > place.maxSpoolBytes() / 2) {
            return false;
        }
        try (Stage stage = place.desk().stage()) {
            place.desk().file(stage, evidence.write(stage.evidence(), source, place.key(), author(), ground));
            filed.add(incident.id());
            return true;
        } catch (SpoolFull later) {
            return false;
        }
    }

    /** The worker and a chance: what is filed again, from another upload or after a death, replaces nothing. */
    private Author author() {
        String chance = UUID.randomUUID().toString().substring(0, 8);
        return new Author(place.workerId(), place.workerId() + "." + chance);
    }

    private Optional<Clip> clip(long atUs) throws StreamFailure {
        Optional<Clip> clip = pictures.around(atUs, AROUND.toMillis() * 1000);
        return clip.isPresent() && clip.get().sizeBytes() > MOST_CLIP_BYTES ? pictures.around(atUs, 0) : clip;
    }

    private Incident incident(FlightFinding finding, List<Moment> moments) {
        GroundSpot spot = finding.spot();
        long raisedUs = moments.getLast().ptsUs();
        long presentUs = raisedUs - moments.getFirst().ptsUs();
        long longestUs = 0;
        long observedUs = 0;
        long before = moments.getFirst().ptsUs();
        for (GroundLook look : spot.agreeing()) {
            long gapUs = Math.min(look.atUs(), raisedUs) - before;
            longestUs = Math.max(longestUs, gapUs);
            observedUs += gapUs <= 3 * flight.settings().intervalUs() ? Math.max(0, gapUs) : 0;
            before = Math.max(before, Math.min(look.atUs(), raisedUs));
        }
        return new Incident(
                finding.id(),
                FlightKeys.cameraId(flight.job().flightId()),
                FlightKeys.ZONE_ID,
                finding.kind(),
                moments.get(0),
                moments.get(1),
                moments.get(2),
                presentUs,
                observedUs,
                longestUs,
                (int) finding.pictures(),
                Fingerprint.of(
                        "flight %d %s %d"
                                .formatted(
                                        GroundSpot.LEAST_PICTURES,
                                        GroundSpot.LEAST_TURN_DEG,
                                        flight.settings().intervalUs()),
                        VERSION_DIGITS),
                Fingerprint.of(FlightKeys.ZONE_ID, VERSION_DIGITS),
                Basis.DETECTOR,
                Optional.empty(),
                ViewState.UNKNOWN,
                0,
                why(finding));
    }

    private static String why(FlightFinding finding) {
        GroundSpot spot = finding.spot();
        return String.format(
                Locale.ROOT,
                "A flight saw %s in %d pictures (at least %d), from places %.0f degrees apart (at least %.0f); "
                        + "%d of them agree on %.6f, %.6f within %.1f m.",
                finding.label(),
                finding.pictures(),
                GroundSpot.LEAST_PICTURES,
                spot.turnedDeg(),
                GroundSpot.LEAST_TURN_DEG,
                spot.agreeing().size(),
                spot.place().longitude(),
                spot.place().latitude(),
                spot.uncertaintyM());
    }

    private void addTelemetry(FlightEvidence evidence, Moment raised) throws IOException {
        Optional<Leg> leg = flight.parts().leg(raised.ptsUs());
        if (leg.isPresent() && leg.get().telemetry() != null) {
            long ownUs = leg.get().clock().telemetryUs(flight.parts().ownUs(raised.ptsUs()));
            byte[] stretch = TelemetryStretch.read(leg.get().telemetry(), ownUs);
            evidence.part("telemetry.srt", "application/x-subrip", stretch, raised.at(), raised.ptsUs());
        }
    }

    /** Waits until all that was filed is in the store and on the stream. */
    void awaitDelivery() throws IOException, InterruptedException {
        try {
            place.desk().flush();
        } catch (IOException refused) {
            throw new Hindered(refused.getMessage(), refused);
        }
        while (place.desk().spool().waiting().stream()
                .map(folder -> folder.getFileName().toString())
                .anyMatch(name -> filed.contains(name.substring(name.lastIndexOf('-') + 1)))) {
            Thread.sleep(GLANCE);
        }
    }

    @Override
    public void close() {
        pictures.close();
    }
}
