package org.streetwarden.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Presence;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

class RecordCodecPropertyTest {

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\n",
            "-1",
            "NaN",
            "Infinity",
            "1e999",
            "9".repeat(400),
            "x".repeat(20_000),
            "null",
            "|||",
            "a|b|c|d",
            "0,0,NaN,1",
            "1,1,0,0",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-9223372036854775808",
            "9223372036854775807",
            "\0",
            "😀",
            "../../etc/passwd",
            "1,2,3,4,5",
            "TRUE");

    @Property(tries = 500)
    void decodesWhatItEncodes(@ForAll("records") WorkerRecord record) throws MalformedRecord {
        assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    }

    @Property(tries = 1000)
    void refusesOrReadsAnyMutation(@ForAll("records") WorkerRecord record, @ForAll long seed) {
        Random random = new Random(seed);
        Map<String, String> fields = RecordCodec.encode(record);
        List<String> names = List.copyOf(fields.keySet());
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(fields, names.get(random.nextInt(names.size())), random);
        }
        assertReadsOrRefuses(fields);
    }

    @Property(tries = 500)
    void refusesGarbage(@ForAll("garbage") Map<String, String> garbage) {
        assertReadsOrRefuses(garbage);
        Map<String, String> typed = new HashMap<>(garbage);
        typed.put("v", "1");
        for (String type : List.of(
                "incident",
                "cleared",
                "camera",
                "model",
                "model-event",
                "coverage",
                "flight-inspected",
                "flight-progress",
                "flight-surveyed")) {
            typed.put("type", type);
            assertReadsOrRefuses(typed);
        }
    }

    @Property(tries = 50)
    void refusesOtherVersionsAndMissingFieldsByName(@ForAll("records") WorkerRecord record) {
        Map<String, String> fields = RecordCodec.encode(record);
        for (String name : fields.keySet()) {
            Map<String, String> without = new HashMap<>(fields);
            without.remove(name);
            if (name.equals("basis") || (name.equals("group") && record instanceof CameraState)) {
                assertReadsOrRefuses(without);
                continue;
            }
            assertThatThrownBy(() -> RecordCodec.decode(without))
                    .isInstanceOf(MalformedRecord.class)
                    .hasMessageContaining(name + ": expected");
        }
        fields.put("v", "2");
        assertThatThrownBy(() -> RecordCodec.decode(fields))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("v: expected version 1, found 2");
    }

    @Example
    void readsACameraOfAnOlderWriterIntoTheDefaultGroup() throws MalformedRecord {
        CameraState state =
                new CameraState("cam", "东门", CameraState.State.WATCHING, "", "", "w", Instant.EPOCH, null, 1, "north");
        Map<String, String> fields = RecordCodec.encode(state);
        assertThat(((CameraState) RecordCodec.decode(fields)).group()).isEqualTo("north");
        fields.remove("group");
        assertThat(((CameraState) RecordCodec.decode(fields)).group()).isEqualTo(Rollout.DEFAULT_GROUP);
    }

    @Example
    void holdsFiveHundredCamerasAndNotOneMore() throws MalformedRecord {
        List<CameraCoverage> most = IntStream.range(0, CoverageReport.MOST_CAMERAS)
                .mapToObj(i -> new CameraCoverage(
                        "c".repeat(60) + "." + i % 1000,
                        Instant.parse("2026-03-02T01:02:03.123456789Z"),
                        999_999_999_999_999L,
                        999_999_999_999_999L,
                        Duration.ofMillis(999_999_999_999_999L),
                        BlindReason.VIEW_INVALID,
                        ViewState.COVERED))
                .toList();
        CoverageReport report = new CoverageReport("r", "w", Instant.EPOCH, Instant.EPOCH, most);
        Map<String, String> fields = RecordCodec.encode(report);
        assertThat(RecordCodec.decode(fields)).isEqualTo(report);
        fields.merge("cameras", "\none-more||0|0|0|DEAD|UNKNOWN", String::concat);
        assertThatThrownBy(() -> RecordCodec.decode(fields))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("at most 500 lines")
                .hasMessageContaining("one-more");
    }

    @Example
    void refusesACameraTwiceInOneReport() {
        CameraCoverage seen = new CameraCoverage("cam", null, 0, 0, Duration.ZERO, BlindReason.DEAD, ViewState.UNKNOWN);
        Map<String, String> fields =
                RecordCodec.encode(new CoverageReport("r", "w", Instant.EPOCH, Instant.EPOCH, List.of(seen, seen)));
        assertThatThrownBy(() -> RecordCodec.decode(fields))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("different cameras");
    }

    private static void mutate(Map<String, String> fields, String name, Random random) {
        String value = fields.getOrDefault(name, "");
        switch (random.nextInt(5)) {
            case 0 -> fields.remove(name);
            case 1 -> fields.put(name, HOSTILE.get(random.nextInt(HOSTILE.size())));
            case 2 -> fields.put(name, value.substring(0, random.nextInt(value.length() + 1)));
            case 3 -> fields.put(name, value + HOSTILE.get(random.nextInt(HOSTILE.size())));
            default -> {
                StringBuilder text = new StringBuilder(value);
                if (!text.isEmpty()) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
                }
                fields.put(name, text.toString());
            }
        }
    }

    private static void assertReadsOrRefuses(Map<String, String> fields) {
        try {
            WorkerRecord read = RecordCodec.decode(fields);
            assertThat(RecordCodec.decode(RecordCodec.encode(read))).isEqualTo(read);
        } catch (MalformedRecord refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(6000);
        }
    }

    @Provide
    Arbitrary<WorkerRecord> records() {
        return Arbitraries.longs().map(seed -> record(new Random(seed)));
    }

    private static WorkerRecord record(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> new IncidentCleared(hex(random, 32), time(random), time(random));
            case 1 ->
                new CameraState(
                        id(random),
                        "光明路东口 " + random.nextInt(),
                        any(CameraState.State.values(), random),
                        "UNREACHABLE",
                        "host: no answer\nafter 10 s",
                        id(random),
                        time(random),
                        random.nextBoolean() ? time(random) : null,
                        random.nextLong(),
                        id(random));
            case 2 -> report(random);
            case 3 ->
                new ModelEvent(
                        id(random),
                        id(random),
                        id(random),
                        any(ModelRole.values(), random),
                        new ModelIdentity("street", "0.2", hex(random, 64)),
                        any(ModelEvent.Step.values(), random),
                        "mean time of a picture: expected at most 50 ms, found 80",
                        time(random));
            case 4 -> coverage(random);
            case 5 -> look(random);
            case 6, 7 -> FlightSamples.record(random);
            default -> filed(random);
        };
    }

    private static ModelReport report(Random random) {
        return new ModelReport(
                id(random),
                id(random),
                id(random),
                any(ModelRole.values(), random),
                new ModelIdentity("street", "0.2", hex(random, 64)),
                time(random),
                time(random),
                random.nextInt(1 << 30),
                random.nextInt(1 << 30),
                random.nextInt(1 << 30),
                random.nextInt(1 << 30),
                random.nextInt(1 << 30),
                random.nextBoolean() ? Map.of() : Map.of("stall", random.nextLong(1 << 20), "垃圾桶", 0L),
                random.nextBoolean() ? Map.of() : Map.of("bin overflow", new Agreement(random.nextInt(99), 0, 7)));
    }

    private static CoverageReport coverage(Random random) {
        int cameras = random.nextInt(4);
        return new CoverageReport(
                id(random),
                id(random),
                time(random),
                time(random),
                IntStream.range(0, cameras)
                        .mapToObj(i -> new CameraCoverage(
                                i + "." + id(random),
                                random.nextBoolean() ? time(random) : null,
                                random.nextInt(1 << 20),
                                random.nextInt(1 << 20),
                                Duration.ofMillis(random.nextInt(1 << 30)),
                                any(BlindReason.values(), random),
                                any(ViewState.values(), random)))
                        .toList());
    }

    private static LookTaken look(Random random) {
        boolean pictured = random.nextBoolean();
        ViewState view = pictured ? any(ViewState.values(), random) : null;
        boolean tells = view == ViewState.CLEAR && random.nextBoolean();
        return new LookTaken(
                Integer.toString(random.nextInt(1 << 30)),
                1 + random.nextInt(AskedLook.MOST_LOOKS),
                id(random),
                id(random),
                time(random),
                random.nextLong(),
                view,
                tells ? Presence.Finding.GONE : Presence.Finding.UNTOLD,
                random.nextDouble(),
                tells ? "" : "somebody stands before the place",
                pictured ? new ModelIdentity("street", "0.2", hex(random, 64)) : null,
                pictured ? "looks/7/1-" + hex(random, 16) + ".jpg" : "",
                pictured
                        ? new EvidencePart("look-1.jpg", "image/jpeg", random.nextInt(1 << 20), hex(random, 64))
                        : null);
    }

    @Example
    void readsTheLooksThatItAsksFor() throws MalformedRecord {
        AskedLook look = new AskedLook(
                "7",
                2,
                "cam-1",
                "no-dumping",
                Kind.DUMPING,
                new Box(0.1, 0.2, 0.30000000000000004, 0.4),
                Instant.parse("2026-11-21T04:00:00.123Z"),
                Instant.parse("2026-11-21T06:00:00Z"));
        assertThat(AskedLookCodec.decode("7", AskedLookCodec.encode(look))).isEqualTo(look);
        for (String line : List.of("", "2|1", "1|0|c|z|dumping|0,0,1,1|x|y", "1|65|c|z|tree|1,1,0,0|x|y|z|w")) {
            assertThatThrownBy(() -> AskedLookCodec.decode("7", line)).isInstanceOf(MalformedRecord.class);
        }
    }

    private static IncidentFiled filed(Random random) {
        return filed(random, random.nextBoolean() ? null : FlightSamples.ground(random));
    }

    static IncidentFiled filed(Random random, GroundSight ground) {
        return new IncidentFiled(
                hex(random, 32),
                any(Kind.values(), random),
                ground == null ? id(random) : FlightKeys.cameraId(ground.flightId()),
                "camera, \"东\" | 1",
                id(random),
                "bin_overflow",
                random.nextDouble(),
                new Box(-random.nextDouble(), random.nextDouble() / 3, random.nextDouble(), 1 + random.nextDouble()),
                random.nextBoolean(),
                time(random),
                time(random),
                time(random),
                Duration.ofMillis(random.nextInt(1 << 30)),
                Duration.ofMillis(random.nextInt(1 << 30)),
                Duration.ofMillis(random.nextInt(1 << 30)),
                new ModelIdentity("street", "0.1", hex(random, 64)),
                hex(random, 12),
                hex(random, 12),
                "A stall stood; seen in 9 of 10 looks.",
                id(random),
                "2026/03/02/" + hex(random, 32) + "/",
                hex(random, 64),
                random.ints(random.nextInt(5))
                        .mapToObj(i ->
                                new EvidencePart("still-" + (i >>> 1) + ".jpg", "image/jpeg", i >>> 1, hex(random, 64)))
                        .toList(),
                any(Basis.values(), random),
                random.nextBoolean() ? null : verification(random),
                ground);
    }

    private static Verification verification(Random random) {
        ModelIdentity verifier = new ModelIdentity("crop", "1", hex(random, 64));
        return new Verification(any(Verification.Verdict.values(), random), verifier, random.nextDouble(), "");
    }

    static <T> T any(T[] values, Random random) {
        return List.of(values).get(random.nextInt(values.length));
    }

    static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000_000));
    }

    static String id(Random random) {
        return "c" + random.nextInt(1 << 20) + ".a_b-c";
    }

    static String hex(Random random, int digits) {
        StringBuilder text = new StringBuilder();
        while (text.length() < digits) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    @Provide
    Arbitrary<Map<String, String>> garbage() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.strings().ofMaxLength(50))
                .as(Map::entry)
                .list()
                .ofMaxSize(20)
                .map(entries -> {
                    Map<String, String> map = new HashMap<>();
                    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
                    return map;
                });
    }
}
