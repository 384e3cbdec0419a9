package org.streetwarden.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/**
 * Clips and pictures with known answers, by which a model is judged before it may look at a street.
 *
 * @param interval media time between two looks at a clip
 * @param rules for all clips
 * @param files what was read to know the answers, the descriptions and pictures' folders
 */
public record GoldenSet(
        String name,
        Duration interval,
        Map<Kind, RuleOverrides> rules,
        GateLimits limits,
        List<GoldenClip> clips,
        List<GoldenPictures> pictures,
        List<Path> files) {

    public GoldenSet {
        rules = Map.copyOf(rules);
        clips = List.copyOf(clips);
        pictures = List.copyOf(pictures);
        files = List.copyOf(files);
    }

    /**
     * A clip.
     *
     * @param expected every incident that must be raised; any other is a false raise
     * @param truths what stands in its pictures, where that is known
     */
    public record GoldenClip(Path video, List<Zone> zones, List<Expected> expected, Optional<Truths> truths) {
        public GoldenClip {
            zones = List.copyOf(zones);
            expected = List.copyOf(expected);
        }
    }

    /**
     * An incident that must be raised once.
     *
     * @param zone empty for any of its kind
     * @param fromUs when its thing stands, microseconds from the clip's beginning
     * @param toUs when it is gone
     * @param slackUs how much earlier the thing may be seen, and later raised
     */
    public record Expected(Kind kind, Optional<String> zone, long fromUs, long toUs, long slackUs) {}

    /**
     * The things in a clip's pictures.
     *
     * @param labels every label whose things are all there
     */
    public record Truths(Set<String> labels, Map<Long, List<Thing>> byPtsUs) {
        public Truths {
            labels = Set.copyOf(labels);
            byPtsUs = Map.copyOf(byPtsUs);
        }
    }

    /** A thing in one picture; its box in fractions of it. */
    public record Thing(String label, Box box) {}

    /**
     * A folder of pictures in YOLO's layout.
     *
     * @param labels name of the folder with the label files
     * @param classes from its words to ours
     * @param ignored its classes whose boxes count neither way
     */
    public record GoldenPictures(Path folder, String labels, Map<String, String> classes, Set<String> ignored) {
        public GoldenPictures {
            classes = Map.copyOf(classes);
            ignored = Set.copyOf(ignored);
        }
    }
}
