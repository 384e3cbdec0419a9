package org.streetwarden.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/**
 * Joins the sightings of one camera into tracks: ByteTrack (Zhang et al., ECCV 2022), made for looks seconds apart. Two
 * passes over IoU, strong detections first, then weak ones, which continue tracks but start none. A track is looked for
 * both where its motion takes it and where it has been resting. Time counts, not the number of looks. Deterministic, and
 * indifferent to the order of detections. One thread.
 */
public final class Tracker {

    /** The least IoU in the first pass (ByteTrack's cost limit 0.8) and in the second. */
    private static final double STRONG_IOU = 0.2;

    private static final double WEAK_IOU = 0.5;

    /** Two boxes of one family that share so much are one thing seen twice. */
    private static final double SAME_THING_IOU = 0.75;

    /** Detections of one look beyond this are left out, the weakest first. */
    private static final int MAX_DETECTIONS = 300;

    private static final Comparator<Detection> ORDER = Comparator.comparingDouble((Detection d) -> -d.score())
            .thenComparing(Detection::label)
            .thenComparingDouble(d -> d.box().left())
            .thenComparingDouble(d -> d.box().top())
            .thenComparingDouble(d -> d.box().right())
            .thenComparingDouble(d -> d.box().bottom());

    private final TrackerSettings settings;
    private final List<Trail> trails = new ArrayList<>();
    private long lastId;
    private long lastUs = Long.MIN_VALUE;

    public Tracker() {
        this(TrackerSettings.DEFAULTS);
    }

    /** @throws IllegalArgumentException naming every setting at fault */
    public Tracker(TrackerSettings settings) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("tracker: " + String.join("; ", problems));
        }
        this.settings = settings;
    }

    /**
     * Takes one look.
     *
     * @param ptsUs later than the look before
     * @param detections in any order; those without area or without a score are left out
     * @return the tracks this look showed, oldest first
     * @throws IllegalArgumentException where time does not advance
     */
    public List<Track> look(long ptsUs, List<Detection> detections) {
        if (ptsUs <= lastUs) {
            throw new IllegalArgumentException("look: expected a time after " + lastUs + " us, found " + ptsUs + " us");
        }
        lastUs = ptsUs;
        forget(ptsUs);
        List<Sight> sights = sights(detections);
        boolean[] taken = new boolean[trails.size()];
        assign(ptsUs, sights, taken, true, STRONG_IOU);
        assign(ptsUs, sights, taken, false, WEAK_IOU);
        for (int t = 0; t < taken.length; t++) {
            if (!taken[t]) {
                trails.get(t).miss();
            }
        }
        begin(ptsUs, sights);
        return seenAt(ptsUs);
    }

    /** What it takes to go on elsewhere. */
    public TrackerMemory memory() {
        return new TrackerMemory(
                lastId,
                trails.stream()
                        .sorted(Comparator.comparingLong((Trail trail) -> trail.firstUs - trail.lastUs())
                                .thenComparingLong(trail -> trail.id))
                        .limit(TrackerMemory.MOST_TRAILS)
                        .map(Trail::memory)
                        .toList());
    }

    /** Goes on with what another tracker had seen, instead of what this one has. */
    public void resume(TrackerMemory memory) {
        trails.clear();
        memory.trails().stream()
                .map(Trail::new)
                .sorted(Comparator.comparingLong(trail -> trail.id))
                .forEach(trails::add);
        lastId = memory.lastId();
        lastUs = trails.stream().mapToLong(Trail::lastUs).max().orElse(Long.MIN_VALUE);
    }

    /** How many tracks are alive, seen or not. */
    public int size() {
        return trails.size();
    }

    private void forget(long ptsUs) {
        long keepUs = settings.lostFor().toNanos() / 1000;
        trails.removeIf(trail -> trail.lost(ptsUs, keepUs));
    }

    private List<Sight> sights(List<Detection> detections) {
        List<Sight> sights = new ArrayList<>();
        detections.stream()
                .filter(d -> d.score() >= 0 && d.box().area() > 0)
                .sorted(ORDER)
                .limit(MAX_DETECTIONS)
                .forEach(d -> addUnlessSeen(sights, d));
        return sights;
    }

    private void addUnlessSeen(List<Sight> sights, Detection detection) {
        String family = settings.family(detection.label());
        for (Sight other : sights) {
            if (other.family.equals(family) && other.detection.box().iou(detection.box()) >= SAME_THING_IOU) {
                return;
            }
        }
        sights.add(new Sight(detection, family, detection.score() >= settings.startScore()));
    }

    /** Pairs greedily, the best IoU first; equal ones by age of the track, then by rank of the detection. */
    private void assign(long ptsUs, List<Sight> sights, boolean[] taken, boolean strong, double leastIou) {
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < taken.length; t++) {
            if (!taken[t]) {
                pairsOf(t, ptsUs, sights, strong, leastIou, pairs);
            }
        }
        Pair[] best = pairs.toArray(Pair[]::new);
        Arrays.sort(best, Pair.BEST_FIRST);
        for (Pair pair : best) {
            Sight sight = sights.get(pair.sight);
            if (!taken[pair.trail] && !sight.taken) {
                taken[pair.trail] = true;
                sight.taken = true;
                trails.get(pair.trail).observe(ptsUs, sight.detection);
            }
        }
    }

    private void pairsOf(int t, long ptsUs, List<Sight> sights, boolean strong, double leastIou, List<Pair> pairs) {
        Trail trail = trails.get(t);
        Box predicted = trail.predicted(ptsUs);
        for (int s = 0; s < sights.size(); s++) {
            Sight sight = sights.get(s);
            if (!sight.taken && sight.strong == strong && sight.family.equals(trail.family)) {
                Box box = sight.detection.box();
                double iou = Math.max(predicted.iou(box), trail.rest().iou(box));
                if (iou >= leastIou) {
                    pairs.add(new Pair(t, s, iou));
                }
            }
        }
    }

    private void begin(long ptsUs, List<Sight> sights) {
        for (Sight sight : sights) {
            if (sight.strong && !sight.taken && room(ptsUs)) {
                trails.add(new Trail(++lastId, sight.family, ptsUs, sight.detection));
            }
        }
    }

    /** Makes room by forgetting the longest unseen; there is none where this look showed every track. */
    private boolean room(long ptsUs) {
        if (trails.size() < settings.maxTracks()) {
            return true;
        }
        Trail oldest = trails.stream()
                .min(Comparator.comparingLong(Trail::lastUs).thenComparingLong(trail -> trail.id))
                .orElseThrow();
        return oldest.lastUs() < ptsUs && trails.remove(oldest);
    }

    private List<Track> seenAt(long ptsUs) {
        List<Track> seen = new ArrayList<>();
        for (Trail trail : trails) {
            if (trail.lastUs() == ptsUs) {
                seen.add(trail.track());
            }
        }
        return seen;
    }

    /** A detection waiting for its track. */
    private static final class Sight {
        final Detection detection;
        final String family;
        final boolean strong;
        boolean taken;

        Sight(Detection detection, String family, boolean strong) {
            this.detection = detection;
            this.family = family;
            this.strong = strong;
        }
    }

    /** Indices of a track and a detection that might belong together. */
    private record Pair(int trail, int sight, double iou) {
        static final Comparator<Pair> BEST_FIRST = Comparator.comparingDouble((Pair pair) -> -pair.iou)
                .thenComparingInt(Pair::trail)
                .thenComparingInt(Pair::sight);
    }
}
