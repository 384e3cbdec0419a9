package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;

/** Every published COCO detector sees the cars and buses of a real street where the best of them sees them. */
class StreetVideoTest {

    private static final Set<String> VEHICLES = Set.of("car", "bus", "truck");
    private static final int EVERY = 40;
    private static final int LOOKS = 4;
    private static final double SURE = 0.5;
    private static final double LEAST_SCORE = 0.25;
    private static final double LEAST_AREA = 0.003;

    @TempDir
    Path folder;

    private List<List<Detection>> vehicles(PublicModel model, List<Painting> pictures, double threshold)
            throws Exception {
        List<List<Detection>> seen = new ArrayList<>();
        try (Detector detector = Detectors.open(model.pack(folder, threshold), Engine.ONNXRUNTIME, 1)) {
            for (List<Detection> all : detector.detect(pictures)) {
                seen.add(all.stream().filter(d -> VEHICLES.contains(d.label())).toList());
            }
        }
        return seen;
    }

    private static boolean sees(List<Detection> seen, Detection wanted) {
        return seen.stream().anyMatch(d -> d.box().iou(wanted.box()) >= 0.5);
    }

    /** Boxes of the best detector's sure and large vehicles, and how many of them another has found. */
    private static long found(List<List<Detection>> best, List<List<Detection>> seen) {
        long found = 0;
        for (int i = 0; i < best.size(); i++) {
            List<Detection> here = seen.get(i);
            found += best.get(i).stream().filter(d -> sees(here, d)).count();
        }
        return found;
    }

    @Test
    void findsTheVehiclesWhereTheBestDetectorDoes() throws Exception {
        List<Painting> pictures =
                VideoFrames.read(Fixtures.data("videos/street_bangkok_1080p_vp9.mp4"), EVERY, LOOKS);
        assertThat(pictures).hasSize(LOOKS);
        List<List<Detection>> best = new ArrayList<>();
        for (List<Detection> seen : vehicles(PublicModel.DEIMV2_FEMTO, pictures, SURE)) {
            best.add(seen.stream().filter(d -> d.box().area() >= LEAST_AREA).toList());
        }
        long wanted = best.stream().mapToLong(List::size).sum();
        assertThat(wanted).isGreaterThanOrEqualTo(5L * LOOKS);
        for (PublicModel model : PublicModel.values()) {
            if (model.seesCoco() && model != PublicModel.DEIMV2_FEMTO) {
                List<List<Detection>> seen = vehicles(model, pictures, LEAST_SCORE);
                long found = found(best, seen);
                System.out.printf(
                        "%s finds %d of %d vehicles among %d boxes%n",
                        model, found, wanted, seen.stream().mapToInt(List::size).sum());
                assertThat(found).as("%s", model).isGreaterThan(Math.round(wanted * model.streetShare()));
            }
        }
    }
}
