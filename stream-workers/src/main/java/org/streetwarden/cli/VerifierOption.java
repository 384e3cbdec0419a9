package org.streetwarden.cli;

import java.nio.file.Path;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.Verifier;
import org.streetwarden.models.verify.CropVerifier;
import picocli.CommandLine.Option;

/** {@code --verifier}: who looks again at what is raised, as {@code verifier.package} in worker.yaml. */
final class VerifierOption {

    @Option(
            names = "--verifier",
            paramLabel = "DIR",
            description = "Package of the verifier that looks again at each raise, as in worker.yaml; default: nobody.")
    private Path folder;

    /** @return the caller's to close; null where none is named */
    Verifier open() throws DetectorFailure {
        return folder == null ? null : CropVerifier.open(folder);
    }
}
