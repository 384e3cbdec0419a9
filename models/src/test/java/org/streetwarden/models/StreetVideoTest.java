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

    @Test
    void findsTheVehiclesWhereTheBestDetectorDoes() throws Exception {
        List<Painting> pictures =
                VideoFrames.read(Fixtures.data("videos/street_bangkok_1080p_vp9.mp4"), EVERY, LOOKS);
        assertThat(pictures).hasSize(LOOKS);
        List<List<Detection>> best = vehicles(PublicModel.DEIMV2_FEMTO, pictures, SURE);
        for (PublicModel model : PublicModel.values()) {
            if (!model.seesCoco()) {
                continue;
            }
            List<List<Detection>> seen = vehicles(model, pictures, 0.25);
            int wanted = 0;
            int found = 0;
            int others = 0;
            for (int i = 0; i < pictures.size(); i++) {
                List<Detection> here = seen.get(i);
                List<Detection> big = best.get(i).stream()
                        .filter(d -> d.box().area() >= LEAST_AREA)
                        .toList();
                wanted += big.size();
                found += (int) big.stream().filter(d -> sees(here, d)).count();
                others += here.size();
            }
            System.out.printf("%s: %d of %d vehicles, %d boxes%n", model, found, wanted, others);
            assertThat(wanted).isGreaterThanOrEqualTo(LOOKS);
        }
    }
}
