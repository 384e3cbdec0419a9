package org.streetwarden.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.track.TrackerSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** A camera to test with: it looks once a second at what a script puts on the street, and keeps the verdicts. */
final class Street {

    static final Instant START = Instant.parse("2026-03-02T04:00:00Z");
    static final ModelIdentity MODEL = new ModelIdentity("street-nano", "0.1", "ab".repeat(32));
    static final Polygon LOWER_HALF = Polygon.of(0, 0.5, 1, 0.5, 1, 1, 0, 1);

    final List<Verdict> verdicts = new ArrayList<>();
    CameraJudge judge;
    private final Supplier<CameraJudge> judges;
    private ModelIdentity model = MODEL;
    private Supplier<LumaGrid> picture = () -> null;
    private Duration clock = Duration.ZERO;
    private int second;

    Street(Zone... zones) {
        this(Map.of(), zones);
    }

    Street(Map<Kind, RuleSettings> rules, Zone... zones) {
        judges = () -> new CameraJudge("cam-1", Arrays.asList(zones), rules);
        judge = judges.get();
    }

    /** A camera whose view is guarded. */
    Street(ViewSettings view, Zone... zones) {
        judges = () -> new CameraJudge("cam-1", Arrays.asList(zones), Map.of(), TrackerSettings.DEFAULTS, null, view);
        judge = judges.get();
    }

    /** From now on its looks carry such pictures. */
    Street shows(Supplier<LumaGrid> pictures) {
        picture = pictures;
        return this;
    }

    /** From now on another model looks. */
    Street looksWith(ModelIdentity other) {
        model = other;
        return this;
    }

    /** This machine's clock is set; the camera's timeline is not. */
    Street setsClock(Duration by) {
        clock = clock.plus(by);
        return this;
    }

    /** The worker dies; another goes on with what it remembers. */
    Street dies() {
        CameraMemory memory = judge.memory();
        judge = judges.get();
        judge.resume(memory);
        return this;
    }

    static Zone zone(Kind kind) {
        return new Zone("lower", kind, LOWER_HALF);
    }

    /** A thing standing with its ground contact there. */
    static Detection thing(String label, double x, double ground) {
        return new Detection(label, 0.8f, new Box(x - 0.05, ground - 0.15, x + 0.05, ground));
    }

    /** Looks once a second at always the same things. */
    Street watch(int seconds, Detection... things) {
        return watch(seconds, i -> Arrays.asList(things));
    }

    /** Looks once a second at what the script shows in its i-th second. */
    Street watch(int seconds, IntFunction<List<Detection>> script) {
        for (int i = 0; i < seconds; i++) {
            look(script.apply(i));
        }
        return this;
    }

    /** Looks away. */
    Street skip(int seconds) {
        second += seconds;
        return this;
    }

    private void look(List<Detection> things) {
        Instant at = START.plusSeconds(second).plus(clock);
        verdicts.addAll(judge.look(new Look(second * 1_000_000L, at, things, model, picture.get())));
        second++;
    }

    <T extends Verdict> List<T> said(Class<T> type) {
        return verdicts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Incident> raised() {
        return said(Verdict.Raised.class).stream().map(Verdict.Raised::incident).toList();
    }
}
