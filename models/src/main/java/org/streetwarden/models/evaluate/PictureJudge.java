package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.media.Frame;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.pixels.PictureFrame;

/**
 * Shows pictures to a package, through the same road as the cameras' frames: once at its own thresholds, and where a curve
 * is asked for once more at the least score. One thread at a time.
 */
final class PictureJudge implements AutoCloseable {

    /** Detections from here up make the curve. */
    static final float LEAST_SCORE = 0.01f;

    private final List<ModelClass> kinds;
    private final Detector sharp;
    private final Detector curious;

    private PictureJudge(List<ModelClass> kinds, Detector sharp, Detector curious) {
        this.kinds = kinds;
        this.sharp = sharp;
        this.curious = curious;
    }

    /** @param curve whether curves are wanted, at the price of a second inference */
    static PictureJudge open(ModelPackage pack, boolean curve) throws DetectorFailure {
        Detector sharp = Detectors.open(pack, Engine.ONNXRUNTIME, 1);
        try {
            ModelPackage lowered = pack.withThreshold(LEAST_SCORE);
            return new PictureJudge(
                    JudgedPictures.kinds(pack), sharp, curve ? Detectors.open(lowered, Engine.ONNXRUNTIME, 1) : null);
        } catch (DetectorFailure | RuntimeException e) {
            sharp.close();
            throw e;
        }
    }

    ModelIdentity model() {
        return sharp.model();
    }

    /** One judgement per kind. */
    List<Judgement> judge(LabelledPicture picture) throws IOException, DetectorFailure {
        try (PictureFrame frame = PictureFrame.read(picture.file())) {
            List<Detection> atThresholds = look(sharp, frame, picture);
            List<Detection> all = curious == null ? List.of() : look(curious, frame, picture);
            return kinds.stream()
                    .map(kind -> Scoring.judge(kind.label(), picture, atThresholds, all))
                    .toList();
        }
    }

    private static List<Detection> look(Detector detector, Frame frame, LabelledPicture picture)
            throws DetectorFailure {
        try {
            return detector.detect(List.of(frame)).getFirst();
        } catch (DetectorFailure e) {
            throw new DetectorFailure(picture.file() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        sharp.close();
        if (curious != null) {
            curious.close();
        }
    }
}
