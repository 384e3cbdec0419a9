package org.streetwarden.benchmarks.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.scene.LumaGrid;

/**
 * Hours before real places, a look a minute, in which a real thing is put down. A place is a clip with a fixed view, of which
 * every look shows another moment, in no order, a street photograph, or one with wind in it.
 */
final class Pastings {

    private static final int LOOKS = 60;
    private static final int PUT_DOWN = 30;
    private static final double[] SHARES = {0.05, 0.08, 0.12, 0.2};
    private static final int TRIES = 100;
    private static final String CLIP = "before a clip";
    private static final String LEAVES = "before leaves";
    private static final List<String> PLACES = List.of(CLIP, "before a photograph", LEAVES);

    /** What settings are chosen on, and what is reported. No clip, picture or thing is in both. */
    enum Part {
        FIT("intel_car_detection_768.mp4", "highway_cctv_320_mpeg4.avi"),
        TEST("highway_a2_720p_h264.mp4", "intel_one_by_one_person_768.mp4");

        @SuppressWarnings("ImmutableEnumChecker") // List.of does not change
        private final List<String> clips;

        Part(String... clips) {
            this.clips = List.of(clips);
        }
    }

    /** @param thing there from that look on */
    record Day(List<LumaGrid> looks, int from, Box thing, List<String> groups) {}

    private final List<List<byte[]>> clips = new ArrayList<>();
    private final List<Path> streets;
    private final List<Path> things;

    private Pastings(List<Path> streets, List<Path> things) {
        this.streets = streets;
        this.things = things;
    }

    static Pastings of(Path data, Part part) throws IOException, StreamFailure {
        Pastings pastings = new Pastings(
                pictures(data.resolve("train/vehicles_indonesia"), part),
                pictures(data.resolve("train/bins_garbage_cn"), part));
        for (String clip : part.clips) {
            List<byte[]> moments = new ArrayList<>();
            SceneMeasure.play(
                    data.resolve("videos").resolve(clip),
                    Duration.ofMillis(500),
                    (ptsUs, grid) -> moments.add(grid.samples()));
            pastings.clips.add(moments);
        }
        return pastings;
    }

    private static List<Path> pictures(Path set, Part part) throws IOException {
        try (var walked = Files.walk(set)) {
            List<Path> all = walked.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
            int half = all.size() / 2;
            return part == Part.FIT ? all.subList(0, half) : all.subList(half, all.size());
        }
    }

    /** The same number gives the same day; a third of them each before clips, photographs, and photographs in the wind. */
    Day day(int number) throws IOException {
        Random random = new Random(number);
        String where = PLACES.get(number % PLACES.size());
        List<byte[]> place = where.equals(CLIP)
                ? clips.get(random.nextInt(clips.size()))
                : List.of(SceneMeasure.read(streets.get(random.nextInt(streets.size())))
                        .samples());
        double share = SHARES[number / PLACES.size() % SHARES.length];
        CutOut thing = null;
        for (int i = 0; thing == null && i < TRIES; i++) {
            thing = CutOut.of(things.get(random.nextInt(things.size())), share, random);
        }
        if (thing == null) {
            throw new IOException("expected a thing that fits among " + TRIES + ", found none");
        }
        int left = random.nextInt(LumaGrid.WIDTH - thing.width());
        int top = Math.max(0, random.nextInt(LumaGrid.HEIGHT / 2, LumaGrid.HEIGHT) - thing.height());
        List<String> groups = List.of(
                where,
                "%2.0f %% of the width".formatted(share * 100),
                "contrast " + strength(thing.contrast(place.getFirst(), left, top)));
        return new Day(looks(place, paste(thing, left, top), where, random), PUT_DOWN, box(thing, left, top), groups);
    }

    private static String strength(double contrast) {
        return contrast < 10
                ? "0..10 levels"
                : contrast < 20 ? "10..20 levels" : contrast < 40 ? "20..40 levels" : "40.. levels";
    }

    private static UnaryOperator<byte[]> paste(CutOut thing, int left, int top) {
        return picture -> thing.on(picture, left, top);
    }

    private static List<LumaGrid> looks(
            List<byte[]> place, UnaryOperator<byte[]> putDown, String where, Random random) {
        Daylight light = new Daylight(random);
        Foliage leaves = new Foliage(random);
        boolean windy = where.equals(LEAVES);
        List<byte[]> moments = new ArrayList<>(place);
        Collections.shuffle(moments, random);
        List<LumaGrid> looks = new ArrayList<>();
        for (int i = 0; i < LOOKS; i++) {
            leaves.blow();
            byte[] moment = moments.get(i % moments.size());
            byte[] swayed = windy ? leaves.swayed(moment) : moment;
            byte[] together = i < PUT_DOWN ? swayed : putDown.apply(swayed);
            looks.add(light.next(windy ? leaves.dappled(together) : together));
        }
        return looks;
    }

    private static Box box(CutOut thing, int left, int top) {
        return new Box(
                (double) left / LumaGrid.WIDTH,
                (double) top / LumaGrid.HEIGHT,
                (double) (left + thing.width()) / LumaGrid.WIDTH,
                (double) (top + thing.height()) / LumaGrid.HEIGHT);
    }
}
