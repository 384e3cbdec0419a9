package org.streetwarden.flight;

import java.util.List;
import org.streetwarden.directory.LonLat;
import org.streetwarden.geometry.Box;

/** What of the ground a picture shows, and how much of it a box covers. Immutable. */
public final class GroundView {

    /** Seen flatter than this a thing hides ground, and its box says nothing of what it covers. */
    private static final double LEAST_FOR_AREA_DEG = 55;

    /** Of a box the ellipse in it. */
    private static final double FILLED = Math.PI / 4;

    /** How wrong that is, one standard deviation as a share: half the way to a full box, and to a slanted strip. */
    private static final double FILLED_SHARE = 0.15;

    private static final int HALVINGS = 20;

    private final AircraftCamera camera;
    private final double aspect;
    private final Terrain terrain;
    private final ErrorBudget budget;

    /** @param aspect width of the picture over its height */
    public GroundView(AircraftCamera camera, double aspect, Terrain terrain, ErrorBudget budget) {
        this.camera = camera;
        this.aspect = aspect;
        this.terrain = terrain;
        this.budget = budget;
    }

    /**
     * The ground that it shows at {@link GroundLocator#LEAST_DEPRESSION_DEG} below the horizon or more.
     *
     * @return four corners from the upper left, clockwise in the picture; none where it shows no such ground
     */
    public List<LonLat> footprint(Pose pose) {
        Sightline line = sightline(pose);
        if (line == null) {
            return List.of();
        }
        double top = Math.max(lowEnough(line, 0), lowEnough(line, 1));
        return top >= 1 ? List.of() : ring(line, pose, new Box(0, top, 1, 1));
    }

    /** The highest part of a picture's edge from where on things may be placed; 1 where none. */
    private static double lowEnough(Sightline line, double x) {
        line.x = x;
        double high = 0;
        double low = 1;
        line.y = high;
        if (line.depressionDeg() >= GroundLocator.LEAST_DEPRESSION_DEG) {
            return 0;
        }
        for (int i = 0; i < HALVINGS; i++) {
            line.y = (high + low) / 2;
            boolean enough = line.depressionDeg() >= GroundLocator.LEAST_DEPRESSION_DEG;
            high = enough ? high : line.y;
            low = enough ? line.y : low;
        }
        return low;
    }

    /** Square metres of ground that a thing in a box covers; NaN where it is seen too flat. */
    public double areaM2(Box box, Pose pose) {
        Sightline line = sightline(pose);
        if (line == null) {
            return Double.NaN;
        }
        line.x = box.centre().x();
        line.y = box.centre().y();
        if (line.depressionDeg() < LEAST_FOR_AREA_DEG) {
            return Double.NaN;
        }
        List<LonLat> ring = ring(line, pose, box);
        LocalPlane plane = new LocalPlane(pose.position());
        double twice = 0;
        for (int i = 0; i < ring.size(); i++) {
            LonLat one = ring.get(i);
            LonLat next = ring.get((i + 1) % ring.size());
            twice += plane.eastM(one) * plane.northM(next) - plane.eastM(next) * plane.northM(one);
        }
        return ring.isEmpty() ? Double.NaN : FILLED * Math.abs(twice) / 2;
    }

    /** How wrong areas are by what all pictures have in common, one standard deviation as a share. */
    public double areaShare(Pose pose) {
        double aboveM = pose.heights().aboveTakeOffM() - terrain.heightM(pose.position());
        double height = Math.hypot(budget.heightM(), terrain.unsureM()) / Math.max(1, aboveM);
        return Math.hypot(FILLED_SHARE, 2 * Math.hypot(height, budget.focalShare()));
    }

    private List<LonLat> ring(Sightline line, Pose pose, Box box) {
        LocalPlane plane = new LocalPlane(pose.position());
        double[][] corners = {
            {box.left(), box.top()}, {box.right(), box.top()}, {box.right(), box.bottom()}, {box.left(), box.bottom()}
        };
        LonLat[] ring = new LonLat[corners.length];
        for (int i = 0; i < corners.length; i++) {
            line.x = corners[i][0];
            line.y = corners[i][1];
            double[] there = line.meets(terrain, plane, 0);
            if (there == null) {
                return List.of();
            }
            ring[i] = plane.at(there[0], there[1]);
        }
        return List.of(ring);
    }

    /** @return null where place, height or direction are not known */
    private Sightline sightline(Pose pose) {
        double heightM = pose.heights().aboveTakeOffM();
        if (pose.position() == null || pose.gimbal() == null || Double.isNaN(heightM)) {
            return null;
        }
        Sightline line = new Sightline(aspect);
        line.heightM = heightM;
        line.yawDeg = pose.gimbal().yawDeg();
        line.pitchDeg = pose.gimbal().pitchDeg();
        line.rollDeg = pose.gimbal().rollDeg();
        line.focalWidths = camera.focalWidths(pose.lens());
        return line;
    }
}
