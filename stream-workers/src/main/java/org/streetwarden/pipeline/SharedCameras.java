package org.streetwarden.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.fleet.CameraHolder;
import org.streetwarden.fleet.FleetDesk;
import org.streetwarden.fleet.FleetMeters;
import org.streetwarden.fleet.FleetSettings;
import org.streetwarden.fleet.MemoryShelf;
import org.streetwarden.fleet.ProcessUsage;
import org.streetwarden.fleet.RedisMemoryShelf;
import org.streetwarden.fleet.SharedUpstreams;
import org.streetwarden.visit.Upstream;

/** A worker's place in the fleet: takes and leaves cameras as the fleet's desk says, and says what the worker uses. */
final class SharedCameras implements CameraHolder, ProcessUsage.Work, AutoCloseable {

    private final Worker worker;
    private final Dispatcher dispatcher;
    private final PipelineMetrics metrics;
    private final VisitMetrics visits;
    private final Map<String, CameraConfig> cameras;
    private final RedisMemoryShelf shelf;
    private final SharedUpstreams upstreams;
    private final FleetDesk desk;

    SharedCameras(
            WorkerConfig config,
            FleetSettings settings,
            Worker worker,
            Dispatcher dispatcher,
            PipelineMetrics metrics,
            VisitMetrics visits,
            MeterRegistry registry) {
        this.worker = worker;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.visits = visits;
        cameras = config.cameras().stream().collect(Collectors.toMap(CameraConfig::id, Function.identity()));
        shelf = new RedisMemoryShelf(config.redisUrl(), config.workerId(), InstantSource.system());
        upstreams = new SharedUpstreams(dispatcher::allot, registry);
        desk = new FleetDesk(
                config.redisUrl(),
                config.workerId(),
                settings,
                cameras.keySet(),
                config.fleet().capacity(),
                this,
                shelf,
                upstreams,
                new ProcessUsage(this),
                new FleetMeters(registry),
                InstantSource.system());
    }

    MemoryShelf shelf() {
        return shelf;
    }

    void start() {
        desk.start();
    }

    @Override
    public void take(String cameraId) {
        Upstream upstream = upstreamOf(cameraId);
        upstreams.taken(upstream);
        try {
            worker.take(cameras.get(cameraId));
        } catch (RuntimeException defect) {
            upstreams.left(upstream);
            throw defect;
        }
    }

    private Upstream upstreamOf(String cameraId) {
        return dispatcher.turnOf(cameras.get(cameraId)).upstream();
    }

    @Override
    public void leave(String cameraId) {
        var unused = worker.leave(cameraId);
        upstreams.left(upstreamOf(cameraId));
    }

    @Override
    public void remember(Collection<String> cameraIds) {
        try {
            worker.rememberNow(cameraIds);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long inferenceNanos() {
        return metrics.inferenceNanos();
    }

    @Override
    public long looks() {
        return metrics.looks();
    }

    @Override
    public long lateLooks() {
        return metrics.value(PipelineCounter.FRAME_REPLACED) + visits.allUnjudged();
    }

    @Override
    public int openSessions() {
        return dispatcher.underWay();
    }

    /** Gives all cameras back; see {@link FleetDesk#close}. */
    @Override
    public void close() {
        desk.close();
        shelf.close();
    }
}
