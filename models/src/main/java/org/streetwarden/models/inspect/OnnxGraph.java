package org.streetwarden.models.inspect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.models.engine.GraphShape;

/**
 * What an ONNX file says of itself, read without loading or running it; weights are skipped.
 *
 * @param irVersion of the format
 * @param producer name and version of what wrote it, may be empty
 * @param opsets version by domain; the default domain is empty
 * @param shape inputs that are no weights, and outputs, as the file declares them
 * @param operators how often each is used; those of another than the default domain as {@code domain:Operator}
 * @param weights how many numbers by element type
 * @param externalFiles names of files beside this one that hold weights
 * @param metadata what the exporter added
 */
public record OnnxGraph(
        Path file,
        long irVersion,
        String producer,
        Map<String, Long> opsets,
        GraphShape shape,
        Map<String, Integer> operators,
        Map<String, Long> weights,
        Set<String> externalFiles,
        Map<String, String> metadata) {

    /** Domains whose operators ONNX Runtime brings along. */
    private static final Set<String> KNOWN_DOMAINS = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "com.microsoft",
            "com.microsoft.nchwc",
            "com.ms.internal.nhwc",
            "org.pytorch.aten");

    private static final Pattern CLASS_NAME = Pattern.compile("(\\d{1,4}): *(?:'([^']{1,64})'|\"([^\"]{1,64})\")");

    public OnnxGraph {
        opsets = new TreeMap<>(opsets);
        operators = new TreeMap<>(operators);
        weights = new TreeMap<>(weights);
        externalFiles = new TreeSet<>(externalFiles);
        metadata = new TreeMap<>(metadata);
    }

    /** @throws IOException where the file ends too early or is something else, in one sentence */
    public static OnnxGraph read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": expected an ONNX file, found no such file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0) {
                throw new IOException(file + ": expected an ONNX file, found an empty one");
            }
            return new OnnxReader(file, channel).read();
        }
    }

    boolean uses(String operator) {
        return operators.containsKey(operator);
    }

    /** Version of the default operator set; 0 where the file names none. */
    public long opset() {
        return opsets.getOrDefault("", opsets.getOrDefault("ai.onnx", 0L));
    }

    /** How its weights and sums are held, in words. */
    public String precision() {
        if (uses("QLinearConv") || uses("QLinearMatMul")) {
            return "int8 (quantized operators)";
        }
        if (uses("ConvInteger") || uses("MatMulInteger")) {
            return "int8 (ranges measured at every run)";
        }
        if (uses("DequantizeLinear")) {
            return "int8 (quantize and dequantize pairs)";
        }
        long halves = weights.getOrDefault("float16", 0L) + weights.getOrDefault("bfloat16", 0L);
        return halves > weights.getOrDefault("float", 0L) ? "fp16" : "fp32";
    }

    /** External files that do not lie beside the model, or are named by a path that leads elsewhere. */
    public List<String> missingFiles() {
        List<String> missing = new ArrayList<>();
        Path folder = file.toAbsolutePath().getParent();
        for (String name : externalFiles) {
            boolean plain = !name.isEmpty() && !name.startsWith("/") && !name.contains("..") && !name.contains("\\");
            if (!plain || !Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** Domains in use that ONNX Runtime knows nothing of. */
    public Set<String> foreignDomains() {
        Set<String> foreign = new TreeSet<>();
        for (String operator : operators.keySet()) {
            String domain = operator.contains(":") ? operator.substring(0, operator.indexOf(':')) : "";
            if (!KNOWN_DOMAINS.contains(domain)) {
                foreign.add(domain);
            }
        }
        return foreign;
    }

    /** Class names as Ultralytics writes them into the metadata, in their order; empty where there are none. */
    public List<String> classNames() {
        List<String> names = new ArrayList<>();
        Matcher matcher = CLASS_NAME.matcher(metadata.getOrDefault("names", ""));
        while (matcher.find() && Integer.parseInt(matcher.group(1)) == names.size()) {
            names.add(matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return names;
    }
}
