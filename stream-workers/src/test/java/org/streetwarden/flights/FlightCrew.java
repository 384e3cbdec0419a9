package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Deliverer;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.flights.FlightDesk.Pace;
import org.streetwarden.rollout.ModelOpener;

/** A worker as far as flights go. */
final class FlightCrew implements AutoCloseable {

    /** No holder counts as dead. */
    static final Pace PATIENT =
            new Pace(Duration.ofMillis(20), Duration.ofMinutes(5), Duration.ZERO, Duration.ofMillis(5));

    /** A holder that says nothing for a moment does. */
    static final Pace HASTY =
            new Pace(Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ZERO, Duration.ofMillis(5));

    private final Path data;
    private final FilingDesk filing;
    private final S3EvidenceStore store;
    private final RedisRecordBus bus;
    private final Deliverer deliverer;
    private final FlightDesk desk;

    /** Starts it. */
    FlightCrew(
            String workerId,
            Path folder,
            String redisUrl,
            S3Settings s3,
            ModelOpener opener,
            FlightSurvey.Settings settings,
            Pace pace)
            throws IOException {
        data = folder.resolve(workerId);
        WorkerConfig config = SampleConfig.of(workerId, data)
                .redis(redisUrl)
                .evidence(s3.endpoint(), s3.bucket(), s3.accessKey(), s3.secretKey())
                .maskedClips()
                .flights(folder, true)
                .build();
        filing = FilingDesk.open(data, 1L << 30);
        store = new S3EvidenceStore(s3);
        bus = new RedisRecordBus(redisUrl);
        BackOff backOff = new BackOff(Duration.ofMillis(5), Duration.ofMillis(50), new Random(1));
        deliverer = new Deliverer(filing.spool(), store, bus, new FilingCounters(), backOff, InstantSource.system());
        desk = FlightDesk.open(config, filing, opener, settings, pace, InstantSource.system());
        deliverer.start();
        desk.start();
    }

    Path data() {
        return data;
    }

    /** Incidents whose evidence is on its way. */
    FilingDesk filing() {
        return filing;
    }

    @Override
    public void close() throws IOException {
        desk.close();
        deliverer.close();
        filing.close();
        bus.close();
        store.close();
    }
}
