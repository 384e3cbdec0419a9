package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.engines.Secrets;

/**
 * What the demo watches: one rendered street per kind, a quiet one, and the newcomer's own cameras. Writes the farm's and
 * the worker's configuration.
 */
final class DemoCameras implements Streets {

    /** The rendered cameras: clip name to what people read. The first four show one kind each. */
    static final Map<String, String> RENDERED = rendered();

    /** The camera that shows ordinary traffic and pedestrians only. */
    static final String QUIET = "quiet";

    /** The camera before whose street things are really dealt with. */
    static final String SWEPT = "dumping";

    private static final String SWEPT_SIGN = "swept";

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String USER = "demo";

    private final Path clips;
    private final boolean withRendered;
    private final List<String> own;

    /**
     * @param clips folder of the rendered clips and their ground truth
     * @param withRendered whether the demo's own cameras are watched
     * @param own the newcomer's URLs or video files
     */
    DemoCameras(Path clips, boolean withRendered, List<String> own) {
        this.clips = clips;
        this.withRendered = withRendered;
        this.own = List.copyOf(own);
    }

    private static Map<String, String> rendered() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("vending", "演示·集市街 Market Street (demo)");
        names.put("bin", "演示·居民区门口 Estate Gate (demo)");
        names.put("dumping", "演示·后街 Back Lane (demo)");
        names.put("green", "演示·绿化带 Green Belt (demo)");
        names.put(QUIET, "演示·安静街道 Quiet Street (demo)");
        return names;
    }

    /** @throws IOException naming every file of the newcomer's that is not there */
    void check() throws IOException {
        List<String> missing = own.stream()
                .filter(camera -> !camera.contains("://") && !Files.isReadable(Path.of(camera)))
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException(
                    "--camera: expected a URL or a readable video file, found neither: " + String.join(", ", missing));
        }
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public Heaps heaps() {
        return new Heaps(192, 384);
    }

    @Override
    public boolean handsOver() {
        return withRendered;
    }

    /**
     * The file that says that the street before {@link #SWEPT} was swept.
     *
     * @param farmFile the farm's configuration
     */
    static Path sign(Path farmFile) {
        return farmFile.resolveSibling(SWEPT_SIGN);
    }

    @Override
    public void writeFarm(Path file, String password) throws IOException {
        ObjectNode top = YAML.createObjectNode();
        ArrayNode cameras = top.putArray("cameras");
        if (withRendered) {
            for (String name : RENDERED.keySet()) {
                ObjectNode camera = cameras.addObject();
                camera.put("name", name)
                        .put("file", clips.resolve(name + ".mp4").toString());
                camera.put("user", USER).put("password", password);
                if (name.equals(SWEPT)) {
                    camera.put(
                            "behaviour",
                            "change-when:%s:%s".formatted(sign(file), clips.resolve(name + "-cleared.mp4")));
                }
            }
        }
        Secrets.write(file, YAML.writeValueAsString(top));
    }

    /** The worker's configuration: what is found is raised within seconds, so that a newcomer need not wait. */
    @Override
    public void writeWorker(int number, Path file, Path modelPackage, int farmPort, int workerPort, String password)
            throws IOException {
        ObjectNode top = YAML.createObjectNode();
        top.putObject("worker").put("id", "demo-worker").put("port", workerPort);
        top.putObject("camera-addresses").putArray("allowed").add("any").add("loopback");
        top.putObject("model").put("package", modelPackage.toString());
        top.putObject("models").put("report-every", "2s");
        top.putObject("view").put("learn-after", "10s");
        top.putObject("watch").put("interval", "1s").put("ring-kb", 8192);
        ObjectNode rules = top.putObject("rules");
        for (String kind : List.of("vending", "bin-overflow", "dumping", "green-parking")) {
            ObjectNode rule = rules.putObject(kind);
            rule.put("notice-after", "4s").put("raise-after", "8s").put("presence-share", 0.6);
            rule.put("grace", "4s").put("blind-carry", "6s").put("clear-after", "60s");
        }
        ArrayNode cameras = top.putArray("cameras");
        if (withRendered) {
            for (Map.Entry<String, String> rendered : RENDERED.entrySet()) {
                addRendered(cameras, rendered.getKey(), rendered.getValue(), farmPort, password);
            }
        }
        for (int i = 0; i < own.size(); i++) {
            addOwn(cameras, i + 1, own.get(i));
        }
        Secrets.write(file, YAML.writeValueAsString(top));
    }

    /** The kind that a rendered camera shows; absent for the quiet one. */
    Map<String, String> kindsByCamera() throws IOException {
        Map<String, String> kinds = new LinkedHashMap<>();
        if (withRendered) {
            for (String name : RENDERED.keySet()) {
                for (JsonNode event : truth(name).path("events")) {
                    kinds.put(name, event.path("kind").asText());
                }
            }
        }
        return kinds;
    }

    private void addRendered(ArrayNode cameras, String id, String name, int farmPort, String password)
            throws IOException {
        ObjectNode camera = cameras.addObject();
        camera.put("id", id).put("name", name).put("url", "rtsp://127.0.0.1:%d/%s".formatted(farmPort, id));
        camera.put("user", USER).put("password", password);
        camera.set("zones", truth(id).path("zones"));
    }

    private static void addOwn(ArrayNode cameras, int number, String source) {
        String url =
                source.contains("://") ? source : "file://" + Path.of(source).toAbsolutePath();
        ObjectNode camera = cameras.addObject();
        camera.put("id", "own-" + number)
                .put("name", "自有 " + number + " (yours)")
                .put("url", url);
        camera.put("whole-picture", true);
    }

    private JsonNode truth(String clip) throws IOException {
        return YAML.readTree(Files.readString(clips.resolve(clip + ".truth.json")));
    }
}
