package org.streetwarden.api.fleet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** What the fleet says, as metrics. {@link #look} is called by one thread. */
public final class FleetWatch {

    private final FleetBoard board;
    private final AtomicLong working;
    private final AtomicLong draining;
    private final AtomicLong dead;
    private final AtomicLong cameras;
    private final AtomicLong held;
    private final AtomicLong capacity;

    public FleetWatch(FleetBoard board, MeterRegistry metrics) {
        this.board = board;
        working = workers(metrics, "working");
        draining = workers(metrics, "draining");
        dead = workers(metrics, "dead");
        cameras = metrics.gauge("streetwarden.fleet.sum.cameras", new AtomicLong());
        held = metrics.gauge("streetwarden.fleet.sum.held", new AtomicLong());
        capacity = metrics.gauge("streetwarden.fleet.sum.capacity", new AtomicLong());
    }

    private static AtomicLong workers(MeterRegistry metrics, String state) {
        return metrics.gauge("streetwarden.fleet.workers", Tags.of("state", state), new AtomicLong());
    }

    /** @throws IOException where Redis does not answer; the figures stay as they were */
    public void look() throws IOException {
        Fleet fleet = board.fleet();
        long alive = fleet.members().stream().filter(Fleet.Member::alive).count();
        long atWork = fleet.members().stream().filter(Fleet.Member::working).count();
        working.set(atWork);
        draining.set(alive - atWork);
        dead.set(fleet.members().size() - alive);
        cameras.set(fleet.cameras());
        held.set(fleet.held());
        capacity.set(fleet.capacity());
    }
}
