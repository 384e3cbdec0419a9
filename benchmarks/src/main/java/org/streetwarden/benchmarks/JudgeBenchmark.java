package org.streetwarden.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.RuleSettings;
import org.streetwarden.incident.Verdict;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/**
 * Question: what does judging one look cost, tracker and the rules of four zones together? Decides: whether greedy
 * pairing and immutable tracks are cheap enough (limit 0.3 ms with 50 detections). Input: jittered boxes of all six
 * labels, a fifth of them moving, because things that all stand still let the tracker cheat. Run: scripts/bench Judge
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JudgeBenchmark {

    private static final int LOOKS = 512;
    private static final String[] LABELS = {"stall", "bin", "bin_overflow", "rubbish", "vehicle", "person"};

    private static final ModelIdentity MODEL = new ModelIdentity("bench", "1", "0".repeat(64));

    @Param({"5", "50", "200"})
    int detections;

    private final List<List<Detection>> script = new ArrayList<>();
    private CameraJudge judge;
    private long looks;

    @Setup
    public void street() {
        Random random = new Random(1);
        for (int look = 0; look < LOOKS; look++) {
            List<Detection> seen = new ArrayList<>();
            for (int thing = 0; thing < detections; thing++) {
                seen.add(thing(thing, look, random));
            }
            script.add(seen);
        }
        List<Zone> zones = new ArrayList<>();
        Map<Kind, RuleSettings> rules = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            zones.add(new Zone(kind.id(), kind, Polygon.of(0, 0.2, 0.5, 0.1, 1, 0.3, 1, 1, 0.6, 0.9, 0, 1)));
            rules.put(kind, RuleSettings.defaults(kind));
        }
        judge = new CameraJudge("cam-1", zones, rules);
    }

    private static Detection thing(int thing, int look, Random random) {
        double x = (thing * 0.618) % 1;
        double y = (thing * 0.414) % 1;
        double moved = thing % 5 == 0 ? look * 0.01 % 0.5 : 0;
        double left = x + moved + 0.002 * random.nextGaussian();
        double top = y + 0.002 * random.nextGaussian();
        return new Detection(
                LABELS[thing % LABELS.length],
                0.3f + 0.7f * random.nextFloat(),
                new Box(left, top, left + 0.06, top + 0.08));
    }

    /** One second passes between looks. */
    @Benchmark
    public List<Verdict> look() {
        long ptsUs = ++looks * 1_000_000;
        return judge.look(new Look(ptsUs, Instant.EPOCH, script.get((int) (looks % LOOKS)), MODEL));
    }
}
