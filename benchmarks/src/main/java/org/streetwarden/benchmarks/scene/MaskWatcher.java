package org.streetwarden.benchmarks.scene;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneState;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.StaticObject;

/**
 * Proposals from a peer's mask by the rules that the clean reference has after its own comparison: cells of 4 x 4 pixels, a vote up
 * for a look that shows something and one down for a look that does not, three of at most six to stand, and groups with
 * the form of a thing. What it cannot have, because a mask says nothing of appearance: that the looks show the same
 * thing, that it came at once, and that it is no light and no departure.
 */
final class MaskWatcher implements Watcher {

    private static final int SIDE = 4;
    private static final int COLUMNS = LumaGrid.WIDTH / SIDE;
    private static final int ROWS = LumaGrid.HEIGHT / SIDE;
    private static final int STANDS = 3;
    private static final int MOST_VOTES = 6;
    private static final int LEAST_CELLS = 5;
    private static final double LEAST_FILL = 0.4;
    private static final double LARGEST = 0.25;
    private static final double CHANGED = 0.35;
    private static final double SAME_OBJECT = 0.3;

    private final ForegroundMask mask;
    private final long learnUs;
    private final boolean[] foreground = new boolean[LumaGrid.WIDTH * LumaGrid.HEIGHT];
    private final int[] votes = new int[COLUMNS * ROWS];
    private final boolean[] seen = new boolean[COLUMNS * ROWS];
    private List<StaticObject> objects = List.of();
    private long firstUs = -1;
    private long lastId;

    MaskWatcher(SceneSettings settings, ForegroundMask mask) {
        learnUs = settings.learnAfter().toNanos() / 1000;
        this.mask = mask;
    }

    @Override
    public SceneView look(long ptsUs, LumaGrid grid, Collection<Box> movers) {
        firstUs = firstUs < 0 ? ptsUs : firstUs;
        boolean learning = ptsUs - firstUs < learnUs;
        mask.look(grid, learning, foreground);
        if (learning) {
            return new SceneView(SceneState.LEARNING, List.of());
        }
        if (vote(movers) > CHANGED * votes.length) {
            return new SceneView(SceneState.CHANGED, objects);
        }
        objects = find(ptsUs);
        return new SceneView(SceneState.TRUSTED, objects);
    }

    /** @return cells that are not the place's own */
    private int vote(Collection<Box> movers) {
        int different = 0;
        for (int cell = 0; cell < votes.length; cell++) {
            int column = cell % COLUMNS;
            int row = cell / COLUMNS;
            double x = (column + 0.5) / COLUMNS;
            double y = (row + 0.5) * SIDE / LumaGrid.HEIGHT;
            boolean hidden = movers.stream()
                    .anyMatch(box -> x >= box.left() && x <= box.right() && y >= box.top() && y <= box.bottom());
            if (!hidden) {
                boolean shows = shows(cell);
                different += shows ? 1 : 0;
                votes[cell] = Math.clamp(votes[cell] + (shows ? 1 : -1), 0, MOST_VOTES);
            }
        }
        return different;
    }

    private boolean shows(int cell) {
        int count = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = cell % COLUMNS * SIDE + i % SIDE;
            int y = cell / COLUMNS * SIDE + i / SIDE;
            count += foreground[y * LumaGrid.WIDTH + x] ? 1 : 0;
        }
        return 2 * count >= SIDE * SIDE;
    }

    private List<StaticObject> find(long ptsUs) {
        List<StaticObject> found = new ArrayList<>();
        Arrays.fill(seen, false);
        for (int cell = 0; cell < votes.length; cell++) {
            if (votes[cell] >= STANDS && !seen[cell]) {
                Box box = gather(cell);
                if (box != null) {
                    found.add(named(box, ptsUs));
                }
            }
        }
        return found;
    }

    /** The group around a cell; null where it has not the form of a thing. */
    private Box gather(int start) {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        Group group = new Group();
        seen[start] = true;
        while (!open.isEmpty()) {
            int cell = open.pop();
            group.take(cell);
            for (int i = 0; i < 9; i++) {
                int column = cell % COLUMNS + i % 3 - 1;
                int row = cell / COLUMNS + i / 3 - 1;
                int other = row * COLUMNS + column;
                boolean inside = column >= 0 && column < COLUMNS && row >= 0 && row < ROWS;
                if (inside && votes[other] >= STANDS && !seen[other]) {
                    seen[other] = true;
                    open.push(other);
                }
            }
        }
        return group.formed() ? group.box() : null;
    }

    /** Cells that touch. */
    private static final class Group {
        private int size;
        private int left = COLUMNS;
        private int top = ROWS;
        private int right = -1;
        private int bottom = -1;

        void take(int cell) {
            size++;
            left = Math.min(left, cell % COLUMNS);
            top = Math.min(top, cell / COLUMNS);
            right = Math.max(right, cell % COLUMNS);
            bottom = Math.max(bottom, cell / COLUMNS);
        }

        boolean formed() {
            int width = right - left + 1;
            int height = bottom - top + 1;
            return size >= LEAST_CELLS
                    && Math.min(width, height) >= 2
                    && size >= LEAST_FILL * width * height
                    && size <= LARGEST * COLUMNS * ROWS;
        }

        Box box() {
            double side = SIDE;
            return new Box(
                    left * side / LumaGrid.WIDTH,
                    top * side / LumaGrid.HEIGHT,
                    (right + 1) * side / LumaGrid.WIDTH,
                    (bottom + 1) * side / LumaGrid.HEIGHT);
        }
    }

    private StaticObject named(Box box, long ptsUs) {
        for (StaticObject before : objects) {
            if (before.box().iou(box) >= SAME_OBJECT) {
                return new StaticObject(before.id(), box, before.sinceUs(), 1);
            }
        }
        return new StaticObject(++lastId, box, ptsUs, 1);
    }

    @Override
    public void close() {
        mask.close();
    }
}
