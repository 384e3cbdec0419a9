package org.streetwarden.rollout;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;

/** Everything about models in one worker, put together: who looks, where packages come from, what the api hears. */
public final class ModelDesk implements AutoCloseable {

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final Tallies tallies;
    private final S3EvidenceStore store;
    private final RedisRecordBus bus;
    private final RedisRollout source;
    private final ModelReports reports;
    private final ModelCurator curator;
    private final RolloutReader reader;

    /**
     * @param first looks until the rollout says otherwise; owned once this returns
     * @param opener loads the others
     */
    public ModelDesk(
            WorkerConfig config, LoadedModel first, ModelOpener opener, MeterRegistry registry, InstantSource clock) {
        tallies = new Tallies(registry, clock);
        var evidence = config.evidence();
        store = new S3EvidenceStore(
                new S3Settings(evidence.endpoint(), evidence.accessKey(), evidence.secretKey(), evidence.bucket()));
        bus = new RedisRecordBus(config.redisUrl());
        source = new RedisRollout(config.redisUrl());
        Duration every = config.models().reportEvery();
        reports = new ModelReports(config.workerId(), tallies, bus, every, backOff(), clock);
        ModelSupply supply = new ModelSupply(
                config.dataFolder().resolve("models"),
                objects(store),
                config.models().trustedKeys(),
                backOff(),
                clock);
        Map<String, String> groups = new HashMap<>();
        config.cameras().forEach(camera -> groups.put(camera.id(), camera.group()));
        ModelCurator.Setting setting = new ModelCurator.Setting(
                config.workerId(),
                groups,
                config.model().packageFolder(),
                every,
                config.models().leastLooks());
        curator = new ModelCurator(setting, first, opener, supply, tallies, reports, clock);
        reader = new RolloutReader(source, config.dataFolder().resolve("rollout"), curator::follow, clock);
        FunctionCounter.builder("streetwarden.rollout.malformed", reader, RolloutReader::malformed)
                .description("Rollouts that were read and were none.")
                .register(registry);
    }

    private static BackOff backOff() {
        return new BackOff(Duration.ofSeconds(1), LONGEST_BACK_OFF, RandomGenerator.getDefault());
    }

    private static PackageSource objects(S3EvidenceStore store) {
        return new PackageSource() {
            @Override
            public OptionalLong size(String key) throws DeliveryFailure {
                return store.size(key);
            }

            @Override
            public InputStream open(String key, long fromByte) throws DeliveryFailure {
                return store.open(key, fromByte);
            }
        };
    }

    /** For the detector's thread alone. */
    public ModelsAtWork atWork() {
        return curator.atWork();
    }

    /** Notes incidents raised by looks of that seat's model. Any thread. */
    public void raised(Seat seat, long incidents) {
        tallies.raised(seat, incidents);
    }

    /** @param seam of the loop that shows pictures to {@link #atWork()} */
    public void start(ModelCurator.Seam seam) {
        curator.start(seam);
        reader.start();
    }

    /** Every seat that is held, one a line, for people. Any thread. */
    public String shown() {
        return curator.shown();
    }

    /** Follows the rollout no longer; whoever looks goes on. Before the detector's thread ends. */
    public void stop() {
        reader.close();
        curator.stop();
    }

    /** After the detector's and the judge's thread have ended: sends the last reports, frees every model. */
    @Override
    public void close() {
        reports.close();
        bus.close();
        source.close();
        store.close();
        curator.close();
    }
}
