package org.streetwarden.pipeline;

import java.time.InstantSource;
import java.util.Map;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;

/** The cameras that a worker holds, for the looks that the api asks for. */
final class HeldCameras implements LookTaker.Cameras {

    private final Map<String, CameraWatch> watches;
    private final Dispatcher dispatcher;

    private HeldCameras(Map<String, CameraWatch> watches, Dispatcher dispatcher) {
        this.watches = watches;
        this.dispatcher = dispatcher;
    }

    /** Who answers for them; not started. */
    static LookTaker looks(
            WorkerConfig config,
            Map<String, CameraWatch> watches,
            Dispatcher dispatcher,
            FilingCounters counters,
            InstantSource clock) {
        var evidence = config.evidence();
        S3Settings store = new S3Settings(
                evidence.endpoint(), evidence.accessKey(), evidence.secretKey(), evidence.bucket(), evidence.lock());
        return new LookTaker(
                config.workerId(),
                config.dataFolder().resolve("looks"),
                new RedisAsking(config.redisUrl()),
                new S3EvidenceStore(store),
                new RedisRecordBus(config.redisUrl()),
                counters,
                new HeldCameras(watches, dispatcher),
                clock);
    }

    @Override
    public String trouble(String cameraId) {
        CameraWatch watch = watches.get(cameraId);
        return watch == null ? null : watch.health().trouble();
    }

    @Override
    public void hurry(String cameraId) {
        CameraWatch watch = watches.get(cameraId);
        if (watch != null) {
            dispatcher.hurry(watch);
        }
    }
}
