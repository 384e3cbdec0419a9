package org.streetwarden.api.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part of a package's {@code manifest.json} that the api needs; a worker reads the rest before it loads the model.
 *
 * @param role {@code detector} or {@code verifier}
 * @param files digests by name, of the model file and its variants
 */
public record PackageManifest(
        String name, String version, String role, Map<String, String> files, List<ClassEntry> classes) {

    /** The longest manifest. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_CLASSES = 1000;
    private static final int MAX_VARIANTS = 16;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public PackageManifest {
        files = Map.copyOf(files);
        classes = List.copyOf(classes);
    }

    /**
     * One class of the model.
     *
     * @param label our word for it
     * @param threshold least score of a detection, 0 to 1
     * @param experimental whether it has no real evidence behind it
     */
    public record ClassEntry(String name, String label, double threshold, boolean experimental) {}

    /** Whether any class is. */
    public boolean experimental() {
        return classes.stream().anyMatch(ClassEntry::experimental);
    }

    /** @throws Refusal naming every field at fault */
    public static PackageManifest parse(byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException unreadable) {
            throw Refusal.unusable("manifest.json: expected JSON, found: " + unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory are always readable", impossible);
        }
        List<String> problems = new ArrayList<>();
        PackageManifest manifest = new PackageManifest(
                text(root, "name", NAME, problems),
                text(root, "version", NAME, problems),
                role(root.path("role"), problems),
                files(root, problems),
                classes(root.path("classes"), problems));
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
        return manifest;
    }

    private static String text(JsonNode node, String field, Pattern pattern, List<String> problems) {
        String text = node.path(field).asText();
        if (!node.path(field).isTextual() || !pattern.matcher(text).matches()) {
            problems.add("manifest.json: %s: expected text like %s, found %s"
                    .formatted(field, pattern, shown(node.path(field))));
        }
        return text;
    }

    private static String role(JsonNode node, List<String> problems) {
        String role = node.isMissingNode() ? "detector" : node.asText();
        if (!role.equals("detector") && !role.equals("verifier")) {
            problems.add("manifest.json: role: expected detector or verifier, found " + shown(node));
        }
        return role;
    }

    private static Map<String, String> files(JsonNode root, List<String> problems) {
        Map<String, String> files = new LinkedHashMap<>();
        List<JsonNode> nodes = new ArrayList<>(List.of(root));
        root.path("variants").forEach(nodes::add);
        if (nodes.size() > MAX_VARIANTS + 1) {
            problems.add("manifest.json: variants: expected at most %d, found %d"
                    .formatted(MAX_VARIANTS, nodes.size() - 1));
            return files;
        }
        for (JsonNode node : nodes) {
            files.put(
                    text(node, "file", PackageArchive.NAME, problems),
                    text(node, "sha256", SHA256, problems));
        }
        return files;
    }

    private static List<ClassEntry> classes(JsonNode node, List<String> problems) {
        List<ClassEntry> classes = new ArrayList<>();
        if (!node.isArray() || node.isEmpty() || node.size() > MAX_CLASSES) {
            problems.add("manifest.json: classes: expected 1 to %d classes, found %s"
                    .formatted(MAX_CLASSES, shown(node)));
            return classes;
        }
        for (JsonNode each : node) {
            String name = text(each, "name", LABEL, problems);
            String label = each.has("label") ? text(each, "label", LABEL, problems) : name;
            double threshold = each.path("threshold").asDouble(-1);
            if (!(threshold > 0 && threshold <= 1)) {
                problems.add("manifest.json: threshold of %s: expected a number above 0 and at most 1, found %s"
                        .formatted(name, shown(each.path("threshold"))));
            }
            classes.add(new ClassEntry(name, label, threshold, each.path("experimental").asBoolean()));
        }
        return classes;
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
