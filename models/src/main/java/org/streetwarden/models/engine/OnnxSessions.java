package org.streetwarden.models.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.head.Shapes;

/** Opens ONNX Runtime sessions the way this program runs them, and compares them with manifests. */
final class OnnxSessions {

    private static final int LONGEST_REASON = 300;

    /** Shape of the input that takes width and height. */
    static final long[] SIZES = {1, 2};

    private OnnxSessions() {}

    /** Shape of the picture's input. */
    static long[] picture(InputFormat input) {
        return new long[] {1, 3, input.height(), input.width()};
    }

    /**
     * The process's one environment. DJL's engine insists on making it and fails for good where it comes second, so it
     * goes first.
     */
    private static final class Environment {
        static final OrtEnvironment ONE = make();

        private static OrtEnvironment make() {
            DjlDetector.wakeOnnxRuntime();
            return OrtEnvironment.getEnvironment();
        }
    }

    static OrtEnvironment environment() {
        return Environment.ONE;
    }

    /** The caller closes the options after the session they open. */
    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        return options;
    }

    /** @return owned by the caller */
    static OrtSession open(Path model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = options(threads)) {
            return environment().createSession(model.toString(), options);
        }
    }

    /** @throws DetectorFailure naming every input and output that is not what the manifest says */
    static void checkNames(OrtSession session, ModelManifest manifest) throws OrtException, DetectorFailure {
        List<String> problems = new ArrayList<>();
        InputFormat input = manifest.input();
        Set<String> named = new LinkedHashSet<>(List.of(input.name()));
        input.sizes().ifPresent(named::add);
        if (!session.getInputNames().equals(named)) {
            problems.add("inputs: expected %s as the manifest says, found %s"
                    .formatted(String.join(", ", named), String.join(", ", session.getInputNames())));
        } else {
            Map<String, NodeInfo> inputs = session.getInputInfo();
            check(input.name(), inputs, OnnxJavaType.FLOAT, picture(input), problems);
            input.sizes().ifPresent(name -> check(name, inputs, OnnxJavaType.INT64, SIZES, problems));
        }
        for (String output : manifest.outputs()) {
            if (!session.getOutputNames().contains(output)) {
                problems.add("outputs: expected %s as the manifest says, found %s"
                        .formatted(output, String.join(", ", session.getOutputNames())));
            }
        }
        if (!problems.isEmpty()) {
            throw new DetectorFailure(manifest.file() + ": " + String.join("; ", problems));
        }
    }

    private static void check(
            String name, Map<String, NodeInfo> inputs, OnnxJavaType type, long[] expected, List<String> problems) {
        NodeInfo node = inputs.get(name);
        boolean good = node.getInfo() instanceof TensorInfo info
                && info.type == type
                && agrees(info.getShape(), fed(info, expected));
        if (!good) {
            problems.add("input %s: expected %s %s as the manifest says, found %s"
                    .formatted(name, type.toString().toLowerCase(Locale.ROOT), Shapes.text(expected), found(node)));
        }
    }

    /** The shape fed to an input: as expected, without the axis for the picture where the graph has none. */
    static long[] fed(TensorInfo declared, long[] expected) {
        return declared.getShape().length == expected.length - 1
                ? Arrays.copyOfRange(expected, 1, expected.length)
                : expected;
    }

    private static boolean agrees(long[] shape, long[] expected) {
        boolean agrees = shape.length == expected.length;
        for (int i = 0; agrees && i < shape.length; i++) {
            agrees = shape[i] == expected[i] || shape[i] < 0;
        }
        return agrees;
    }

    private static String found(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info
                ? info.type.toString().toLowerCase(Locale.ROOT) + " " + Shapes.text(info.getShape())
                : "no tensor";
    }

    /** The engine's own reason, short enough for one log line. */
    static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
