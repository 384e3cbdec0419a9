package org.streetwarden.benchmarks.scene;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneState;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.StaticObject;

/** What one method found and what it wrongly proposed, place by place and together. */
final class Score {

    /** A proposal that shares so much with the new thing is it. */
    private static final double HIT = 0.3;

    private final Watcher.Method method;
    private final Map<String, int[]> groups = new TreeMap<>();
    private final Map<SceneState, Integer> states = new EnumMap<>(SceneState.class);
    private final Set<Long> right = new HashSet<>();
    private final Set<Long> wrong = new HashSet<>();
    private Watcher watcher;
    private boolean there;
    private int found;
    private int things;
    private int proposals;
    private double trustedMinutes;
    private long lastUs;
    private long placeUs;

    Score(Watcher.Method method) {
        this.method = method;
    }

    void begin(SceneSettings settings) {
        watcher = method.open(settings);
        right.clear();
        wrong.clear();
        states.clear();
        there = false;
        lastUs = 0;
        placeUs = 0;
    }

    /** @param thing what is new there; null: nothing is */
    void look(long ptsUs, LumaGrid grid, Collection<Box> movers, Box thing) {
        SceneView view = watcher.look(ptsUs, grid, movers);
        states.merge(view.state(), 1, Integer::sum);
        there |= thing != null;
        if (view.state() == SceneState.TRUSTED) {
            placeUs += ptsUs - lastUs;
            for (StaticObject object : view.objects()) {
                note(object, thing);
            }
        }
        lastUs = ptsUs;
    }

    private void note(StaticObject object, Box thing) {
        if (thing != null && object.box().iou(thing) >= HIT) {
            right.add(object.id());
        } else if (thing == null || object.box().intersection(thing) == 0) {
            wrong.add(object.id());
        }
    }

    /** @param names groups that the place's thing is counted in; what was right once is not wrong for lingering */
    void end(String... names) {
        watcher.close();
        wrong.removeAll(right);
        for (String name : names) {
            int[] counts = groups.computeIfAbsent(name, key -> new int[3]);
            counts[0] += there ? 1 : 0;
            counts[1] += right.isEmpty() ? 0 : 1;
            counts[2] += wrong.size();
        }
        things += there ? 1 : 0;
        found += right.isEmpty() ? 0 : 1;
        proposals += wrong.size();
        trustedMinutes += placeUs / 60e6;
    }

    /** The place just ended. */
    void printPlace(String name) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %-34s %-13s %2d false in %.1f trusted min, %s%n",
                method.name(),
                name,
                there ? right.isEmpty() ? "MISSED" : "found" : "nothing there",
                wrong.size(),
                placeUs / 60e6,
                states);
    }

    void print() {
        double perDay = 1440 / Math.max(1e-9, trustedMinutes);
        System.out.printf(
                Locale.ROOT,
                "== %-20s found %d of %d, %d false in %.0f trusted minutes: %.1f a camera-day, at most %.1f (95 %%)%n",
                method.name(),
                found,
                things,
                proposals,
                trustedMinutes,
                proposals * perDay,
                most(proposals) * perDay);
        if (groups.size() > 1) {
            groups.forEach((group, counts) ->
                    System.out.printf("   %-28s %d of %d, %d false%n", group, counts[1], counts[0], counts[2]));
        }
    }

    /** The greatest mean of a Poisson distribution that gives so few with a probability of 5 %. */
    static double most(int count) {
        double low = count;
        double high = 2 * count + 20;
        while (high - low > 1e-6) {
            double mean = (low + high) / 2;
            double logTerm = -mean;
            double sum = Math.exp(logTerm);
            for (int i = 1; i <= count; i++) {
                logTerm += Math.log(mean / i);
                sum += Math.exp(logTerm);
            }
            low = sum > 0.05 ? mean : low;
            high = sum > 0.05 ? high : mean;
        }
        return low;
    }
}
