package org.streetwarden.models.verify;

import java.nio.file.Path;
import java.util.List;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.detect.Verifier;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ManifestReader;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.VerifierManifest;
import org.streetwarden.models.VerifierManifest.VerifierClass;
import org.streetwarden.models.engine.OnnxClassifier;

/**
 * A verifier from a package: cuts the candidate's box with the manifest's margin out of the picture, letterboxes it, and
 * calls it real where its class's probability reaches the class's threshold. Owns its classifier. One thread at a time.
 */
public final class CropVerifier implements Verifier {

    private final VerifierManifest manifest;
    private final ModelIdentity identity;
    private final OnnxClassifier classifier;

    private CropVerifier(VerifierManifest manifest, String digest, OnnxClassifier classifier) {
        this.manifest = manifest;
        this.identity = new ModelIdentity(manifest.name(), manifest.version(), digest);
        this.classifier = classifier;
    }

    /**
     * Opens a package of role {@code verifier}; its model is loaded and has run once when this returns.
     *
     * @throws DetectorFailure with every problem of the manifest, one a line, or the first of the model
     */
    public static CropVerifier open(Path folder) throws DetectorFailure {
        try {
            VerifierManifest manifest = ManifestReader.readVerifier(folder);
            Path model = folder.resolve(manifest.file());
            ModelPackage.check(model, manifest.sha256());
            return new CropVerifier(manifest, ModelPackage.digest(folder), OnnxClassifier.open(model, manifest));
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    @Override
    public ModelIdentity model() {
        return identity;
    }

    @Override
    public Verification verify(Frame frame, Box box, String label) {
        List<VerifierClass> classes = manifest.classes();
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).name().equals(label) && classes.get(i).threshold().isPresent()) {
                return judge(frame, box, i, classes.get(i).threshold().get());
            }
        }
        return new Verification(Verdict.NOT_ASKED, model(), 0, "the verifier knows no " + label);
    }

    private Verification judge(Frame frame, Box box, int index, double threshold) {
        try (CropFrame crop = new CropFrame(frame, box, manifest.margin())) {
            double score = Math.min(1, classifier.classify(crop)[index]);
            return new Verification(score >= threshold ? Verdict.REAL : Verdict.NOT_REAL, model(), score, "");
        } catch (DetectorFailure failure) {
            return new Verification(Verdict.FAILED, model(), 0, failure.getMessage());
        } catch (RuntimeException defect) {
            return new Verification(Verdict.FAILED, model(), 0, "verifier: found a defect: " + defect);
        }
    }

    @Override
    public void close() {
        classifier.close();
    }
}
