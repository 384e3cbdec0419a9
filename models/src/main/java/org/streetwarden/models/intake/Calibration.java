package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.media.Frame;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;

/**
 * Runs one model under one convention after the other over the same pictures and over their mirror images. Owns copies of the
 * pictures, a package in a temporary folder and the reference. One thread.
 */
final class Calibration implements AutoCloseable {

    private final ForeignModel model;
    private final Statement stated;
    private final Path folder;
    private final Detector reference;
    private final Set<String> shared;
    private final List<Picture> pictures = new ArrayList<>();

    /** A picture the other way round, and what the reference saw in it the right way round. */
    private record Picture(MirroredFrame mirror, List<Detection> known) {}

    private Calibration(ForeignModel model, Statement stated, Path folder, Detector reference, Set<String> shared) {
        this.model = model;
        this.stated = stated;
        this.folder = folder;
        this.reference = reference;
        this.shared = shared;
    }

    /**
     * Makes room for trying.
     *
     * @param stated everything but the pixels
     * @param known a package known to be right; null where there is none
     */
    static Calibration open(ForeignModel model, Statement stated, ModelPackage known)
            throws IOException, DetectorFailure {
        Set<String> labels = known == null ? Set.of() : known.manifest().labels();
        Detector reference = known == null ? null : Detectors.open(known, Engine.ONNXRUNTIME, 1);
        Calibration calibration = new Calibration(
                model, stated, Files.createTempDirectory("streetwarden-calibration-"), reference, labels);
        try {
            Intake.copy(model, calibration.folder);
            return calibration;
        } catch (IOException | RuntimeException e) {
            calibration.close();
            throw e;
        }
    }

    /**
     * Keeps a copy of a picture.
     *
     * @param frame borrowed
     * @throws DetectorFailure where the reference fails
     */
    void keep(Frame frame) throws DetectorFailure {
        List<Detection> known =
                reference == null ? List.of() : reference.detect(List.of(frame)).getFirst();
        pictures.add(new Picture(new MirroredFrame(frame), known));
    }

    /**
     * Tries every convention on every picture.
     *
     * @param progress told how many conventions have been tried
     */
    List<Tally> run(List<Convention> conventions, IntConsumer progress)
            throws BrokenPackage, IOException, DetectorFailure {
        List<Tally> tallies = new ArrayList<>();
        for (Convention convention : conventions) {
            Intake.describe(model, stated.withPixels(convention.pixels()), List.of(), folder);
            Tally tally = new Tally(convention);
            try (Detector detector = Detectors.open(ModelPackage.open(folder), Engine.ONNXRUNTIME, 1)) {
                look(detector, tally);
            }
            tallies.add(tally);
            progress.accept(tallies.size());
        }
        return tallies;
    }

    /** A model that fails on a picture under a convention has spoken against it. */
    private void look(Detector detector, Tally tally) {
        try {
            for (Picture picture : pictures) {
                List<Detection> turned = comparable(detector, picture.mirror).stream()
                        .map(d -> new Detection(d.label(), d.score(), MirroredFrame.back(d.box())))
                        .toList();
                tally.add(comparable(detector, new MirroredFrame(picture.mirror)), turned, picture.known);
            }
        } catch (DetectorFailure e) {
            tally.fail();
        }
    }

    /** What both models have words for, where there is a reference. */
    private List<Detection> comparable(Detector detector, Frame frame) throws DetectorFailure {
        List<Detection> seen = detector.detect(List.of(frame)).getFirst();
        return reference == null
                ? seen
                : seen.stream().filter(d -> shared.contains(d.label())).toList();
    }

    @Override
    public void close() throws IOException {
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
