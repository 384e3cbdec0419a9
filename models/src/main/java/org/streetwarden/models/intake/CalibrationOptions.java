package org.streetwarden.models.intake;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.IntConsumer;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.Option;

/** The options of {@link ImportCommand} that let pictures say what nobody stated. */
final class CalibrationOptions {

    private static final int MOST_FRAMES = 64;

    @Option(
            names = "--calibrate",
            required = true,
            paramLabel = "FOLDER|CLIP",
            description =
                    "pictures or a video with things the model knows: every convention that has not been stated is"
                            + " tried on them")
    private Path source;

    @Option(
            names = "--reference",
            paramLabel = "PACKAGE_DIR",
            description =
                    "a package that is known to be right and shares labels with this one: agreement with it decides")
    private Path reference;

    @Option(
            names = "--frames",
            defaultValue = "12",
            paramLabel = "N",
            description = "pictures to look at (default: ${DEFAULT-VALUE})")
    private int frames;

    @Option(
            names = "--margin",
            defaultValue = "0.05",
            paramLabel = "SHARE",
            description = "how far a convention must lead to be taken (default: ${DEFAULT-VALUE})")
    private double margin;

    /**
     * Tries the conventions.
     *
     * @param evidence (output) a table and a verdict
     * @return the statement with the pixels that were found
     * @throws BrokenPackage where something else than pixels is missing, or the pictures can't tell two conventions apart
     */
    Statement find(ForeignModel model, Statement stated, List<String> evidence, PrintWriter progress)
            throws BrokenPackage, IOException, DetectorFailure {
        List<Convention> conventions = Convention.allowedBy(stated.pixels());
        List<String> gaps =
                Gaps.in(model, stated.withPixels(conventions.getFirst().pixels()));
        if (!gaps.isEmpty()) {
            throw ForeignModel.refusal(model.file(), gaps);
        }
        ModelPackage known = reference == null ? null : ModelPackage.open(reference);
        try (Calibration calibration = Calibration.open(model, stated, known)) {
            show(calibration);
            List<Tally> tallies = calibration.run(conventions, progress(conventions.size(), progress));
            return stated.withPixels(
                    Verdict.on(tallies, margin, evidence, model.file()).pixels());
        }
    }

    private static IntConsumer progress(int conventions, PrintWriter to) {
        long startedNanos = System.nanoTime();
        return done -> {
            Duration left = Duration.ofNanos((System.nanoTime() - startedNanos) / done * (conventions - done));
            to.printf(
                    "tried %d of %d conventions, %d:%02d left%n",
                    done, conventions, left.toMinutes(), left.toSecondsPart());
            to.flush();
        };
    }

    private void show(Calibration calibration) throws IOException, DetectorFailure {
        List<FrameSupply> supplies = new ArrayList<>();
        ServiceLoader.load(FrameSupply.class).forEach(supplies::add);
        FrameSupply supply = supplies.stream()
                .filter(s -> s.reads(source))
                .findFirst()
                .orElseThrow(
                        () -> new IOException(source + ": expected a folder of pictures or a video, found neither"));
        try {
            supply.show(source, Math.clamp(frames, 1, MOST_FRAMES), frame -> {
                try {
                    calibration.keep(frame);
                } catch (DetectorFailure e) {
                    throw new FrameSupply.StoppedLooking(e);
                }
            });
        } catch (FrameSupply.StoppedLooking e) {
            if (e.getCause() instanceof DetectorFailure failure) {
                throw failure;
            }
            throw new IOException(source + ": can't be shown", e);
        }
    }
}
