package org.streetwarden.benchmarks.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.pipeline.CameraPipeline;
import org.streetwarden.scene.CleanReference;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneState;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.Signature;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.WindowCorrelation;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/**
 * Question: how many things does the clean reference find, at how many false proposals, and which signature serves best?
 * Decides: the signature that ships, and whether the channel may be on by default. Run: {@code SceneMeasure sequences DIR},
 * {@code SceneMeasure videos FILE…}, {@code SceneMeasure pairs DATA COUNT}.
 */
public final class SceneMeasure {

    private static final SceneSettings PATROL = new SceneSettings(Duration.ofMinutes(10), Duration.ofHours(24));
    private static final SceneSettings CLIP = new SceneSettings(Duration.ofSeconds(15), Duration.ofHours(24));
    private static final double HIT = 0.3;
    private static final List<Signature> SIGNATURES =
            List.of(new WindowCorrelation(), new Orientations(), new Census(), new Brightness());

    private SceneMeasure() {}

    public static void main(String[] args) throws IOException, StreamFailure {
        for (Signature signature : SIGNATURES) {
            Tally tally = new Tally(signature);
            switch (args[0]) {
                case "sequences" -> sequences(Path.of(args[1]), tally);
                case "pairs" -> pairs(Path.of(args[1]), Integer.parseInt(args[2]), tally);
                default -> {
                    for (int i = 1; i < args.length; i++) {
                        video(Path.of(args[i]), tally);
                    }
                }
            }
            tally.print();
        }
    }

    /** Rendered patrols: {@code NNNN.jpg}, one look a minute, and {@code truth.json} with the boxes of each look. */
    private static void sequences(Path folder, Tally tally) throws IOException {
        List<Path> dirs;
        try (var listed = Files.list(folder)) {
            dirs = listed.filter(dir -> Files.exists(dir.resolve("truth.json")))
                    .sorted()
                    .toList();
        }
        for (Path dir : dirs) {
            JsonNode looks = new ObjectMapper()
                    .readTree(dir.resolve("truth.json").toFile())
                    .get("looks");
            tally.begin(dir.getFileName().toString(), PATROL);
            for (int i = 0; i < looks.size(); i++) {
                Random misses = new Random(i);
                List<Box> movers = new ArrayList<>();
                Box thing = null;
                for (JsonNode seen : looks.get(i)) {
                    JsonNode edges = seen.get("box");
                    Box box = new Box(
                            edges.get(0).asDouble(),
                            edges.get(1).asDouble(),
                            edges.get(2).asDouble(),
                            edges.get(3).asDouble());
                    if (seen.get("track").asText().equals("thing")) {
                        thing = box;
                    } else if (misses.nextDouble() < 0.7) {
                        movers.add(box);
                    }
                }
                tally.look(i * 60_000_000L, read(dir.resolve("%04d.jpg".formatted(i))), movers, thing);
            }
            tally.end();
        }
    }

    private static LumaGrid read(Path picture) throws IOException {
        try (Frame frame = PictureFrame.read(picture);
                LumaShrinker shrinker = new LumaShrinker()) {
            return shrinker.shrink(frame);
        }
    }

    /** A clip with a fixed view, a look a second; nobody says where its traffic is. */
    private static void video(Path file, Tally tally) throws StreamFailure {
        tally.begin(file.getFileName().toString(), CLIP);
        SourceSettings settings = SourceSettings.DEFAULT.withFileStart(0, Instant.EPOCH);
        Sampler sampler = Sampler.thorough(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(file), settings);
                SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info()));
                LumaShrinker shrinker = new LumaShrinker()) {
            new CameraPipeline(source, new GopRing(source.info(), 1 << 20), decoder, frame -> {
                        try (frame) {
                            tally.look(frame.ptsUs(), shrinker.shrink(frame), List.of(), null);
                        }
                    })
                    .run();
        }
        tally.end();
    }

    /** A real thing, cut out by its box, put on another real street picture under another light. */
    private static void pairs(Path data, int count, Tally tally) throws IOException {
        List<Path> streets = pictures(data.resolve("train/vehicles_indonesia"));
        List<Path> things = pictures(data.resolve("train/bins_garbage_cn"));
        for (int pair = 0; pair < count; pair++) {
            Random random = new Random(pair);
            LumaGrid street = read(streets.get(random.nextInt(streets.size())));
            Path thing = things.get(random.nextInt(things.size()));
            Box from = firstBox(thing);
            double width = random.nextDouble(0.1, 0.2);
            double left = random.nextDouble(0.05, 0.75);
            double bottom = random.nextDouble(0.6, 0.95);
            Box to = new Box(left, bottom - width * 1.6, left + width, bottom);
            LumaGrid pasted = from == null ? null : paste(street, thing, from, to);
            if (pasted == null) {
                continue;
            }
            tally.begin("pair " + pair, PATROL);
            for (int i = 0; i < 30; i++) {
                boolean there = i >= 15;
                tally.look(i * 60_000_000L, lit(there ? pasted : street, random), List.of(), there ? to : null);
            }
            tally.end();
        }
    }

    private static List<Path> pictures(Path set) throws IOException {
        try (var walked = Files.walk(set)) {
            return walked.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    /** The picture's first labelled box; null where it has none. */
    private static Box firstBox(Path picture) throws IOException {
        Path labels = Path.of(picture.toString().replace("/images/", "/labels/").replaceFirst("\\.jpg$", ".txt"));
        List<String> lines = Files.exists(labels) ? Files.readAllLines(labels) : List.of();
        if (lines.isEmpty()) {
            return null;
        }
        String[] cells = lines.getFirst().split(" ", -1);
        double x = Double.parseDouble(cells[1]);
        double y = Double.parseDouble(cells[2]);
        double w = Double.parseDouble(cells[3]) / 2;
        double h = Double.parseDouble(cells[4]) / 2;
        return new Box(Math.max(0, x - w), Math.max(0, y - h), Math.min(1, x + w), Math.min(1, y + h));
    }

    private static LumaGrid paste(LumaGrid street, Path thing, Box from, Box to) throws IOException {
        byte[] samples = street.samples().clone();
        try (Frame frame = PictureFrame.read(thing)) {
            ByteBuffer luma = frame.plane(0);
            for (int y = (int) (to.top() * LumaGrid.HEIGHT); y < to.bottom() * LumaGrid.HEIGHT; y++) {
                for (int x = (int) (to.left() * LumaGrid.WIDTH); x < to.right() * LumaGrid.WIDTH; x++) {
                    double u = ((x + 0.5) / LumaGrid.WIDTH - to.left()) / to.width();
                    double v = ((y + 0.5) / LumaGrid.HEIGHT - to.top()) / to.height();
                    int column = (int) ((from.left() + Math.clamp(u, 0, 1) * from.width()) * (frame.width() - 1));
                    int row = (int) ((from.top() + Math.clamp(v, 0, 1) * from.height()) * (frame.height() - 1));
                    samples[y * LumaGrid.WIDTH + x] = luma.get(row * frame.stride(0) + column);
                }
            }
        }
        return new LumaGrid(samples);
    }

    /** Another contrast and brightness, a slope of light across the picture, and noise. */
    private static LumaGrid lit(LumaGrid grid, Random random) {
        double gain = random.nextDouble(0.6, 1.3);
        double slope = random.nextDouble(-0.3, 0.3);
        byte[] samples = new byte[grid.samples().length];
        for (int i = 0; i < samples.length; i++) {
            double across = (double) (i % LumaGrid.WIDTH) / LumaGrid.WIDTH - 0.5;
            double value = (grid.samples()[i] & 0xff) * gain * (1 + slope * across) + random.nextGaussian() * 2;
            samples[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return new LumaGrid(samples);
    }

    /** One signature's score. */
    private static final class Tally {
        private final Signature signature;
        private CleanReference reference;
        private String name;
        private final Set<Long> wrong = new HashSet<>();
        private final Map<SceneState, Integer> states = new EnumMap<>(SceneState.class);
        private boolean there;
        private boolean found;
        private long endUs;
        private int things;
        private int hits;
        private int proposals;
        private double trustedMinutes;
        private long lastUs;

        Tally(Signature signature) {
            this.signature = signature;
        }

        void begin(String what, SceneSettings settings) {
            name = what;
            reference = new CleanReference(settings, signature);
            wrong.clear();
            states.clear();
            there = false;
            found = false;
            lastUs = 0;
        }

        /** @param thing what is new there; null: nothing is */
        void look(long ptsUs, LumaGrid grid, List<Box> movers, Box thing) {
            SceneView view = reference.look(ptsUs, grid, movers, List.of());
            states.merge(view.state(), 1, Integer::sum);
            there |= thing != null;
            if (view.state() == SceneState.TRUSTED) {
                trustedMinutes += (ptsUs - lastUs) / 60e6;
                for (StaticObject object : view.objects()) {
                    note(object, thing);
                }
            }
            lastUs = ptsUs;
            endUs = ptsUs;
        }

        private void note(StaticObject object, Box thing) {
            if (thing != null && object.box().iou(thing) >= HIT) {
                found = true;
            } else if (thing == null || object.box().intersection(thing) == 0) {
                wrong.add(object.id());
            }
        }

        void end() {
            things += there ? 1 : 0;
            hits += found ? 1 : 0;
            proposals += wrong.size();
            if (!name.startsWith("pair")) {
                System.out.printf(
                        "%-18s %-36s %s, %d wrong in %.1f min, %s%n",
                        signature.getClass().getSimpleName(),
                        name,
                        there ? found ? "found" : "MISSED" : "nothing there",
                        wrong.size(),
                        endUs / 60e6,
                        states);
            }
        }

        void print() {
            System.out.printf(
                    "== %-18s found %d of %d, %d false proposals in %.0f trusted minutes (%.1f a camera-day)%n",
                    signature.getClass().getSimpleName(),
                    hits,
                    things,
                    proposals,
                    trustedMinutes,
                    proposals * 1440 / Math.max(1, trustedMinutes));
        }
    }
}
