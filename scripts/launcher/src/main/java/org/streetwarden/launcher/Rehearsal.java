package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.FlightKeys;

/**
 * Lets a county's cameras be watched on this machine for a while, with the faults that a county has, and writes down what
 * happened. They come at fixed shares of the time: a flight, where one is asked for, at 2/15, a worker killed at 5/15 and back at 7/15, Redis restarted at 8/15,
 * the object store away from 10/15 to 12/15.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration UNTIL_ALL_HELD = Duration.ofMinutes(3);
    private static final Duration UNTIL_ALL_REPORTED = Duration.ofSeconds(45);
    private static final Duration SIGHTS_EVERY = Duration.ofSeconds(20);

    private final Rig rig;
    private final RehearsalSize size;
    private final PrintWriter err;
    private final ApiClient api;
    private final SightLog sights = new SightLog();
    private final ProcessUse use = new ProcessUse();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Instant> doneAt = new HashMap<>();
    private Instant began;
    private Instant sampleAt;
    private Thread flying;
    private OptionalDouble takeoverSeconds = OptionalDouble.empty();
    private OptionalDouble reliefSeconds = OptionalDouble.empty();

    private record Event(String what, Duration at, Runnable act) {}

    /** Brings a flight. */
    interface Pilot {

        /** Returns when the api has all of it. */
        void upload() throws IOException, InterruptedException;
    }

    /**
     * What happened.
     *
     * @param cases of cameras, as the api lists them
     * @param takeoverSeconds from the worker's death until others held every camera; empty: it did not come to that
     * @param reliefSeconds from the worker's return until it held half of an equal share
     * @param flight as the api has it at the end; missing where there was none
     */
    record Outcome(
            Instant began,
            Instant ended,
            List<JsonNode> cases,
            SightLog sights,
            ProcessUse use,
            OptionalDouble takeoverSeconds,
            OptionalDouble reliefSeconds,
            JsonNode flight) {}

    /**
     * @param rig started by {@link #run}, closed by the caller
     * @param pilot null where no flight comes
     */
    Rehearsal(Rig rig, RehearsalSize size, PrintWriter err, Pilot pilot) {
        this.rig = rig;
        this.size = size;
        this.err = err;
        this.api = rig.api();
        String victim = rig.worker(size.workers());
        if (pilot != null) {
            events.add(new Event(
                    "a flight is uploaded",
                    size.flightComes(),
                    () -> flying = Thread.ofPlatform().daemon().name("pilot").start(() -> upload(pilot))));
        }
        if (size.workers() > 1) {
            events.add(new Event("kill -9 of " + victim, size.workerDies(), () -> rig.hold(victim)));
            events.add(new Event(victim + " is back", size.workerReturns(), () -> rig.release(victim)));
        }
        events.add(new Event("kill -9 of Redis, started again at once", size.redisRestarts(), () -> {
            rig.hold("redis");
            rig.release("redis");
        }));
        events.add(new Event("the object store leaves", size.storeLeaves(), () -> rig.hold("s3")));
        events.add(new Event("the object store is back", size.storeReturns(), () -> rig.release("s3")));
    }

    /**
     * Starts everything, watches for the time, then waits for what is still on its way.
     *
     * @throws IOException where a part does not start, or no worker holds the cameras after some minutes
     */
    Outcome run() throws IOException, InterruptedException {
        rig.start(part -> err.println("  starting " + part + " …"));
        Thread supervisor = Thread.ofPlatform().daemon().name("supervisor").start(rig::supervise);
        try {
            return watched();
        } finally {
            supervisor.interrupt();
            api.close();
            endUpload();
        }
    }

    private Outcome watched() throws IOException, InterruptedException {
        awaitHolders();
        began = Instant.now();
        sampleAt = began;
        use.begin(pids());
        err.println("  every camera is held; the time begins");
        Instant end = began.plus(size.time());
        while (Instant.now().isBefore(end)) {
            step();
            Thread.sleep(1000);
        }
        use.sample(pids());
        return new Outcome(began, end, settled(end), sights, use, takeoverSeconds, reliefSeconds, flight());
    }

    /** Ends the process of an upload that still goes on. */
    private void endUpload() throws InterruptedException {
        if (flying != null) {
            flying.interrupt();
            flying.join();
        }
    }

    private void upload(Pilot pilot) {
        try {
            pilot.upload();
        } catch (IOException failure) {
            LOG.error("the flight: {}", failure.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<JsonNode> ofCameras(List<JsonNode> cases) {
        return cases.stream()
                .filter(each -> !FlightKeys.isFlight(each.at("/camera/id").asText()))
                .toList();
    }

    /** Whether there is no flight, or it came to its end. */
    private boolean landed() throws IOException, InterruptedException {
        JsonNode flight = flight();
        return flight.isMissingNode() || !flight.path("endedAt").isNull();
    }

    private JsonNode flight() throws IOException, InterruptedException {
        return api.get("/flights").path("flights").path(0);
    }

    private void awaitHolders() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(UNTIL_ALL_HELD);
        while (held(null) < size.cameras()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("expected the workers to hold %d cameras after %d s, found %d"
                        .formatted(size.cameras(), UNTIL_ALL_HELD.toSeconds(), held(null)));
            }
            Thread.sleep(500);
        }
    }

    private void step() throws InterruptedException {
        Duration passed = Duration.between(began, Instant.now());
        for (Event event : events) {
            if (passed.compareTo(event.at()) >= 0 && doneAt.putIfAbsent(event.what(), Instant.now()) == null) {
                use.sample(pids());
                err.printf("  %s  %s%n", clock(passed), event.what());
                event.act().run();
            }
        }
        follow();
        if (!Instant.now().isBefore(sampleAt)) {
            use.sample(pids());
            sample();
            sampleAt = Instant.now().plus(SIGHTS_EVERY);
            err.printf("  %s of %s%n", clock(passed), clock(size.time()));
            err.flush();
        }
    }

    private static String clock(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    /** Watches how soon a dead worker's cameras are held by others, and a returned one helps. */
    private void follow() throws InterruptedException {
        String victim = rig.worker(size.workers());
        Instant died = doneAt.get("kill -9 of " + victim);
        if (died != null && takeoverSeconds.isEmpty() && held(victim) >= size.cameras()) {
            takeoverSeconds = OptionalDouble.of(secondsSince(died));
        }
        Instant back = doneAt.get(victim + " is back");
        boolean helps = back != null && heldSince(back, victim) >= size.cameras() / size.workers() / 2;
        if (helps && reliefSeconds.isEmpty()) {
            reliefSeconds = OptionalDouble.of(secondsSince(back));
        }
    }

    private static double secondsSince(Instant then) {
        return Duration.between(then, Instant.now()).toMillis() / 1e3;
    }

    /** Cameras that all workers hold, but for one. */
    private int held(String without) throws InterruptedException {
        int held = 0;
        for (JsonNode worker : workers()) {
            boolean counts = worker.path("alive").asBoolean()
                    && !worker.path("id").asText().equals(without);
            held += counts ? worker.path("held").asInt() : 0;
        }
        return held;
    }

    /** Cameras that a worker holds which was started after that. */
    private int heldSince(Instant start, String id) throws InterruptedException {
        for (JsonNode worker : workers()) {
            boolean fresh = Instant.parse(worker.path("startedAt").asText()).isAfter(start);
            if (worker.path("id").asText().equals(id) && fresh) {
                return worker.path("held").asInt();
            }
        }
        return 0;
    }

    private JsonNode workers() throws InterruptedException {
        try {
            return api.get("/fleet").path("workers");
        } catch (IOException away) {
            return MissingNode.getInstance();
        }
    }

    private void sample() throws InterruptedException {
        try {
            sights.add(api.all("/coverage/cameras?limit=500", "cameras", "next", "after"));
        } catch (IOException away) {
            LOG.warn("coverage is asked again later: {}", away.getMessage());
        }
    }

    private Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        rig.parts().forEach(part -> pids.put(part, rig.pid(part)));
        return pids;
    }

    /** The cases, once all are there or two more rounds are over; meanwhile the last coverage reports come in. */
    private List<JsonNode> settled(Instant end) throws IOException, InterruptedException {
        List<JsonNode> cases = List.of();
        boolean done = false;
        while (!done) {
            Thread.sleep(5000);
            sample();
            cases = ofCameras(api.cases());
            boolean reported = Instant.now().isAfter(end.plus(UNTIL_ALL_REPORTED));
            boolean all = cases.size() >= size.roles().get(RehearsalCameras.Role.INCIDENT) && landed();
            done = reported
                    && (all || Instant.now().isAfter(end.plus(size.promise().multipliedBy(2))));
        }
        return cases;
    }
}
