package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.pixels.TestPicture;

/** Lays out a package around a model of others and proves it, beside where it is wanted; it appears there whole or not at all. */
final class Intake {

    static final String CARD = "card.md";

    /** Below every score that means anything. */
    private static final float ANY_SCORE = 1e-6f;

    private Intake() {}

    /**
     * Makes a package folder.
     *
     * @param stated everything {@link Gaps} asks for
     * @param evidence for the card
     * @param warnings told what is odd but no reason to refuse
     * @throws BrokenPackage naming every problem; nothing is left behind
     */
    static ModelPackage lay(
            ForeignModel model, Statement stated, List<String> evidence, Path out, List<String> warnings)
            throws BrokenPackage, IOException {
        if (Files.exists(out)) {
            throw new BrokenPackage(
                    List.of(out + ": expected no such folder yet, found one; packages are not overwritten"));
        }
        Path whole = out.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path draft = Files.createDirectory(whole.resolveSibling(
                ".%s-%d".formatted(out.getFileName(), ProcessHandle.current().pid())));
        try {
            copy(model, draft);
            describe(model, stated, evidence, draft);
            prove(ModelPackage.open(draft), warnings);
            Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE);
            return ModelPackage.open(out);
        } catch (BrokenPackage e) {
            throw told(e.problems(), draft, out);
        } catch (DetectorFailure e) {
            throw told(List.of(e.getMessage()), draft, out);
        } finally {
            remove(draft);
        }
    }

    /** Puts the model and the weights beside it into a package folder. */
    static void copy(ForeignModel model, Path folder) throws IOException {
        Files.copy(model.file(), folder.resolve(fileName(model)));
        for (String beside : model.beside()) {
            Files.copy(model.file().toAbsolutePath().resolveSibling(beside), folder.resolve(beside));
        }
    }

    /** Writes manifest and card into a package folder that holds the model, over those that are there. */
    static void describe(ForeignModel model, Statement stated, List<String> evidence, Path folder) throws IOException {
        String file = fileName(model);
        Files.writeString(
                folder.resolve(ModelManifest.FILE_NAME),
                ManifestText.of(model, stated, file, ModelPackage.sha256(folder.resolve(file)), CARD));
        Files.writeString(folder.resolve(CARD), CardText.of(model, stated, evidence));
    }

    private static String fileName(ForeignModel model) {
        return model.engine().equals(ModelManifest.ONNXRUNTIME) ? "model.onnx" : "model.pt";
    }

    /** Runs it on pictures of nothing: at its thresholds it should see little, at any score something. */
    private static void prove(ModelPackage pack, List<String> warnings) throws DetectorFailure, BrokenPackage {
        List<TestPicture> nothing = List.of(TestPicture.grey(), TestPicture.noise());
        List<List<Detection>> seen = look(pack, nothing);
        int most = seen.stream().mapToInt(List::size).max().orElse(0);
        if (most >= Suppression.MOST_BOXES) {
            throw new BrokenPackage(List.of(
                    "%s: expected fewer than %d boxes at its thresholds in a picture of nothing, found %d: its head, its pixels or its thresholds are wrong"
                            .formatted(pack.modelFile(), Suppression.MOST_BOXES, most)));
        }
        if (most > 0) {
            warnings.add("it sees up to %d boxes in pictures of nothing at its thresholds".formatted(most));
        } else if (look(pack.withThreshold(ANY_SCORE), nothing).stream().allMatch(List::isEmpty)) {
            warnings.add("its scores in two test pictures are all 0: prove on real pictures that it sees anything");
        }
    }

    private static List<List<Detection>> look(ModelPackage pack, List<TestPicture> pictures) throws DetectorFailure {
        try (Detector detector = Detectors.open(pack, Engine.ONNXRUNTIME, 1)) {
            List<List<Detection>> seen = new ArrayList<>();
            for (TestPicture picture : pictures) {
                seen.addAll(detector.detect(List.of(picture)));
            }
            return seen;
        }
    }

    /** Problems of the draft, told of the folder it was to become. */
    private static BrokenPackage told(List<String> problems, Path draft, Path out) {
        return new BrokenPackage(problems.stream()
                .map(problem -> problem.replace(draft.toString(), out.toString()))
                .toList());
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
