package org.streetwarden.models.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.Painting;
import org.streetwarden.models.Painting.Colour;

/** A verifier that calls blue crops stalls and red ones rubbish; see the fixture's {@code make.py}. */
class CropVerifierTest {

    private static final Box THING = new Box(0.4, 0.4, 0.6, 0.6);
    private static final Path PACKAGE = Fixtures.root().resolve("models/src/test/resources/fixtures/crop");

    private static Painting street(Colour thing) {
        Painting street = new Painting(0, 640, 360, Colour.GREY);
        street.paint(new Box(0.3, 0.3, 0.7, 0.7), thing);
        return street;
    }

    private static Verification ask(Colour thing, String label) throws DetectorFailure {
        try (CropVerifier verifier = CropVerifier.open(PACKAGE);
                Painting street = street(thing)) {
            Verification verification = verifier.verify(street, THING, label);
            assertThat(verification.verifier()).isEqualTo(verifier.model());
            return verification;
        }
    }

    @Test
    void callsRealWhatItsClassIsSureOf() throws Exception {
        Verification verification = ask(Colour.BLUE, "stall");
        assertThat(verification.verdict()).isEqualTo(Verdict.REAL);
        assertThat(verification.score()).isGreaterThan(0.9);
    }

    @Test
    void callsNotRealWhatLooksOtherwise() throws Exception {
        assertThat(ask(Colour.RED, "stall").verdict()).isEqualTo(Verdict.NOT_REAL);
        assertThat(ask(Colour.GREY, "rubbish").verdict()).isEqualTo(Verdict.NOT_REAL);
    }

    @Test
    void isNotAskedAboutWhatItDoesNotKnow() throws Exception {
        assertThat(ask(Colour.BLUE, "vehicle").verdict()).isEqualTo(Verdict.NOT_ASKED);
        assertThat(ask(Colour.BLUE, "other").verdict()).isEqualTo(Verdict.NOT_ASKED);
    }

    /** Boxes at the border, beyond it, without area: the crop stays inside the picture. */
    @Test
    void looksAtAnyBox() throws Exception {
        try (CropVerifier verifier = CropVerifier.open(PACKAGE);
                Painting street = street(Colour.BLUE)) {
            for (Box box : new Box[] {
                new Box(0, 0, 1, 1), new Box(-1, -1, 0.01, 0.01), new Box(0.99, 0.99, 2, 2), new Box(0.5, 0.5, 0.5, 0.5)
            }) {
                assertThat(verifier.verify(street, box, "stall").verdict()).isIn(Verdict.REAL, Verdict.NOT_REAL);
            }
        }
    }

    @Test
    void namesEveryProblemOfAManifest(@TempDir Path folder) throws IOException {
        Files.copy(PACKAGE.resolve("model.onnx"), folder.resolve("model.onnx"));
        String manifest = Files.readString(PACKAGE.resolve("manifest.json"))
                .replace("\"role\": \"verifier\"", "\"role\": \"detector\"")
                .replace("\"margin\": 0.25", "\"margin\": 9")
                .replace("{\"name\": \"other\"}", "{\"name\": \"stall\"}");
        Files.writeString(folder.resolve("manifest.json"), manifest);
        assertThatThrownBy(() -> CropVerifier.open(folder))
                .isInstanceOf(DetectorFailure.class)
                .hasMessageContaining("role: expected verifier, found \"detector\"")
                .hasMessageContaining("margin: expected a number from 0 to 4, found 9")
                .hasMessageContaining("classes[2].name: expected a name no other class has");
    }

    @Test
    void refusesAModelThatIsNotWhatItsManifestSays(@TempDir Path folder) throws IOException {
        Files.copy(PACKAGE.resolve("model.onnx"), folder.resolve("model.onnx"));
        String manifest = Files.readString(PACKAGE.resolve("manifest.json"))
                .replace(", {\"name\": \"other\"}", "");
        Files.writeString(folder.resolve("manifest.json"), manifest);
        assertThatThrownBy(() -> CropVerifier.open(folder))
                .isInstanceOf(DetectorFailure.class)
                .hasMessageContaining("expected float [1, 2], found another shape");
    }
}
