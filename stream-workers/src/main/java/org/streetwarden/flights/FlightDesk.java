package org.streetwarden.flights;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Disk;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.flights.FlightFiler.Place;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.flights.FlightSurveying.Means;
import org.streetwarden.rollout.ModelOpener;

/**
 * A worker's part in the queue of flights: takes jobs, one inspection and one survey at a time, and holds them while it works on them. What a
 * dead worker held is anybody's after a while.
 */
public final class FlightDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightDesk.class);

    private final FlightQueue queue;
    private final S3EvidenceStore inspected;
    private final S3EvidenceStore surveyed;
    private final RedisRecordBus inspections;
    private final RedisRecordBus surveys;
    private final FlightHand inspecting;
    private final FlightHand surveying;
    private final Pace pace;
    private final Complaint complaint;
    private final Thread reading = Thread.ofPlatform().name("flights").unstarted(this::read);
    private final Thread holding = Thread.ofPlatform().name("flights-held").unstarted(this::hold);

    /**
     * How often it looks, and how patient it is.
     *
     * @param read between two looks for a job
     * @param dead after so long without a claim its holder counts as dead
     * @param longestWait that a picture of a flight waits for live cameras
     * @param again between two tries, at first
     */
    record Pace(Duration read, Duration dead, Duration longestWait, Duration again) {

        static final Pace DEFAULT =
                new Pace(Duration.ofMillis(500), Duration.ofSeconds(45), Duration.ofSeconds(5), Duration.ofSeconds(1));

        BackOff backOff() {
            return new BackOff(again, again.multipliedBy(30), RandomGenerator.getDefault());
        }
    }

    private FlightDesk(
            WorkerConfig config,
            FilingDesk filing,
            ModelOpener opener,
            LiveFirst liveFirst,
            FlightSurvey.Settings settings,
            Pace pace,
            InstantSource clock)
            throws IOException {
        this.pace = pace;
        complaint = new Complaint(LOG, clock);
        Path root = config.dataFolder().resolve("flights");
        Disk.deleteTree(root);
        queue = new FlightQueue(config.redisUrl(), config.workerId());
        inspected = store(config);
        surveyed = store(config);
        inspections = new RedisRecordBus(config.redisUrl());
        surveys = new RedisRecordBus(config.redisUrl());
        inspecting = new FlightHand(
                "flight-inspection",
                queue,
                new FlightInspecting(
                        root.resolve("inspected"),
                        inspected,
                        inspections,
                        config.flights().maxDiskBytes(),
                        clock),
                pace.backOff(),
                clock);
        Place place = new Place(
                filing,
                config.workerId(),
                config.maxSpoolBytes(),
                config.flights().maskSerials(),
                config.evidence().maskedClips(),
                config.evidence().key());
        Means means = new Means(queue, surveyed, surveys, place, opener, settings, clock);
        surveying = new FlightHand(
                "flight-survey",
                queue,
                new FlightSurveying(root.resolve("surveyed"), config.flights(), means, liveFirst, this::gotOn),
                pace.backOff(),
                clock);
    }

    /**
     * The desk of a worker; not started.
     *
     * @param filing borrowed
     * @param opener loads the model that looks at flights, while there is one
     * @param camerasWait whether a live camera's frame waits for the models; any thread
     * @return empty where this worker leaves flights to others
     */
    public static Optional<FlightDesk> open(
            WorkerConfig config,
            FilingDesk filing,
            ModelOpener opener,
            BooleanSupplier camerasWait,
            MeterRegistry registry,
            InstantSource clock)
            throws IOException {
        if (!config.flights().enabled()) {
            return Optional.empty();
        }
        if (!Files.isDirectory(config.flights().packageFolder())) {
            LOG.error(
                    "flights.package: expected a model's folder, found none at {}; flights are left to other workers",
                    config.flights().packageFolder());
            return Optional.empty();
        }
        LiveFirst liveFirst = new LiveFirst(camerasWait, Pace.DEFAULT.longestWait());
        FunctionCounter.builder("streetwarden.flights.waited", liveFirst, LiveFirst::waitedSeconds)
                .baseUnit("seconds")
                .description("Time that pictures of flights waited for live cameras.")
                .register(registry);
        return Optional.of(
                new FlightDesk(config, filing, opener, liveFirst, FlightSurvey.Settings.DEFAULT, Pace.DEFAULT, clock));
    }

    /** One beside no cameras. */
    static FlightDesk open(
            WorkerConfig config,
            FilingDesk filing,
            ModelOpener opener,
            FlightSurvey.Settings settings,
            Pace pace,
            InstantSource clock)
            throws IOException {
        LiveFirst alone = new LiveFirst(() -> false, pace.longestWait());
        return new FlightDesk(config, filing, opener, alone, settings, pace, clock);
    }

    private static S3EvidenceStore store(WorkerConfig config) {
        var evidence = config.evidence();
        return new S3EvidenceStore(
                new S3Settings(evidence.endpoint(), evidence.accessKey(), evidence.secretKey(), evidence.bucket()));
    }

    private void gotOn() {
        surveying.gotOn();
    }

    public void start() {
        inspecting.start();
        surveying.start();
        reading.start();
        holding.start();
    }

    private void read() {
        BackOff backOff = pace.backOff();
        boolean found = false;
        try {
            while (true) {
                try {
                    if (!found) {
                        queue.found();
                        found = true;
                    }
                    boolean took = take();
                    backOff.reset();
                    Thread.sleep(took ? Duration.ZERO : pace.read());
                } catch (DeliveryFailure away) {
                    found = false;
                    if (!Thread.currentThread().isInterrupted()) {
                        complaint.say("flights wait: " + away.getMessage());
                    }
                    Thread.sleep(backOff.next());
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** New jobs go before those left behind: an inspection is short and its pilot waits. */
    private boolean take() throws DeliveryFailure {
        if (!inspecting.free()) {
            return false;
        }
        Optional<Taken> taken = queue.next();
        if (taken.isEmpty() && surveying.free()) {
            taken = queue.leftBehind(pace.dead());
        }
        if (taken.isPresent()) {
            give(taken.get());
        }
        return taken.isPresent();
    }

    private void give(Taken taken) throws DeliveryFailure {
        FlightHand hand = taken.job().step() == FlightJob.Step.INSPECT ? inspecting : surveying;
        if (hand.free()) {
            hand.begin(taken);
        } else {
            queue.putAside(taken);
        }
    }

    private void hold() {
        try {
            while (true) {
                Thread.sleep(pace.dead().dividedBy(5));
                try {
                    inspecting.renew();
                    surveying.renew();
                } catch (DeliveryFailure away) {
                    complaint.say("flights in hand are claimed later: " + away.getMessage());
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves what is in hand to others, who go on from the last finished stretch. */
    @Override
    public void close() {
        end(reading);
        end(holding);
        inspecting.close();
        surveying.close();
        queue.close();
        inspections.close();
        surveys.close();
        inspected.close();
        surveyed.close();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
