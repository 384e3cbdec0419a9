package org.streetwarden.casefile;

import static org.streetwarden.casefile.RecordCodecPropertyTest.any;
import static org.streetwarden.casefile.RecordCodecPropertyTest.hex;
import static org.streetwarden.casefile.RecordCodecPropertyTest.id;
import static org.streetwarden.casefile.RecordCodecPropertyTest.time;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.zone.Kind;

/** Made-up words of flights. */
final class FlightSamples {

    private FlightSamples() {}

    static FlightRecord record(Random random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                new FlightInspected(
                        flightId(random),
                        id(random),
                        "{\"words\": \"视频\"}\n".repeat(random.nextInt(1000)),
                        random.nextBoolean(),
                        time(random));
            case 1 ->
                new FlightProgress(
                        flightId(random),
                        id(random),
                        random.nextInt(1 << 30),
                        random.nextInt(1 << 30),
                        random.nextInt(1 << 30),
                        random.nextInt(1 << 30),
                        random.nextInt(100) - 1,
                        time(random));
            default ->
                new FlightSurveyed(
                        flightId(random),
                        id(random),
                        id(random),
                        any(FlightSurveyed.Outcome.values(), random),
                        random.nextBoolean() ? "" : "DJI_0001.MP4: 文件不完整",
                        random.nextBoolean() ? "" : "flights/F20261127-ABCDEFGH/track-" + hex(random, 8) + ".geojson",
                        Stream.generate(() -> view(random))
                                .limit(random.nextInt(4))
                                .toList(),
                        random.nextBoolean() ? GroundCover.NONE : cover(random),
                        time(random));
        };
    }

    private static SiteView view(Random random) {
        boolean measured = random.nextBoolean();
        return new SiteView(
                hex(random, 32),
                any(Kind.values(), random),
                "rubbish pile",
                place(random),
                random.nextDouble() * 60,
                measured ? random.nextDouble() * 100 : Double.NaN,
                measured ? random.nextDouble() * 10 : Double.NaN,
                random.nextInt(1000),
                time(random));
    }

    private static GroundCover cover(Random random) {
        int columns = random.nextInt(20);
        int rows = random.nextInt(20);
        return new GroundCover(place(random), 8, columns, rows, "A".repeat(((columns * rows + 7) / 8 * 4 + 2) / 3));
    }

    static GroundSight ground(Random random) {
        boolean measured = random.nextBoolean();
        return new GroundSight(
                place(random),
                random.nextDouble() * 60,
                random.nextDouble() * 90,
                flightId(random),
                random.nextBoolean() ? "" : "FC3582",
                random.nextBoolean() ? "" : "…4F2A",
                random.nextBoolean()
                        ? List.of()
                        : Stream.generate(() -> place(random))
                                .limit(4 + random.nextInt(5))
                                .toList(),
                measured ? random.nextDouble() * 100 : Double.NaN,
                measured ? random.nextDouble() * 10 : Double.NaN);
    }

    static FlightJob job(Random random) {
        return new FlightJob(
                id(random),
                flightId(random),
                any(FlightJob.Step.values(), random),
                "北园大街 | \"1\"",
                "pilot-7",
                time(random),
                IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> file(i, random))
                        .toList());
    }

    private static FlightObject file(int number, Random random) {
        return new FlightObject(
                "DJI|%" + number + " 航拍\n+.MP4",
                "flights/F20261127-ABCDEFGH/DJI_" + number + ".MP4",
                random.nextLong(1L << 40),
                random.nextBoolean() ? "" : hex(random, 64),
                any(FlightObject.Role.values(), random),
                random.nextBoolean() ? "" : "DJI|1.SRT");
    }

    private static String flightId(Random random) {
        return "F20261127-" + hex(random, 8).replace('0', 'Z').replace('1', 'Y');
    }

    private static LonLat place(Random random) {
        return new LonLat(random.nextDouble() * 360 - 180, random.nextDouble() * 180 - 90);
    }
}
