package org.streetwarden.flights;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.detect.Detection;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.ErrorBudget;
import org.streetwarden.flight.GroundFix;
import org.streetwarden.flight.GroundLocator;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.GroundView;
import org.streetwarden.flight.Motion;
import org.streetwarden.flight.Pose;
import org.streetwarden.flight.Terrain;

/** Places what one camera's pictures show on the ground, and counts what can't be placed. One thread. */
final class GroundEye {

    private final GroundLocator locator;
    private final GroundView view;
    private final Terrain terrain;
    private final CoverMap cover;
    private final Map<GroundFix.Reason, Long> unplaced = new EnumMap<>(GroundFix.Reason.class);

    /** @param cover borrowed: what the pictures show is added to it */
    GroundEye(AircraftCamera camera, double aspect, Terrain terrain, ErrorBudget budget, CoverMap cover) {
        this.locator = new GroundLocator(camera, aspect, terrain, budget);
        this.view = new GroundView(camera, aspect, terrain, budget);
        this.terrain = terrain;
        this.cover = cover;
    }

    /**
     * One picture.
     *
     * @param pose null where nothing is known of it
     */
    List<GroundLook> look(long atUs, List<Detection> found, Pose pose, Motion motion) {
        if (pose == null || motion.turnsFast()) {
            GroundFix.Reason why = pose == null ? GroundFix.Reason.NO_POSITION : GroundFix.Reason.TURNING;
            found.forEach(each -> unplaced.merge(why, 1L, Long::sum));
            return List.of();
        }
        double heightM = pose.position() == null
                ? Double.NaN
                : pose.heights().aboveTakeOffM() - terrain.heightM(pose.position());
        if (heightM > 0) {
            cover.add(view.footprint(pose), pose.position(), heightM);
        }
        List<GroundLook> looks = new ArrayList<>();
        for (Detection each : found) {
            switch (locator.locate(each.box(), pose, motion)) {
                case GroundFix.Placed placed ->
                    looks.add(new GroundLook(
                            atUs,
                            each.label(),
                            each.score(),
                            each.box(),
                            placed,
                            pose.position(),
                            view.areaM2(each.box(), pose),
                            view.areaShare(pose)));
                case GroundFix.Near near -> unplaced.merge(near.why(), 1L, Long::sum);
                case GroundFix.Refused refused -> unplaced.merge(refused.why(), 1L, Long::sum);
            }
        }
        return looks;
    }

    /** How many boxes could not be placed since it was asked last, and why. */
    Map<GroundFix.Reason, Long> takeUnplaced() {
        Map<GroundFix.Reason, Long> all = new TreeMap<>(unplaced);
        unplaced.clear();
        return all;
    }
}
