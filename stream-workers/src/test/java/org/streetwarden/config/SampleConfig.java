package org.streetwarden.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.streetwarden.config.WorkerConfig.EvidenceStoreConfig;
import org.streetwarden.config.WorkerConfig.ModelConfig;
import org.streetwarden.config.WorkerConfig.ModelsConfig;
import org.streetwarden.config.WorkerConfig.ViewConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;

/** A worker's configuration for tests: alone, quick, with no cameras and nobody behind its addresses; a test says what differs. */
public final class SampleConfig {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String workerId;
    private final Path data;
    private int port;
    private String redisUrl = "redis://127.0.0.1:1";
    private EvidenceStoreConfig evidence =
            new EvidenceStoreConfig("http://127.0.0.1:1", "evidence", "nobody", "listens-there");
    private ModelConfig model = new ModelConfig(Path.of("unused"), "onnxruntime", 1, "");
    private ModelsConfig models = new ModelsConfig(List.of(), SECOND, 20);
    private WatchConfig watch = new WatchConfig(SECOND, Duration.ofSeconds(5), 4 << 20, Duration.ofSeconds(5), SECOND);
    private ViewConfig view;
    private Map<Kind, RuleOverrides> rules = Map.of();
    private List<CameraConfig> cameras = List.of();
    private FleetConfig fleet = FleetConfig.ALONE;
    private FlightsConfig flights = FlightsConfig.NONE;

    private SampleConfig(String workerId, Path data) {
        this.workerId = workerId;
        this.data = data;
    }

    public static SampleConfig of(String workerId, Path data) {
        return new SampleConfig(workerId, data);
    }

    public SampleConfig port(int its) {
        port = its;
        return this;
    }

    public SampleConfig redis(String url) {
        redisUrl = url;
        return this;
    }

    public SampleConfig evidence(String endpoint, String bucket, String accessKey, String secretKey) {
        evidence = new EvidenceStoreConfig(endpoint, bucket, accessKey, secretKey);
        return this;
    }

    /** Makes masked copies of clips; call after {@link #evidence}. */
    public SampleConfig maskedClips() {
        evidence = new EvidenceStoreConfig(
                evidence.endpoint(),
                evidence.bucket(),
                evidence.accessKey(),
                evidence.secretKey(),
                evidence.key(),
                evidence.lock(),
                true);
        return this;
    }

    public SampleConfig model(Path packageFolder) {
        model = new ModelConfig(packageFolder, "onnxruntime", 1, "");
        return this;
    }

    public SampleConfig models(Duration reportEvery, int leastLooks) {
        models = new ModelsConfig(List.of(), reportEvery, leastLooks);
        return this;
    }

    public SampleConfig patrol(Duration preRoll, PatrolConfig patrol) {
        watch = new WatchConfig(
                watch.interval(), watch.keyLimit(), watch.ringBytes(), preRoll, watch.postRoll(), patrol);
        return this;
    }

    public SampleConfig view(ViewConfig its) {
        view = its;
        return this;
    }

    public SampleConfig rule(Kind kind, RuleOverrides overrides) {
        rules = Map.of(kind, overrides);
        return this;
    }

    public SampleConfig cameras(List<CameraConfig> its) {
        cameras = its;
        return this;
    }

    public SampleConfig fleet(FleetConfig its) {
        fleet = its;
        return this;
    }

    /** Looks at flights with whatever the opener gives for this folder. */
    public SampleConfig flights(Path packageFolder, boolean maskSerials) {
        FlightsConfig none = FlightsConfig.NONE;
        flights = new FlightsConfig(
                true, packageFolder, null, none.threads(), none.maxDiskBytes(), none.zone(), maskSerials);
        return this;
    }

    public WorkerConfig build() {
        return new WorkerConfig(
                workerId, data, port, redisUrl, evidence, 1L << 30, model, null, models, watch, null, view, rules,
                cameras, fleet, flights);
    }
}
