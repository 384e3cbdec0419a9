package org.streetwarden.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.geometry.Box;

/**
 * One camera's place as it is when nothing unusual stands there, and what stands there now. Works on looks seconds or many
 * minutes apart; time counts only where something is learnt. About 340 kB a camera with {@link WindowCorrelation}, all of
 * it taken at birth. Pure over the looks it is given. One thread.
 *
 * <ul>
 *   <li>Learning: what a cell shows in most looks for {@code learnAfter} becomes its reference.
 *   <li>New: what the reference does not know and most later looks show again, in a group with the form of a thing.
 *   <li>Absorbed: something new becomes part of the reference after {@code absorbAfter}; after {@code learnAfter} where it
 *       came with a change of the whole picture or is the trace of a thing taken away. Never inside a box that is held.
 *   <li>Hidden: where a person or vehicle is seen, nothing is compared, learnt or forgotten.
 * </ul>
 */
public final class CleanReference {

    /** Most things at once; the smallest are left out. */
    public static final int MOST_OBJECTS = 16;

    /** Below this mean luma a picture is too dark to compare. */
    private static final int DARK = 28;

    /** A picture in which fewer cells than this share have structure cannot be compared. */
    private static final double LEAST_STRUCTURE = 0.05;

    /** More unlike cells than this share of those compared, and the view has changed. */
    private static final double CHANGED = 0.35;

    /** From this share of cells with a reference on, the reference is complete enough. */
    private static final double LEARNT = 0.7;

    /** Two boxes that share so much are the same thing at two looks. */
    private static final double SAME_OBJECT = 0.3;

    /** What has just gone is no longer unlike the reference, though it has votes left. */
    private static final double LEAST_SCORE = 0.2;

    private static final Comparator<StaticObject> LARGEST_FIRST = Comparator.comparingDouble(
                    (StaticObject object) -> -object.box().area())
            .thenComparingLong(StaticObject::id);

    private final Signature signature;
    private final long learnUs;
    private final long absorbUs;
    private final Modes modes;
    private final Newcomers newcomers;
    private final Silhouettes silhouettes = new Silhouettes();
    private final byte[] windows;
    private final double[] unlike = new double[Cells.COUNT];
    private final boolean[] hidden = new boolean[Cells.COUNT];
    private final boolean[] held = new boolean[Cells.COUNT];
    private final boolean[] standing = new boolean[Cells.COUNT];
    private List<StaticObject> objects = List.of();
    private long lastId;
    private int looks;

    public CleanReference(SceneSettings settings) {
        this(settings, new WindowCorrelation());
    }

    /** @throws IllegalArgumentException naming every setting at fault */
    public CleanReference(SceneSettings settings, Signature signature) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("scene: " + String.join("; ", problems));
        }
        this.signature = signature;
        learnUs = settings.learnAfter().toNanos() / 1000;
        absorbUs = settings.absorbAfter().toNanos() / 1000;
        modes = new Modes(signature);
        newcomers = new Newcomers(signature);
        windows = new byte[Cells.COUNT * signature.length()];
    }

    /**
     * Takes one look.
     *
     * @param ptsUs on the camera's timeline, later than the look before
     * @param movers boxes of persons and vehicles in this look
     * @param keep boxes of incidents that stand: nothing there is absorbed
     */
    public SceneView look(long ptsUs, LumaGrid grid, Collection<Box> movers, Collection<Box> keep) {
        looks++;
        mark(movers, hidden);
        mark(keep, held);
        describe(grid);
        if (!readable(grid)) {
            return new SceneView(SceneState.UNREADABLE, objects);
        }
        boolean changed = compare(grid, ptsUs) > CHANGED;
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            if (!hidden[cell]) {
                update(cell, grid, ptsUs, changed);
            }
        }
        if (modes.learnt() < LEARNT * Cells.COUNT) {
            return new SceneView(SceneState.LEARNING, List.of());
        }
        if (changed) {
            return new SceneView(SceneState.CHANGED, objects);
        }
        objects = find(grid, ptsUs);
        return new SceneView(SceneState.TRUSTED, objects);
    }

    private static void mark(Collection<Box> boxes, boolean[] flags) {
        Arrays.fill(flags, false);
        for (Box box : boxes) {
            Cells.mark(box, flags);
        }
    }

    private void describe(LumaGrid grid) {
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            signature.describe(grid, Cells.left(cell), Cells.top(cell), windows, cell * signature.length());
        }
    }

    private static boolean readable(LumaGrid grid) {
        long sum = 0;
        int structured = 0;
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            int x = Cells.left(cell);
            int y = Cells.top(cell);
            int a = grid.at(x, y);
            int b = grid.at(x + Signature.SIDE - 1, y + Signature.SIDE - 1);
            int c = grid.at(x + Signature.SIDE - 1, y);
            sum += a;
            structured += Math.max(Math.abs(a - b), Math.abs(a - c)) > 8 ? 1 : 0;
        }
        return sum >= (long) DARK * Cells.COUNT && structured >= LEAST_STRUCTURE * Cells.COUNT;
    }

    /** @return the share of cells compared that are unlike their reference */
    private double compare(LumaGrid grid, long ptsUs) {
        int compared = 0;
        int different = 0;
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            if (hidden[cell] || !modes.knows(cell)) {
                unlike[cell] = modes.knows(cell) ? unlike[cell] : 2;
                continue;
            }
            double likeness = modes.match(cell, windows, cell * signature.length(), grid, ptsUs);
            unlike[cell] = 1 - likeness;
            compared++;
            different += likeness < signature.same() ? 1 : 0;
        }
        return compared == 0 ? 0 : (double) different / compared;
    }

    private void update(int cell, LumaGrid grid, long ptsUs, boolean changed) {
        if (modes.knows(cell) && unlike[cell] <= 1 - signature.same()) {
            newcomers.fade(cell);
            return;
        }
        newcomers.see(cell, windows, cell * signature.length(), ptsUs, looks, changed);
        boolean quick = !modes.knows(cell) || newcomers.sceneWide(cell);
        boolean due = ptsUs - newcomers.sinceUs(cell) >= (quick ? learnUs : absorbUs);
        if (due && newcomers.firm(cell) && !held[cell]) {
            absorb(cell, grid, ptsUs);
        }
    }

    private void absorb(int cell, LumaGrid grid, long ptsUs) {
        modes.add(cell, windows, cell * signature.length(), grid, ptsUs);
        newcomers.forget(cell);
        unlike[cell] = 0;
    }

    private List<StaticObject> find(LumaGrid grid, long ptsUs) {
        int count = 0;
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            standing[cell] = modes.knows(cell) && newcomers.stands(cell) && !newcomers.sceneWide(cell);
            count += standing[cell] ? 1 : 0;
        }
        if (count == 0) {
            return List.of();
        }
        List<StaticObject> found = new ArrayList<>();
        silhouettes.reset();
        for (int cell = silhouettes.next(standing, newcomers, 0);
                cell < Cells.COUNT;
                cell = silhouettes.next(standing, newcomers, cell + 1)) {
            if (silhouettes.formed()) {
                judge(grid, ptsUs, found);
            }
        }
        found.sort(LARGEST_FIRST);
        return List.copyOf(found.subList(0, Math.min(MOST_OBJECTS, found.size())));
    }

    /** A group with the form of a thing: one that was known, or one that neither light nor a departure explains. */
    private void judge(LumaGrid grid, long ptsUs, List<StaticObject> found) {
        Box box = silhouettes.box();
        long sinceUs = silhouettes.sinceUs(newcomers);
        StaticObject before = known(box, found);
        if (score() < LEAST_SCORE) {
            return;
        }
        if (before != null) {
            found.add(new StaticObject(before.id(), box, Math.min(before.sinceUs(), sinceUs), score()));
        } else if (silhouettes.takenAway(modes.luma(), grid.samples())) {
            absorbTrace(grid, ptsUs, sinceUs);
        } else if (silhouettes.cameAtOnce(newcomers) && !silhouettes.lightOnly(modes.luma(), grid.samples())) {
            found.add(new StaticObject(++lastId, box, sinceUs, score()));
        }
    }

    /** The object of the look before at that place; null where there was none, or another group has taken it. */
    private StaticObject known(Box box, List<StaticObject> found) {
        StaticObject best = null;
        for (StaticObject object : objects) {
            boolean free = found.stream().noneMatch(other -> other.id() == object.id());
            double iou = object.box().iou(box);
            if (free && iou >= (best == null ? SAME_OBJECT : best.box().iou(box))) {
                best = object;
            }
        }
        return best;
    }

    private double score() {
        double sum = 0;
        for (int i = 0; i < silhouettes.size(); i++) {
            sum += Math.clamp(unlike[silhouettes.member(i)], 0, 1);
        }
        return sum / silhouettes.size();
    }

    private void absorbTrace(LumaGrid grid, long ptsUs, long sinceUs) {
        for (int i = 0; i < silhouettes.size(); i++) {
            int cell = silhouettes.member(i);
            if (ptsUs - sinceUs >= learnUs && !hidden[cell] && !held[cell]) {
                absorb(cell, grid, ptsUs);
            }
        }
    }
}
