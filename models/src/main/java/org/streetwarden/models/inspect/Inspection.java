package org.streetwarden.models.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.engine.GraphShape;

/**
 * All that can be said of an ONNX file without running it.
 *
 * @param refusal why ONNX Runtime would not load it, or was not asked to
 * @param unknown what nothing in the file says and a manifest has to
 */
record Inspection(
        OnnxGraph graph, HeadGuess guess, long bytes, String sha256, Optional<String> refusal, List<String> unknown) {

    /** @throws IOException where the file can't be read as ONNX, in one sentence */
    static Inspection of(Path file) throws IOException {
        OnnxGraph graph = OnnxGraph.read(file);
        HeadGuess guess = HeadGuess.of(graph);
        long bytes = Files.size(file);
        return new Inspection(
                graph, guess, bytes, ModelPackage.sha256(file), refusal(graph, bytes), unknown(graph, guess));
    }

    private static Optional<String> refusal(OnnxGraph graph, long bytes) {
        if (bytes > ModelPackage.MAX_MODEL_BYTES) {
            return Optional.of("expected at most %d bytes, found %d".formatted(ModelPackage.MAX_MODEL_BYTES, bytes));
        }
        if (!graph.missingFiles().isEmpty()) {
            return Optional.of("expected its weights in %s beside it, found no such file"
                    .formatted(String.join(", ", graph.missingFiles())));
        }
        if (!graph.foreignDomains().isEmpty()) {
            return Optional.of("expected operators that ONNX Runtime brings along, found some of the domain "
                    + String.join(", ", graph.foreignDomains()));
        }
        try {
            GraphShape.read(graph.file());
            return Optional.empty();
        } catch (DetectorFailure e) {
            return Optional.of(e.getMessage().substring(e.getMessage().indexOf("refuses it: ") + 12));
        }
    }

    private static List<String> unknown(OnnxGraph graph, HeadGuess guess) {
        List<String> unknown = new ArrayList<>(
                List.of("colour order", "scale", "mean and deviation", "whether the picture is padded or stretched"));
        if (graph.classNames().isEmpty()) {
            unknown.add("class names");
        }
        if (guess.head().isPresent() && (guess.width() == 0 || guess.height() == 0)) {
            unknown.add("input size");
        }
        if (guess.anchors()) {
            unknown.add("anchors");
        }
        return unknown;
    }

    /** The batch axis in words. */
    String batch() {
        return graph.shape().inputs().stream()
                .filter(port -> port.name().equals(guess.image()))
                .findFirst()
                .map(port -> port.shape().size() < 4
                        ? "no axis"
                        : port.shape().getFirst() < 0
                                ? "open"
                                : port.shape().getFirst().toString())
                .orElse("unknown");
    }

    /** The recognised head as a manifest writes it. */
    String head() {
        return guess.head().map(h -> h.written()).orElse("no head known here");
    }
}
