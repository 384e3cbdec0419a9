package org.streetwarden.models.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.detect.DetectorFailure;

/**
 * What goes into a graph and what comes out, as its file declares it.
 *
 * @param inputs in the file's order
 * @param outputs in the file's order
 */
public record GraphShape(List<Port> inputs, List<Port> outputs) {

    /**
     * One input or output.
     *
     * @param type element type in lower case, or what it is instead of a tensor
     * @param shape axis lengths, -1 where open; empty where it is no tensor
     */
    public record Port(String name, String type, List<Long> shape) {

        public Port {
            shape = List.copyOf(shape);
        }

        /** The axis lengths as an array of the caller's own. */
        public long[] axes() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** @throws DetectorFailure where ONNX Runtime refuses the file */
    public static GraphShape read(Path model) throws DetectorFailure {
        try (OrtSession session = OnnxSessions.open(model, 1)) {
            return new GraphShape(ports(session.getInputInfo()), ports(session.getOutputInfo()));
        } catch (OrtException e) {
            throw new DetectorFailure(
                    "%s: expected a whole ONNX model, found that ONNX Runtime refuses it: %s"
                            .formatted(model, OnnxSessions.firstLine(e)),
                    e);
        }
    }

    private static List<Port> ports(Map<String, NodeInfo> nodes) {
        List<Port> ports = new ArrayList<>();
        nodes.forEach((name, node) -> ports.add(
                node.getInfo() instanceof TensorInfo info
                        ? new Port(
                                name,
                                info.type.toString().toLowerCase(Locale.ROOT),
                                Arrays.stream(info.getShape()).boxed().toList())
                        : new Port(name, "no tensor", List.of())));
        return ports;
    }
}
