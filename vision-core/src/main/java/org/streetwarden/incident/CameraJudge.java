package org.streetwarden.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.View;
import org.streetwarden.scene.ViewGuard;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.track.Track;
import org.streetwarden.track.Tracker;
import org.streetwarden.track.TrackerSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/**
 * Judges one camera: looks in, verdicts out. Pure over the looks it is given: the same looks give the same verdicts.
 * Memory is bounded by the tracker's limit and {@value ZoneJudge#MAX_CANDIDATES} candidates per zone. One thread.
 */
public final class CameraJudge {

    /** More zones than this on one camera are a mistake. */
    public static final int MAX_ZONES = 64;

    private final String cameraId;
    private final Tracker tracker;
    private final Surroundings around;
    private final LookRhythm rhythm = new LookRhythm();
    private final List<ZoneJudge> zones = new ArrayList<>();
    private final ViewGuard guard;
    private View view = View.UNGUARDED;
    private long lastUs = Long.MIN_VALUE;
    private boolean resumed;
    private long ignoredLooks;

    /** With the tracker's defaults. */
    public CameraJudge(String cameraId, List<Zone> zones, Map<Kind, RuleSettings> rules) {
        this(cameraId, zones, rules, TrackerSettings.DEFAULTS, null, null);
    }

    /**
     * @param rules by kind; a kind without an entry has its defaults; a zone's overrides come on top
     * @param scene how the camera's clean reference is kept; null: only what the model names is judged
     * @param view how its view is guarded; null: every look is judged, whatever it shows
     * @throws IllegalArgumentException with all of {@link #problems}
     */
    public CameraJudge(
            String cameraId,
            List<Zone> zones,
            Map<Kind, RuleSettings> rules,
            TrackerSettings tracking,
            SceneSettings scene,
            ViewSettings view) {
        List<String> problems = problems(cameraId, zones, rules);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("camera '" + cameraId + "': " + String.join("; ", problems));
        }
        this.cameraId = cameraId;
        this.tracker = new Tracker(tracking);
        this.around = new Surroundings(scene);
        this.guard = view == null
                ? null
                : new ViewGuard(view, zones.stream().map(Zone::polygon).toList());
        for (Zone zone : zones) {
            this.zones.add(new ZoneJudge(cameraId, zone, settings(zone, rules), zones));
        }
    }

    /** @return everything wrong with a camera's judgement, each beginning with where; empty where all is well */
    public static List<String> problems(String cameraId, List<Zone> zones, Map<Kind, RuleSettings> rules) {
        List<String> problems = new ArrayList<>();
        if (!cameraId.matches(Zone.ID)) {
            problems.add("id: expected 1 to 64 letters, digits, '.', '-', '_', found '" + cameraId + "'");
        }
        if (zones.size() > MAX_ZONES) {
            problems.add("zones: expected at most " + MAX_ZONES + ", found " + zones.size());
        }
        Set<String> ids = new HashSet<>();
        for (Zone zone : zones) {
            String where = "zone '" + zone.id() + "': ";
            if (!ids.add(zone.id())) {
                problems.add(where + "id: expected one that no other zone of the camera has");
            }
            zone.problems().forEach(problem -> problems.add(where + problem));
            settings(zone, rules).problems().forEach(problem -> problems.add(where + problem));
        }
        return problems;
    }

    private static RuleSettings settings(Zone zone, Map<Kind, RuleSettings> rules) {
        RuleSettings ofKind = rules.getOrDefault(zone.kind(), RuleSettings.defaults(zone.kind()));
        return ofKind.with(zone.overrides());
    }

    /**
     * Takes one look. One that is not later than the look before it is ignored and counted. One whose view is not clear is
     * as good as none: the time until the next is a gap.
     *
     * @return what it changed, zone by zone
     */
    public List<Verdict> look(Look look) {
        if (resumed && look.ptsUs() <= lastUs) {
            load(memory().shifted(look.ptsUs() - 1 - lastUs));
        }
        resumed = false;
        if (look.ptsUs() <= lastUs) {
            ignoredLooks++;
            return List.of();
        }
        lastUs = look.ptsUs();
        long intervalUs = rhythm.intervalUs();
        rhythm.look(look.ptsUs());
        view = guard == null || look.luma() == null ? View.UNGUARDED : guard.look(look.ptsUs(), look.luma());
        if (!view.judged()) {
            zones.forEach(zone -> zone.suspend(view.seen()));
            return List.of();
        }
        List<Track> tracks = tracker.look(look.ptsUs(), look.detections());
        around.look(look, tracks, open().stream().map(OpenIncident::box).toList(), intervalUs);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < zones.size(); i++) {
            zones.get(i)
                    .look(look, tracks, around, intervalUs, view, view.hidden().contains(i), verdicts);
        }
        return verdicts;
    }

    /**
     * Goes on with incidents raised before this judge began, so that they are not raised again. To be called before the
     * first look.
     *
     * @return those that belong to no zone here any more
     */
    public List<OpenIncident> resume(List<OpenIncident> open) {
        return resume(CameraMemory.of(cameraId, open));
    }

    /**
     * Goes on where another judge of the camera left off, as if it were the same: the time in between is a gap. Where the
     * clock was set back meanwhile, everything remembered counts as having happened just before the first look. To be
     * called before the first look.
     *
     * @return incidents that belong to no zone here any more
     */
    public List<OpenIncident> resume(CameraMemory memory) {
        load(memory);
        resumed = true;
        List<OpenIncident> strangers = new ArrayList<>(memory.open());
        strangers.removeAll(open());
        return strangers;
    }

    private void load(CameraMemory memory) {
        lastUs = memory.lastUs().orElse(Long.MIN_VALUE);
        rhythm.resume(memory.intervalsUs(), memory.lastUs());
        tracker.resume(memory.tracks());
        if (guard != null) {
            memory.view().ifPresent(guard::resume);
        }
        for (ZoneJudge judge : zones) {
            memory.zones().stream()
                    .filter(zone -> zone.zoneId().equals(judge.zone().id())
                            && zone.kind() == judge.zone().kind())
                    .forEach(judge::resume);
        }
    }

    /** What it takes to go on elsewhere. */
    public CameraMemory memory() {
        return new CameraMemory(
                cameraId,
                lastUs == Long.MIN_VALUE ? Optional.empty() : Optional.of(lastUs),
                rhythm.memory(),
                tracker.memory(),
                zones.stream().map(ZoneJudge::memory).toList(),
                Optional.ofNullable(guard).flatMap(ViewGuard::memory),
                Optional.empty());
    }

    /**
     * Takes back an incident that was looked at more closely and is none. The same place is not raised again before
     * {@code again} has passed.
     *
     * @return whether it still stood
     */
    public boolean refuse(String incidentId, Duration again) {
        return zones.stream().anyMatch(zone -> zone.refuse(incidentId, again.toNanos() / 1000));
    }

    /**
     * Looks come in visits from now on, or without a pause again. Over visits, looks count as one watch up to three times
     * {@link #visitEvery()} apart; what is longer is a gap.
     */
    public void visited(boolean byVisits) {
        rhythm.usual(byVisits ? visitEvery().toNanos() / 1000 : 0);
    }

    /** How far apart looks may usually be so that every zone's rule counts the time between them as watched. */
    public Duration visitEvery() {
        return zones.stream()
                .map(zone -> zone.settings().visitEvery())
                .min(Duration::compareTo)
                .orElse(RuleSettings.LONGEST_VISIT_EVERY);
    }

    /**
     * How long it takes at the least until something that dwells can be raised, microseconds of media time;
     * {@link Long#MAX_VALUE} where nothing dwells, or the view is not clear.
     */
    public long raiseInUs() {
        if (!view.reason().isEmpty()) {
            return Long.MAX_VALUE;
        }
        return zones.stream().mapToLong(ZoneJudge::raiseInUs).min().orElse(Long.MAX_VALUE);
    }

    /** What the clean reference was worth at the last look, and what stands there that it does not show. */
    public SceneView scene() {
        return around.view();
    }

    /** What the last look said of the camera's view. */
    public View view() {
        return view;
    }

    /**
     * Whether what stood at a place stands there still, as far as the last look can tell.
     *
     * @param place where the thing's box was, fractions of the picture
     */
    public Presence presence(String zoneId, Kind kind, Box place) {
        if (!view.judged() || lastUs == Long.MIN_VALUE) {
            return Presence.untold("the view is not clear");
        }
        return zones.stream()
                .filter(each -> each.zone().id().equals(zoneId) && each.zone().kind() == kind)
                .findFirst()
                .map(each -> each.presence(place))
                .orElseGet(() -> Presence.untold("the camera has no such zone any more"));
    }

    /** The incidents whose things still stand: at most one per zone. */
    public List<OpenIncident> open() {
        return zones.stream().flatMap(zone -> zone.open().stream()).toList();
    }

    /** Looks whose time did not advance. */
    public long ignoredLooks() {
        return ignoredLooks;
    }

    /** Things that were not considered because a zone had {@value ZoneJudge#MAX_CANDIDATES} candidates already. */
    public long crowdedOut() {
        return zones.stream().mapToLong(ZoneJudge::crowdedOut).sum();
    }
}
