package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.streetwarden.engines.Secrets;

/**
 * A county's cameras for a rehearsal: each an RTSP endpoint of its own with its own clip and phase, behind gateways of 500.
 * Some are dead, some flap, some are turned away, some carry a scripted incident. The same seed gives the same county.
 */
final class RehearsalCameras implements Streets {

    /** How a camera behaves. */
    enum Role {
        /** Shows ordinary traffic. */
        ORDINARY,
        /** Refuses every request, or takes it and says nothing. */
        DEAD,
        /** Ends every session a second after it began, so that about half of the visits see nothing. */
        FLAPPING,
        /** Shows another street from a third of the time on. */
        TURNED,
        /** Shows something that is to become a case. */
        INCIDENT
    }

    /**
     * One camera.
     *
     * @param clip name of what it plays
     * @param set the folder of clips it plays from
     * @param phase where in its clip it begins
     * @param change when its scripted change comes; zero: at the start
     */
    record Entry(String id, Role role, String clip, Path set, Duration phase, Duration change) {}

    private static final List<String> INCIDENTS = List.of("vending", "bin", "dumping", "green");

    /** Parts of an incident's clip, whose thing comes at 7 to 8 s: before it came, and while it stands. */
    private static final String BEFORE = "#t=0,6";

    private static final String AFTER = "#t=10";

    private static final int PER_GATEWAY = 500;
    private static final String USER = "rehearsal";
    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build());

    private final RehearsalSize size;
    private final List<Entry> entries;
    private final Map<Path, JsonNode> truths = new HashMap<>();

    /**
     * @param clips a folder of rendered clips with their ground truth, or of folders of such
     * @throws IOException where there are none
     */
    RehearsalCameras(Path clips, RehearsalSize size) throws IOException {
        this.size = size;
        this.entries = drawn(sets(clips), size);
    }

    private static List<Path> sets(Path clips) throws IOException {
        try (Stream<Path> inside = Files.list(clips)) {
            List<Path> sets = Stream.concat(Stream.of(clips), inside)
                    .filter(folder -> Files.exists(folder.resolve("quiet.mp4")))
                    .sorted()
                    .toList();
            if (sets.isEmpty()) {
                throw new IOException(
                        "--clips: expected quiet.mp4 and others in %s or in its folders, found none".formatted(clips));
            }
            return sets;
        }
    }

    private static List<Entry> drawn(List<Path> sets, RehearsalSize size) {
        Random random = new Random(size.seed());
        List<Role> roles = new ArrayList<>(Collections.nCopies(size.cameras(), Role.ORDINARY));
        int next = 0;
        for (Map.Entry<Role, Integer> count : size.roles().entrySet()) {
            Collections.fill(roles.subList(next, next + count.getValue()), count.getKey());
            next += count.getValue();
        }
        Collections.shuffle(roles, random);
        List<Entry> entries = new ArrayList<>();
        int incidents = 0;
        for (int i = 0; i < roles.size(); i++) {
            Role role = roles.get(i);
            String clip = role == Role.INCIDENT ? INCIDENTS.get(incidents++ % INCIDENTS.size()) : "quiet";
            Path set = sets.get(i % sets.size());
            Duration phase = Duration.ofMillis(random.nextInt(40_000));
            entries.add(new Entry("cam-%05d".formatted(i + 1), role, clip, set, phase, change(role, size, random)));
        }
        return List.copyOf(entries);
    }

    /** Incidents begin in the first half of the time, so that each can still be filed. */
    private static Duration change(Role role, RehearsalSize size, Random random) {
        long ms = size.time().toMillis();
        return switch (role) {
            case INCIDENT -> Duration.ofMillis((long) (ms * 0.5 * random.nextDouble()));
            case TURNED -> Duration.ofMillis(ms / 3);
            default -> Duration.ZERO;
        };
    }

    List<Entry> entries() {
        return entries;
    }

    /** The kind of case that a camera's clip is to become. */
    String kindOf(Entry entry) throws IOException {
        return truth(entry.set(), entry.clip())
                .path("events")
                .path(0)
                .path("kind")
                .asText();
    }

    @Override
    public int workers() {
        return size.workers();
    }

    @Override
    public Heaps heaps() {
        return new Heaps(1024, 768);
    }

    @Override
    public void writeFarm(Path file, String password) throws IOException {
        ObjectNode top = YAML.createObjectNode();
        ArrayNode cameras = top.putArray("cameras");
        for (Entry entry : entries) {
            ObjectNode camera = cameras.addObject();
            camera.put("name", entry.id()).put("user", USER).put("password", password);
            camera.put("phase", entry.phase().toMillis() + "ms");
            camera.put("file", playsFirst(entry));
            behaviour(entry).forEach(camera.putArray("behaviour")::add);
        }
        Secrets.write(file, YAML.writeValueAsString(top));
    }

    /** An incident's street plays what was before it. */
    private static String playsFirst(Entry entry) {
        return entry.set().resolve(entry.clip() + ".mp4") + (entry.role() == Role.INCIDENT ? BEFORE : "");
    }

    private static List<String> behaviour(Entry entry) {
        String changes = "change-once:" + Math.max(100, entry.change().toMillis()) + "ms:";
        return switch (entry.role()) {
            case DEAD -> List.of(entry.phase().toMillis() % 2 == 0 ? "refuse" : "silent");
            case FLAPPING -> List.of("cut:1s");
            case TURNED -> List.of(changes + entry.set().resolve("dumping.mp4"));
            case INCIDENT -> List.of(changes + entry.set().resolve(entry.clip() + ".mp4") + AFTER);
            case ORDINARY -> List.of();
        };
    }

    @Override
    public void writeWorker(int number, Path file, Path modelPackage, int farmPort, int workerPort, String password)
            throws IOException {
        ObjectNode top = YAML.createObjectNode();
        top.putObject("worker").put("id", "worker-" + number).put("port", workerPort);
        top.putObject("camera-addresses").put("allowed", "loopback");
        top.putObject("model").put("package", modelPackage.toString());
        ObjectNode watch = top.putObject("watch");
        watch.put("mode", "patrol").put("ring-kb", 4096).put("pre-roll", "5s").put("post-roll", "5s");
        watch.putObject("patrol").put("every", size.promise().toSeconds() + "s");
        ObjectNode rules = top.putObject("rules");
        for (String kind : List.of("vending", "bin-overflow", "dumping", "green-parking")) {
            ObjectNode rule = rules.putObject(kind);
            rule.put("notice-after", "10s").put("raise-after", "30s").put("presence-share", 0.4);
            rule.put("grace", "10s").put("blind-carry", "30s").put("clear-after", "60s");
        }
        top.putObject("fleet").put("enabled", true).put("capacity", capacity());
        gateways(top.putArray("upstreams"));
        ArrayNode cameras = top.putArray("cameras");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            ObjectNode camera = cameras.addObject();
            camera.put("id", entry.id()).put("name", entry.id()).put("upstream", gateway(i));
            camera.put("url", "rtsp://127.0.0.1:%d/%s".formatted(farmPort, entry.id()));
            camera.put("user", USER).put("password", password);
            camera.set("zones", truth(entry.set(), entry.clip()).path("zones"));
        }
        Secrets.write(file, YAML.writeValueAsString(top));
    }

    /** Enough to carry on without one worker; measured while everything starts at once, it would be a fraction of that. */
    private int capacity() {
        return size.cameras() / Math.max(1, size.workers() - 1) + 100;
    }

    private void gateways(ArrayNode upstreams) {
        for (int i = 0; i < entries.size(); i += PER_GATEWAY) {
            upstreams.addObject().put("id", gateway(i)).put("sessions", 32).put("opens-per-second", 20);
        }
    }

    private static String gateway(int camera) {
        return "gateway-" + (camera / PER_GATEWAY + 1);
    }

    private JsonNode truth(Path set, String clip) throws IOException {
        Path file = set.resolve(clip + ".truth.json");
        JsonNode known = truths.get(file);
        if (known == null) {
            known = YAML.readTree(Files.readString(file));
            truths.put(file, known);
        }
        return known;
    }
}
