package org.streetwarden.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.CameraMemory.CandidateMemory;
import org.streetwarden.incident.CameraMemory.DwellMemory;
import org.streetwarden.incident.CameraMemory.HourMemory;
import org.streetwarden.incident.CameraMemory.Refusal;
import org.streetwarden.incident.CameraMemory.StandingMemory;
import org.streetwarden.incident.CameraMemory.ZoneMemory;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.Placer;
import org.streetwarden.incident.RuleSettings;
import org.streetwarden.incident.Verdict;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.ViewMemory;
import org.streetwarden.scene.ViewState;
import org.streetwarden.track.TrackerMemory;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

class CameraMemoryCodecTest {

    private static final Instant START = Instant.parse("2026-03-02T04:00:00Z");
    private static final long START_US = START.getEpochSecond() * 1_000_000;
    private static final ModelIdentity MODEL = new ModelIdentity("street-nano", "0.1", "ab".repeat(32));

    private static final String HANDED_OVER = "; the watching was handed over meanwhile: pictures from before are gone";
    private static final String SOUND = CameraMemoryCodec.encode(full(2, 3));

    private static CameraJudge judge() {
        RuleSettings quick = RuleSettings.defaults(Kind.VENDING)
                .with(RuleOverrides.times(Duration.ofSeconds(20), Duration.ofSeconds(50), Duration.ofSeconds(40)));
        return new CameraJudge(
                "cam-1",
                List.of(
                        new Zone("left", Kind.VENDING, Polygon.of(0, 0.4, 0.5, 0.4, 0.5, 1, 0, 1)),
                        new Zone("all", Kind.BIN_OVERFLOW, Polygon.PICTURE)),
                Map.of(Kind.VENDING, quick, Kind.BIN_OVERFLOW, quick));
    }

    /** A quarter of an hour in a street where things come, flicker, are pushed past and go, with gaps between the looks. */
    private static List<Look> street(Random random) {
        List<Look> looks = new ArrayList<>();
        long ptsUs = START_US;
        boolean stall = false;
        boolean bin = false;
        for (int i = 0; i < 250; i++) {
            ptsUs += random.nextInt(40) == 0 ? random.nextLong(200_000_000) : 500_000 + random.nextLong(5_000_000);
            stall ^= random.nextInt(40) == 0;
            bin ^= random.nextInt(50) == 0;
            List<Detection> things = new ArrayList<>();
            if (stall && random.nextInt(10) > 0) {
                things.add(thing(random.nextInt(4) == 0 ? "vehicle" : "stall", 0.3, 0.8, random));
            }
            if (random.nextInt(3) == 0) {
                things.add(thing("stall", 0.05 + i % 9 * 0.05, 0.95, random));
            }
            things.add(thing(bin ? "bin_overflow" : "bin", 0.7, 0.7, random));
            looks.add(new Look(ptsUs, START.plusNanos((ptsUs - START_US) * 1000), things, MODEL));
        }
        return looks;
    }

    private static Detection thing(String label, double x, double ground, Random random) {
        double off = 0.004 * random.nextGaussian();
        Box box = new Box(x - 0.05 + off, ground - 0.15, x + 0.05 + off, ground);
        return new Detection(label, 0.35f + 0.6f * random.nextFloat(), box);
    }

    @Property(tries = 25)
    void aJudgeThatWasCutGivesTheSameVerdicts(@ForAll long seed) throws MalformedRecord {
        List<Look> looks = street(new Random(seed));
        Random cuts = new Random(seed + 1);
        CameraJudge whole = judge();
        CameraJudge cut = judge();
        for (Look look : looks) {
            if (cuts.nextInt(5) == 0) {
                CameraMemory memory = cut.memory();
                CameraMemory read = CameraMemoryCodec.decode(CameraMemoryCodec.encode(memory));
                assertThat(read).isEqualTo(memory);
                cut = judge();
                assertThat(cut.resume(read)).isEmpty();
                assertThat(cut.memory()).isEqualTo(memory);
            }
            assertThat(cut.look(look).toString().replace(HANDED_OVER, ""))
                    .isEqualTo(whole.look(look).toString());
        }
    }

    @Test
    void theScriptRaisesAndClears() {
        int raised = 0;
        int cleared = 0;
        for (int seed = 0; seed < 10; seed++) {
            CameraJudge judge = judge();
            for (Look look : street(new Random(seed))) {
                for (Verdict verdict : judge.look(look)) {
                    raised += verdict instanceof Verdict.Raised ? 1 : 0;
                    cleared += verdict instanceof Verdict.Cleared ? 1 : 0;
                }
            }
        }
        assertThat(raised).isGreaterThan(10);
        assertThat(cleared).isGreaterThan(5);
    }

    @Test
    void readsEveryMemberThatItWrites() throws MalformedRecord {
        CameraMemory memory = full(2, 3);
        assertThat(CameraMemoryCodec.decode(CameraMemoryCodec.encode(memory))).isEqualTo(memory);
        assertThat(memory.pending()).isTrue();
        CameraMemory empty = judge().memory();
        assertThat(CameraMemoryCodec.decode(CameraMemoryCodec.encode(empty))).isEqualTo(empty);
        assertThat(empty.pending()).isFalse();
    }

    @Test
    void leavesOutWhatMattersLeastWhereThereIsTooMuch() throws MalformedRecord {
        CameraMemory much = full(64, 30);
        String text = CameraMemoryCodec.encode(much);
        assertThat(text).hasSizeLessThanOrEqualTo(CameraMemoryCodec.MAX_CHARS);
        CameraMemory read = CameraMemoryCodec.decode(text);
        assertThat(read.open()).isEqualTo(much.open());
        assertThat(read.view()).isEqualTo(much.view());
        assertThat(read.zones())
                .allSatisfy(zone -> assertThat(zone.candidates()).hasSizeLessThan(8));
    }

    @Test
    void namesTheLineAtFault() {
        assertThatThrownBy(() -> CameraMemoryCodec.decode("{}"))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("memory, line 1: expected streetwarden-memory|1, found {}");
        String sound = CameraMemoryCodec.encode(full(1, 1));
        assertThatThrownBy(() -> CameraMemoryCodec.decode(sound.replace("|cam-1|", "|cam 1|")))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageStartingWith("memory, line 2: expected a sound line of version 1, found camera|cam 1");
        assertThatThrownBy(() -> CameraMemoryCodec.decode("x".repeat(70_000)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("at most 65536 characters, found 70000");
    }

    @Property(tries = 500)
    void refusesOrReadsAnyMutation(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(SOUND);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, "9".repeat(1 + random.nextInt(20)));
                default -> text.setLength(at + 1);
            }
        }
        try {
            CameraMemory read = CameraMemoryCodec.decode(text.toString());
            CameraJudge judge = judge();
            judge.resume(read);
            judge.look(new Look(START_US, START, List.of(), MODEL));
            assertThat(CameraMemoryCodec.encode(judge.memory()).length())
                    .isLessThanOrEqualTo(CameraMemoryCodec.MAX_CHARS);
        } catch (MalformedRecord refused) {
            assertThat(refused.getMessage()).startsWith("memory");
        }
    }

    private static CameraMemory full(int zones, int things) {
        Random random = new Random(5);
        List<ZoneMemory> all = new ArrayList<>();
        for (int z = 0; z < zones; z++) {
            List<CandidateMemory> candidates = new ArrayList<>();
            for (int c = 0; c < 8; c++) {
                candidates.add(candidate("left-" + c, things, random));
            }
            Box box = new Box(0.1, 0.2, 0.3, 0.4);
            DwellMemory raised =
                    new DwellMemory(State.RAISED, START_US, START_US + 5, Optional.empty(), 1, 2, 3, 4, 3, START_US, 2);
            all.add(new ZoneMemory(
                    z == 0 ? "left" : "zone-" + z,
                    Kind.VENDING,
                    9,
                    candidates,
                    List.of(new Refusal(box, START_US + 9)),
                    Optional.of(new StandingMemory("ab".repeat(16), raised, box))));
        }
        CameraJudge judge = judge();
        street(random).forEach(judge::look);
        long lastUs = judge.memory().lastUs().orElseThrow();
        ViewMemory view = new ViewMemory(
                "1", ViewState.CLEAR, START_US, 9, START_US - 5, true, START_US, 0.3, 0.8, "A-_z".repeat(2000));
        TrackerMemory tracks = judge.memory().tracks();
        HourMemory hours = new HourMemory(START_US, Collections.nCopies(HourMemory.HOURS, 1 / 3.0));
        return new CameraMemory(
                "cam-1",
                Optional.of(lastUs),
                List.of(1L, 2_000_000L),
                tracks,
                all,
                Optional.of(view),
                Optional.of(hours));
    }

    private static CandidateMemory candidate(String id, int things, Random random) {
        List<Detection> seen = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            seen.add(thing("a |%+\n label, 摊", 0.4, 0.5, random));
        }
        Moment moment = new Moment(START_US, START, seen.getLast(), seen, MODEL);
        Box box = new Box(0.1, 0.2, 0.3, 0.4);
        return new CandidateMemory(
                id,
                new DwellMemory(
                        State.NOTICED, START_US, START_US + 5, Optional.of(START_US + 6), 1, 2, 3, 4, 3, START_US, 0),
                moment,
                Optional.of(moment),
                Optional.of(new Placer(4, "person", START_US - 3, START, box)),
                7,
                box,
                Optional.of(new StaticObject(3, box, START_US - 5, 0.7)),
                4,
                3,
                2,
                1,
                5,
                ViewState.TURNED);
    }
}
