package org.streetwarden.benchmarks.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
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
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.WindowCorrelation;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/**
 * Question: how many things does the clean reference find, at how many false proposals a camera-day, and what would OpenCV's
 * background subtractor or a plain difference do in its place? Decides: the signature that ships, and whether the channel
 * may be on by default. Run:
 *
 * <pre>
 * SceneMeasure sequences DIR          rendered patrols (models/scenes: render.mjs patrol)
 * SceneMeasure videos FILE…           clips with a fixed view and nothing new in them
 * SceneMeasure pastings DATA COUNT    real things put on real places, fit and test
 * </pre>
 *
 * {@code -Dmethods=ours,mog2} leaves the other methods out.
 */
public final class SceneMeasure {

    private static final SceneSettings PATROL = new SceneSettings(Duration.ofMinutes(10), Duration.ofHours(24));
    private static final SceneSettings CLIP = new SceneSettings(Duration.ofSeconds(15), Duration.ofHours(24));
    private static final long MINUTE_US = 60_000_000;

    /** A pretended model names this share of persons and vehicles. */
    private static final double NAMED = 0.7;

    private static final List<Watcher.Method> METHODS = List.of(
            Watcher.Method.reference("ours", WindowCorrelation::new),
            Watcher.Method.reference("orientations", Orientations::new),
            Watcher.Method.reference("census", Census::new),
            Watcher.Method.reference("brightness", Brightness::new),
            Watcher.Method.mask("mog2", () -> new Mog2Mask(500, 16)),
            Watcher.Method.mask("difference", () -> new DifferenceMask(25)),
            Watcher.Method.mask("mog2 levelled", () -> new LevelledMask(new Mog2Mask(500, 16))),
            Watcher.Method.mask("difference levelled", () -> new LevelledMask(new DifferenceMask(25))));

    private final List<Score> scores = METHODS.stream()
            .filter(method -> Set.of(
                            System.getProperty("methods", method.name()).split(",", -1))
                    .contains(method.name()))
            .map(Score::new)
            .toList();

    private SceneMeasure() {}

    public static void main(String[] args) throws IOException, StreamFailure {
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        switch (args[0]) {
            case "sequences" -> new SceneMeasure().sequences(Path.of(rest.getFirst()));
            case "videos" -> new SceneMeasure().videos(rest);
            case "pastings" -> {
                for (Pastings.Part part : Pastings.Part.values()) {
                    System.out.println(part);
                    Pastings pastings = Pastings.of(Path.of(rest.get(0)), part);
                    new SceneMeasure().pastings(pastings, Integer.parseInt(rest.get(1)));
                }
            }
            default -> throw new IllegalArgumentException("expected sequences, videos or pastings, found " + args[0]);
        }
    }

    private void each(Consumer<Score> what) {
        scores.forEach(what);
    }

    private void sequences(Path folder) throws IOException {
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
            each(score -> score.begin(PATROL));
            for (int i = 0; i < looks.size(); i++) {
                sequenceLook(i * MINUTE_US, read(dir.resolve("%04d.jpg".formatted(i))), looks.get(i), new Random(i));
            }
            String name = dir.getFileName().toString();
            each(score -> score.end(name));
            each(score -> score.printPlace(name));
        }
        each(Score::print);
    }

    private void sequenceLook(long ptsUs, LumaGrid grid, JsonNode things, Random misses) {
        List<Box> movers = new ArrayList<>();
        Box thing = null;
        for (JsonNode seen : things) {
            JsonNode edges = seen.get("box");
            Box box = new Box(
                    edges.get(0).asDouble(),
                    edges.get(1).asDouble(),
                    edges.get(2).asDouble(),
                    edges.get(3).asDouble());
            if (seen.get("track").asText().equals("thing")) {
                thing = box;
            } else if (misses.nextDouble() < NAMED) {
                movers.add(box);
            }
        }
        Box there = thing;
        each(score -> score.look(ptsUs, grid, movers, there));
    }

    static LumaGrid read(Path picture) throws IOException {
        try (Frame frame = PictureFrame.read(picture);
                LumaShrinker shrinker = new LumaShrinker()) {
            return shrinker.shrink(frame);
        }
    }

    /** A look a second; nobody says where the clip's persons and vehicles are. */
    private void videos(List<String> files) throws StreamFailure {
        for (String file : files) {
            each(score -> score.begin(CLIP));
            play(
                    Path.of(file),
                    Duration.ofSeconds(1),
                    (ptsUs, grid) -> each(score -> score.look(ptsUs, grid, List.of(), null)));
            String name = Path.of(file).getFileName().toString();
            each(score -> score.end(name));
            each(score -> score.printPlace(name));
        }
        each(Score::print);
    }

    /** Takes one picture of a clip. */
    interface Eye {
        void look(long ptsUs, LumaGrid grid);
    }

    static void play(Path file, Duration interval, Eye eye) throws StreamFailure {
        SourceSettings settings = SourceSettings.DEFAULT
                .withFileStart(0, Instant.EPOCH)
                .withTimeouts(SourceSettings.LONGEST, SourceSettings.LONGEST);
        try (FfmpegSource source = FfmpegSource.open(CameraUrl.of(file), settings);
                SampledDecoder decoder =
                        new SampledDecoder(Sampler.thorough(interval, interval), new Decoder(source.info()));
                LumaShrinker shrinker = new LumaShrinker()) {
            new CameraPipeline(source, new GopRing(source.info(), 1 << 20), decoder, frame -> {
                        try (frame) {
                            eye.look(frame.ptsUs(), shrinker.shrink(frame));
                        }
                    })
                    .run();
        }
    }

    private void pastings(Pastings pastings, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Pastings.Day day = pastings.day(i);
            each(score -> score.begin(PATROL));
            for (int look = 0; look < day.looks().size(); look++) {
                LumaGrid grid = day.looks().get(look);
                long ptsUs = look * MINUTE_US;
                Box thing = look < day.from() ? null : day.thing();
                each(score -> score.look(ptsUs, grid, List.of(), thing));
            }
            each(score -> score.end(day.groups().toArray(String[]::new)));
        }
        each(Score::print);
    }
}
