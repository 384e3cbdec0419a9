package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.media.Frame;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;

/**
 * Runs one model under every convention over the same pictures and over their mirror images. Owns one package in a temporary
 * folder, one detector of it at a time for each convention, and the reference. One thread at a time.
 */
final class Calibration implements AutoCloseable {

    private final Path folder;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Detector> detectors = new ArrayList<>();
    private final Detector reference;
    private final Set<String> shared;

    private Calibration(Path folder, Detector reference, Set<String> shared) {
        this.folder = folder;
        this.reference = reference;
        this.shared = shared;
    }

    /**
     * Opens a detector for each convention.
     *
     * @param stated everything but the pixels
     * @param known a package known to be right; null where there is none
     */
    static Calibration open(ForeignModel model, Statement stated, List<Convention> conventions, ModelPackage known)
            throws BrokenPackage, IOException, DetectorFailure {
        Path folder = Files.createTempDirectory("streetwarden-calibration-");
        Detector reference = known == null ? null : Detectors.open(known, Engine.ONNXRUNTIME, 1);
        Calibration calibration = new Calibration(
                folder, reference, known == null ? Set.of() : known.manifest().labels());
        try {
            for (Convention convention : conventions) {
                Intake.write(model, stated.withPixels(convention.pixels()), List.of(), folder);
                calibration.detectors.add(Detectors.open(ModelPackage.open(folder), Engine.ONNXRUNTIME, 1));
                calibration.tallies.add(new Tally(convention));
            }
            return calibration;
        } catch (BrokenPackage | IOException | DetectorFailure | RuntimeException e) {
            calibration.close();
            throw e;
        }
    }

    /**
     * Looks at one picture under every convention.
     *
     * @param frame borrowed
     * @throws DetectorFailure where the reference fails
     */
    void look(Frame frame) throws DetectorFailure {
        MirroredFrame mirror = new MirroredFrame(frame);
        List<Detection> known =
                reference == null ? List.of() : reference.detect(List.of(frame)).getFirst();
        for (int i = 0; i < detectors.size(); i++) {
            try {
                List<Detection> seen = comparable(detectors.get(i), frame);
                List<Detection> turned = comparable(detectors.get(i), mirror).stream()
                        .map(d -> new Detection(d.label(), d.score(), MirroredFrame.back(d.box())))
                        .toList();
                tallies.get(i).add(seen, turned, known);
            } catch (DetectorFailure e) {
                tallies.get(i).fail();
            }
        }
    }

    /** What both models have words for, where there is a reference. */
    private List<Detection> comparable(Detector detector, Frame frame) throws DetectorFailure {
        List<Detection> seen = detector.detect(List.of(frame)).getFirst();
        return reference == null
                ? seen
                : seen.stream().filter(d -> shared.contains(d.label())).toList();
    }

    List<Tally> tallies() {
        return tallies;
    }

    @Override
    public void close() throws IOException {
        detectors.forEach(Detector::close);
        if (reference != null) {
            reference.close();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
