package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.archive.PackageFile;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.inspect.HeadGuess;
import org.streetwarden.models.inspect.OnnxGraph;

/**
 * What a model's file says of itself.
 *
 * @param engine as a manifest names it
 * @param head recognised, empty where it has to be stated
 * @param why it is that head, or why none fits
 * @param width of the input; 0 where it is open
 * @param height of the input; 0 where it is open
 * @param classes how many its outputs have room for; 0 where they don't say
 * @param classNames what its exporter wrote, evidence and no statement
 * @param beside names of files with weights that belong to it
 */
record ForeignModel(
        Path file,
        String engine,
        Optional<HeadLayout> head,
        String why,
        String input,
        Optional<String> sizes,
        int width,
        int height,
        List<String> outputs,
        int classes,
        List<String> classNames,
        Set<String> beside) {

    ForeignModel {
        outputs = List.copyOf(outputs);
        classNames = List.copyOf(classNames);
        beside = Set.copyOf(beside);
    }

    /**
     * Reads a file without running it.
     *
     * @throws BrokenPackage naming every reason why it is no model that can be run here
     */
    static ForeignModel read(Path file) throws BrokenPackage {
        try {
            if (!Files.isRegularFile(file)) {
                throw refusal(file, List.of("expected a model file, found no such file"));
            }
            if (Files.size(file) > ModelPackage.MAX_MODEL_BYTES) {
                throw refusal(
                        file,
                        List.of("expected at most %d bytes, found %d"
                                .formatted(ModelPackage.MAX_MODEL_BYTES, Files.size(file))));
            }
            ModelFormat format = ModelFormat.of(file);
            return switch (format) {
                case ONNX -> onnx(file);
                case TORCHSCRIPT -> torch(file);
                case TORCH_STATE, SAFETENSORS -> throw refusal(file, List.of(ModelFormat.withoutGraph(format)));
            };
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString())
                    ? new BrokenPackage(List.of(message))
                    : refusal(file, List.of("can't be read: " + message));
        }
    }

    private static ForeignModel onnx(Path file) throws IOException, BrokenPackage {
        OnnxGraph graph = OnnxGraph.read(file);
        List<String> problems = new ArrayList<>();
        graph.missingFiles()
                .forEach(name -> problems.add("weights: expected a file \"%s\" beside it, found none".formatted(name)));
        graph.externalFiles().stream()
                .filter(name -> !PackageFile.isName(name))
                .forEach(name -> problems.add(
                        "weights: expected a file in the model's own folder, found \"%s\"".formatted(name)));
        graph.foreignDomains()
                .forEach(domain -> problems.add(
                        "operators: expected those that ONNX Runtime brings along, found some of the domain \"%s\""
                                .formatted(domain)));
        if (!problems.isEmpty()) {
            throw refusal(file, problems);
        }
        HeadGuess guess = HeadGuess.of(graph);
        return new ForeignModel(
                file,
                ModelManifest.ONNXRUNTIME,
                guess.head(),
                guess.why(),
                guess.image(),
                guess.sizes(),
                guess.width(),
                guess.height(),
                guess.outputs(),
                guess.classes(),
                graph.classNames(),
                graph.externalFiles());
    }

    /** TorchScript names neither inputs nor outputs, and says no shapes. */
    private static ForeignModel torch(Path file) {
        return new ForeignModel(
                file,
                ModelManifest.DJL_PREFIX + "PyTorch",
                Optional.empty(),
                "TorchScript says nothing of its outputs",
                "input",
                Optional.empty(),
                0,
                0,
                List.of(),
                0,
                List.of(),
                Set.of());
    }

    static BrokenPackage refusal(Path file, List<String> problems) {
        return new BrokenPackage(
                problems.stream().map(problem -> file + ": " + problem).toList());
    }
}
