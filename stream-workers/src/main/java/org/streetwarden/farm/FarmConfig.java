package org.streetwarden.farm;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a farm's YAML (see {@code config/farm.yaml}). Collects every problem; file names are relative to the YAML file.
 *
 * @param settings where the farm listens
 * @param cameras in the order written
 */
record FarmConfig(FarmSettings settings, List<CameraEntry> cameras) {

    private static final int MAX_CONFIG_BYTES = 4 << 20;
    private static final Set<String> TOP =
            Set.of("bind", "port", "threads", "maxConnections", "sessionTimeout", "cameras");

    /**
     * Reads what can be read of it.
     *
     * @param environment where {@code passwordEnv} looks
     * @param problems added to, one sentence each; without any the result is complete
     */
    static FarmConfig read(Path yaml, Map<String, String> environment, List<String> problems) {
        return new Reader(yaml, environment, problems).read();
    }

    private static final class Reader {
        private final Path yaml;
        private final Map<String, String> environment;
        private final List<String> problems;

        Reader(Path yaml, Map<String, String> environment, List<String> problems) {
            this.yaml = yaml;
            this.environment = environment;
            this.problems = problems;
        }

        FarmConfig read() {
            JsonNode root = parse();
            if (root == null) {
                return new FarmConfig(FarmSettings.defaults(), List.of());
            }
            root.fieldNames().forEachRemaining(name -> {
                if (!TOP.contains(name)) {
                    problem(name, "one of " + TOP.stream().sorted().toList(), "an unknown key");
                }
            });
            FarmSettings settings = settings(root);
            List<CameraEntry> cameras = new ArrayList<>();
            JsonNode list = root.path("cameras");
            if (!list.isArray() || list.isEmpty()) {
                problem("cameras", "a list with at least one camera", list.isMissingNode() ? "none" : "something else");
            }
            for (int i = 0; i < list.size(); i++) {
                addCamera("cameras[" + i + "]", list.get(i), cameras);
            }
            return new FarmConfig(settings, cameras);
        }

        private JsonNode parse() {
            try {
                if (Files.size(yaml) > MAX_CONFIG_BYTES) {
                    problem("file", "at most " + MAX_CONFIG_BYTES + " bytes", Files.size(yaml) + " bytes");
                    return null;
                }
                JsonNode root = new YAMLMapper().readTree(yaml.toFile());
                if (root != null && root.isObject()) {
                    return root;
                }
                problem("file", "keys and values", "none");
            } catch (JacksonException e) {
                problem("file", "YAML", e.getOriginalMessage());
            } catch (IOException e) {
                problem("file", "a readable file", e.getClass().getSimpleName());
            }
            return null;
        }

        private FarmSettings settings(JsonNode root) {
            FarmSettings settings = FarmSettings.defaults().withPort(number(root, "port", 8554, 0, 65_535));
            settings = settings.withThreads(number(root, "threads", 1, 1, 64));
            settings = settings.withMaxConnections(
                    number(root, "maxConnections", settings.maxConnections(), 1, 1_000_000));
            try {
                if (root.has("sessionTimeout")) {
                    settings = settings.withSessionTimeout(
                            BehaviourText.time(root.path("sessionTimeout").asText()));
                }
                return root.has("bind")
                        ? settings.withBind(
                                InetAddress.getByName(root.path("bind").asText()))
                        : settings;
            } catch (UnknownHostException e) {
                problem(
                        "bind",
                        "an address of this machine",
                        "'" + root.path("bind").asText() + "'");
            } catch (IllegalArgumentException e) {
                problems.add(yaml + ": sessionTimeout: " + e.getMessage());
            }
            return settings;
        }

        private int number(JsonNode root, String name, int otherwise, int min, int max) {
            JsonNode value = root.path(name);
            if (value.isMissingNode()) {
                return otherwise;
            }
            if (value.isIntegralNumber() && value.asLong() >= min && value.asLong() <= max) {
                return value.asInt();
            }
            problem(name, "a whole number from " + min + " to " + max, value.toString());
            return otherwise;
        }

        private void addCamera(String where, JsonNode node, List<CameraEntry> cameras) {
            CameraEntry entry =
                    new CameraEntry(yaml + ": " + where, yaml.toAbsolutePath().getParent(), environment);
            if (!node.isObject()) {
                problem(where, "name, file and more", "something else");
                return;
            }
            node.properties().forEach(e -> {
                JsonNode value = e.getValue();
                if (e.getKey().equals("behaviour") && value.isArray()) {
                    value.forEach(v -> entry.set("behaviour", v.asText()));
                } else {
                    entry.set(e.getKey(), value.asText());
                }
            });
            problems.addAll(entry.check());
            cameras.add(entry);
        }

        private void problem(String where, String expected, String found) {
            problems.add("%s: %s: expected %s, found %s".formatted(yaml, where, expected, found));
        }
    }
}
