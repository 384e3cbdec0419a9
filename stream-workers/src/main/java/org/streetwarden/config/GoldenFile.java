package org.streetwarden.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.config.GoldenSet.Expected;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.config.GoldenSet.GoldenPictures;
import org.streetwarden.config.GoldenSet.Thing;
import org.streetwarden.config.GoldenSet.Truths;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/**
 * Reads {@code golden.yaml} of a golden set's folder; see the commented one in {@code models/golden}. Paths in it are
 * relative to that folder.
 */
public final class GoldenFile {

    /** The description's name inside a golden set's folder. */
    public static final String NAME = "golden.yaml";

    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final long MAX_TRUTHS = 1_000_000;

    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private GoldenFile(Path folder) {
        this.folder = folder;
    }

    /**
     * @param limits file with limits that win over the set's own; null for none
     * @throws ConfigProblems with every problem of the files
     */
    public static GoldenSet read(Path folder, Path limits) throws ConfigProblems {
        GoldenFile file = new GoldenFile(folder);
        GoldenSet set = file.set(limits);
        if (!file.problems.isEmpty()) {
            throw new ConfigProblems(file.problems);
        }
        return set;
    }

    private Section section(Path file) throws ConfigProblems {
        files.add(file);
        return new Section(file + ":", ConfigFile.tree(file), problems, name -> null);
    }

    private GoldenSet set(Path limitsFile) throws ConfigProblems {
        Section top = section(folder.resolve(NAME));
        String name = top.text("name");
        if (!name.matches(Zone.ID)) {
            top.problem("name", "1 to 64 letters, digits, '.', '-', '_'", "'" + name + "'");
        }
        Map<Kind, RuleOverrides> rules = ZoneReader.rules(top.section("rules"));
        GateLimits limits = GateLimits.DEFAULT.with(top.section("limits"));
        if (limitsFile != null) {
            Section over = new Section(limitsFile + ":", ConfigFile.tree(limitsFile), problems, key -> null);
            limits = limits.with(over.section("limits"));
            over.refuseUnknown();
        }
        Duration interval = top.span("interval", Duration.ofSeconds(1));
        if (interval.isZero() || interval.compareTo(Duration.ofMinutes(1)) > 0) {
            top.problem("interval", "more than nothing and at most 1m", interval.toString());
        }
        List<GoldenClip> clips = new ArrayList<>();
        for (Section each : top.sections("clips")) {
            clips.add(clip(each, rules));
        }
        List<GoldenPictures> pictures =
                top.sections("pictures").stream().map(this::pictures).toList();
        if (clips.isEmpty() && pictures.isEmpty()) {
            top.problem("clips", "clips or pictures", "neither");
        }
        top.refuseUnknown();
        return new GoldenSet(name, interval, rules, limits, clips, pictures, files);
    }

    private GoldenClip clip(Section section, Map<Kind, RuleOverrides> rules) throws ConfigProblems {
        Path video = file(section, "video");
        Optional<String> truth = section.optionalText("truth");
        GoldenClip clip;
        if (truth.isPresent()) {
            Section answers = section(folder.resolve(truth.get()).normalize());
            clip = new GoldenClip(
                    video, ZoneReader.zones(answers, rules), events(answers), Optional.of(truths(answers)));
        } else {
            clip = new GoldenClip(video, ZoneReader.zones(section, rules), incidents(section), Optional.empty());
        }
        if (clip.zones().isEmpty()) {
            section.problem("zones", "at least one zone, here or in the truth", "none");
        }
        section.refuseUnknown();
        return clip;
    }

    private Path file(Section section, String key) {
        Path file = folder.resolve(section.text(key)).normalize();
        if (!Files.isRegularFile(file)) {
            section.problem(key, "a file", file + ", which is none");
        }
        files.add(file);
        return file;
    }

    /** As a person writes them: spans from the clip's beginning. */
    private static List<Expected> incidents(Section clip) {
        List<Expected> expected = new ArrayList<>();
        for (Section each : clip.sections("incidents")) {
            long fromUs = micros(each.span("from", Duration.ZERO));
            long toUs = micros(each.span("to", Duration.ofDays(1)));
            if (toUs <= fromUs) {
                each.problem("to", "later than from", each.text("to", ""));
            }
            expected.add(new Expected(
                    kind(each), each.optionalText("zone"), fromUs, toUs, micros(each.span("slack", SLACK))));
            each.refuseUnknown();
        }
        return expected;
    }

    /** As the renderer writes them. */
    private static List<Expected> events(Section truth) {
        List<Expected> expected = new ArrayList<>();
        for (Section each : truth.sections("events")) {
            expected.add(new Expected(
                    kind(each), Optional.empty(), us(each, "fromUs"), us(each, "toUs"), micros(SLACK)));
        }
        return expected;
    }

    private static Kind kind(Section section) {
        return section.parsed(
                "kind", Kind.VENDING, "a kind of incident", id -> Kind.of(id).orElseThrow());
    }

    private static long us(Section section, String key) {
        return section.parsed(key, 0L, "microseconds", Long::valueOf);
    }

    private static long micros(Duration span) {
        return span.toNanos() / 1000;
    }

    private static Truths truths(Section truth) {
        Set<String> labels = new HashSet<>();
        truth.list("classes").forEach(label -> labels.add(label.asText()));
        Map<Long, List<Thing>> byPtsUs = new HashMap<>();
        long count = 0;
        for (JsonNode frame : truth.list("frames")) {
            List<Thing> things = new ArrayList<>();
            for (JsonNode each : frame.path("boxes")) {
                JsonNode edges = each.path("box");
                try {
                    Box box = new Box(edge(edges, 0), edge(edges, 1), edge(edges, 2), edge(edges, 3));
                    things.add(new Thing(each.path("label").asText(), box));
                } catch (IllegalArgumentException unfit) {
                    truth.problem("frames", "boxes of [left, top, right, bottom] in fractions", edges.toString());
                    return new Truths(labels, byPtsUs);
                }
            }
            byPtsUs.put(frame.path("ptsUs").asLong(), things);
            count += things.size();
            if (count > MAX_TRUTHS) {
                truth.problem("frames", "at most " + MAX_TRUTHS + " boxes", "more");
                return new Truths(labels, Map.of());
            }
        }
        return new Truths(labels, byPtsUs);
    }

    private static double edge(JsonNode edges, int place) {
        return edges.path(place).asDouble(Double.NaN);
    }

    private GoldenPictures pictures(Section section) {
        Path own = folder.resolve(section.text("folder")).normalize();
        if (!Files.isDirectory(own.resolve("images"))) {
            section.problem("folder", "a folder with images/", own.toString());
        }
        files.add(own);
        Section words = section.section("classes");
        Map<String, String> classes = words.texts();
        Set<String> ignored = new HashSet<>();
        section.list("ignore").forEach(each -> ignored.add(each.asText()));
        GoldenPictures pictures = new GoldenPictures(own, section.text("labels", "labels"), classes, ignored);
        section.refuseUnknown();
        return pictures;
    }
}
