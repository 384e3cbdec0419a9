package org.streetwarden.flights;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.ErrorBudget;
import org.streetwarden.flight.GroundFix;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.GroundSites;
import org.streetwarden.flight.Motion;
import org.streetwarden.flight.Pose;
import org.streetwarden.flight.Pursuit;
import org.streetwarden.flight.Terrain;
import org.streetwarden.flights.FlightParts.Leg;
import org.streetwarden.flights.FlightParts.PhotoLeg;
import org.streetwarden.flights.SurveyMemory.Seen;
import org.streetwarden.geometry.Affine;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.Registration;
import org.streetwarden.source.SeekableVideo;

/**
 * The whole road of one flight, from file to places on the ground: pictures, what a model sees in them, where that lies, and
 * which of it is one thing. Read this file first.
 *
 * <p>A flight is done in stretches of {@value #STRETCH_US} us; after each, what is known is a {@link SurveyMemory}, and going on
 * from it ends with the same sites as never having stopped. Memory does not grow with the flight's length. One thread.
 */
final class FlightSurvey {

    static final long STRETCH_US = 30_000_000;

    private final FlightParts parts;
    private final Settings settings;
    private final Looker looker;
    private final Watcher watcher;
    private final CoverMap cover;
    private final GroundSites sites;
    private final Map<String, Seen> seen;
    private final Map<GroundFix.Reason, Long> unplaced;
    private final List<String> unreadable = new ArrayList<>();
    private final String basis;
    private int part;
    private long doneUs;
    private long pictures;

    /**
     * How to look.
     *
     * @param intervalUs between two pictures of a video, a divisor of {@link #STRETCH_US}
     * @param camera that took them, where nothing in the files says
     */
    record Settings(long intervalUs, AircraftCamera camera, Terrain terrain) {

        /** Ground as level as streets are. */
        static final Settings DEFAULT = new Settings(500_000, AircraftCamera.UNKNOWN, Terrain.level(0, 3));

        Settings {
            if (intervalUs < 1 || STRETCH_US % intervalUs != 0) {
                throw new IllegalArgumentException("interval: expected a divisor of 30 s, found " + intervalUs + " us");
            }
        }

        Settings over(Terrain ground) {
            return new Settings(intervalUs, camera, ground);
        }
    }

    /** What a model sees in a picture, which stays the caller's. */
    interface Looker {
        List<Detection> look(Frame picture) throws DetectorFailure, InterruptedException;
    }

    /** Who follows the survey, on its thread. */
    interface Watcher {

        /**
         * A picture was looked at.
         *
         * @param atUs on the flight's timeline
         */
        void looked(long atUs, List<GroundLook> placed) throws InterruptedException;

        /** A stretch is done; from here it may go on. */
        void reached(SurveyMemory memory) throws IOException;
    }

    /** @param from where to go on; {@link SurveyMemory#none} from the beginning */
    FlightSurvey(FlightParts parts, Settings settings, Looker looker, Watcher watcher, SurveyMemory from) {
        this.parts = parts;
        this.settings = settings;
        this.looker = looker;
        this.watcher = watcher;
        cover = CoverMap.of(from.cover());
        sites = new GroundSites(from.sites());
        seen = new TreeMap<>(from.seen());
        unplaced = new TreeMap<>(from.unplaced());
        basis = from.basis();
        part = from.part();
        doneUs = from.doneUs();
        pictures = from.pictures();
    }

    /** Runs to the end of the flight. */
    SurveyMemory run() throws IOException, StreamFailure, DetectorFailure, InterruptedException {
        while (part < parts.legs().size()) {
            fly(parts.legs().get(part));
            reach(part + 1, 0);
        }
        for (int at = part - parts.legs().size(); at < parts.photos().size(); at++) {
            photograph(parts.photos().get(at));
            reach(part + 1, 0);
        }
        return memory();
    }

    private void reach(int nextPart, long nextUs) throws IOException {
        part = nextPart;
        doneUs = nextUs;
        watcher.reached(memory());
    }

    private SurveyMemory memory() {
        return new SurveyMemory(basis, part, doneUs, pictures, sites.sites(), cover.lines(), seen, unplaced);
    }

    private void fly(Leg leg) throws IOException, StreamFailure, DetectorFailure, InterruptedException {
        try (SeekableVideo video = SeekableVideo.open(leg.video().path(), Instant.EPOCH);
                PicturePicker picker = new PicturePicker(video, settings.intervalUs());
                PoseFeed poses = leg.telemetry() == null ? null : new PoseFeed(leg.telemetry(), leg.clock());
                LumaShrinker shrinker = new LumaShrinker()) {
            if (doneUs > 0) {
                picker.from(doneUs);
            }
            new Flyer(leg, picker, poses, shrinker).fly();
        }
    }

    /** One video, picture by picture. */
    private final class Flyer {

        private final Leg leg;
        private final PicturePicker picker;
        private final PoseFeed poses;
        private final LumaShrinker shrinker;
        private Pursuit pursuit = new Pursuit();
        private GroundEye eye;
        private LumaGrid before;

        Flyer(Leg leg, PicturePicker picker, PoseFeed poses, LumaShrinker shrinker) {
            this.leg = leg;
            this.picker = picker;
            this.poses = poses;
            this.shrinker = shrinker;
        }

        void fly() throws IOException, StreamFailure, DetectorFailure, InterruptedException {
            while (flyOn()) {
                // picture after picture
            }
            endStretch();
        }

        private boolean flyOn() throws IOException, StreamFailure, DetectorFailure, InterruptedException {
            try (Frame picture = picker.next()) {
                if (picture == null) {
                    return false;
                }
                while (picture.ptsUs() >= doneUs + STRETCH_US) {
                    endStretch();
                    reach(part, doneUs + STRETCH_US);
                }
                look(picture);
                return true;
            }
        }

        private void endStretch() {
            sites.add(pursuit.end());
            pursuit = new Pursuit();
            before = null;
        }

        private void look(Frame picture) throws IOException, DetectorFailure, InterruptedException {
            if (eye == null) {
                ErrorBudget budget = leg.clock() == null ? ErrorBudget.PLAIN : ErrorBudget.PLAIN.withClock(leg.clock());
                eye = eye(picture, settings.camera(), budget);
            }
            List<Detection> found = looked(picture);
            Pose pose = poses == null ? null : poses.at(picture.ptsUs()).orElse(null);
            Motion motion = pose == null ? Motion.NONE : poses.motion(picture.ptsUs());
            long atUs = leg.beginUs() + picture.ptsUs();
            List<GroundLook> placed = placed(eye, atUs, found, pose, motion);
            LumaGrid luma = shrinker.shrink(picture);
            Affine shift =
                    before == null ? null : Registration.between(before, luma).orElse(null);
            before = luma;
            pursuit.look(atUs, placed, shift);
            watcher.looked(atUs, placed);
        }
    }

    private GroundEye eye(Frame picture, AircraftCamera camera, ErrorBudget budget) {
        return new GroundEye(camera, (double) picture.width() / picture.height(), settings.terrain(), budget, cover);
    }

    private List<Detection> looked(Frame picture) throws DetectorFailure, InterruptedException {
        List<Detection> found = FromAbove.things(looker.look(picture));
        pictures++;
        Map<String, Long> here = found.stream().collect(Collectors.groupingBy(Detection::label, Collectors.counting()));
        here.forEach((label, count) -> seen.merge(label, new Seen(count, 1), Seen::plus));
        return found;
    }

    private List<GroundLook> placed(GroundEye eye, long atUs, List<Detection> found, Pose pose, Motion motion) {
        List<GroundLook> placed = eye.look(atUs, found, pose, motion);
        eye.takeUnplaced().forEach((why, count) -> unplaced.merge(why, count, Long::sum));
        return placed;
    }

    private void photograph(PhotoLeg leg) throws DetectorFailure, InterruptedException {
        try (PictureFrame picture = read(leg)) {
            if (picture == null) {
                return;
            }
            ErrorBudget budget = leg.photo() != null && leg.photo().rtk() ? ErrorBudget.RTK_PHOTO : ErrorBudget.PLAIN;
            AircraftCamera camera = leg.photo() == null
                    ? settings.camera()
                    : AircraftCamera.of(leg.photo().model()).orElse(settings.camera());
            List<Detection> found = looked(picture);
            Pose pose = leg.photo() == null ? null : leg.photo().pose();
            GroundEye eye = eye(picture, camera, budget);
            List<GroundLook> placed = placed(eye, leg.atUs(), found, pose, Motion.NONE);
            List<List<GroundLook>> trails = new ArrayList<>();
            placed.forEach(look -> trails.add(List.of(look)));
            sites.add(trails);
            watcher.looked(leg.atUs(), placed);
        }
    }

    /** @return null, and counted, where it can't be decoded */
    private PictureFrame read(PhotoLeg leg) {
        try {
            return PictureFrame.read(leg.file().path());
        } catch (IOException undecodable) {
            unreadable.add(leg.file().shown());
            return null;
        }
    }

    /** Names of photographs that could not be decoded. */
    List<String> unreadable() {
        return unreadable;
    }
}
