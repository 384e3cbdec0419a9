package org.streetwarden.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.casefile.FleetStatus.State;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;

/**
 * Keeps a worker to its part of the fleet, on a thread of its own: claims what it holds, takes what nobody holds, gives back
 * what others have more room for. While Redis is away it holds on to what it has.
 */
public final class FleetDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetDesk.class);

    private final String workerId;
    private final FleetSettings settings;
    private final WorkItems items;
    private final Holdings holdings;
    private final RedisMemoryShelf shelf;
    private final SessionShares sessions;
    private final Supplier<Usage> meter;
    private final FleetMeters meters;
    private final InstantSource clock;
    private final Complaint complaint;
    private final Capacity capacity;
    private final Instant startedAt;
    private final long beganNs = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "fleet");

    private Usage usage = Usage.NONE;
    private Meeting last = new Meeting(0, List.of(), List.of());
    private Instant nextClaim = Instant.MIN;
    private Instant nextSeed = Instant.MIN;
    private Instant nextMeasure = Instant.MIN;
    private Instant takeOverFrom = Instant.MIN;
    private boolean seeded;
    private boolean away;
    private boolean leaving;

    /**
     * @param cameras all of the configuration
     * @param mostHeld 0: measured
     * @param meter asked by this object's thread only
     */
    public FleetDesk(
            String redisUrl,
            String workerId,
            FleetSettings settings,
            Collection<String> cameras,
            int mostHeld,
            CameraHolder holder,
            RedisMemoryShelf shelf,
            SharedUpstreams upstreams,
            Supplier<Usage> meter,
            FleetMeters meters,
            InstantSource clock) {
        this.workerId = workerId;
        this.settings = settings;
        this.shelf = shelf;
        this.meter = meter;
        this.meters = meters;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        items = new WorkItems(redisUrl, workerId, settings.idle());
        sessions = new SessionShares(redisUrl, workerId, settings, upstreams);
        holdings = new Holdings(settings, cameras, items, holder, shelf, meters, complaint);
        capacity = new Capacity(mostHeld, WorkItems.MOST_HELD);
        startedAt = clock.instant();
    }

    public void start() {
        thread.start();
    }

    private void work() {
        try {
            do {
                round();
            } while (!stopped.await(aboutARound(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** In milliseconds; never quite the same, so that workers do not come by all at once. */
    private long aboutARound() {
        return (long) (settings.round().toMillis()
                * (0.9 + ThreadLocalRandom.current().nextDouble() / 5));
    }

    /** Comes by once. */
    void round() {
        Instant now = now();
        try {
            measure(now);
            Optional<Meeting> met = items.meet(status());
            if (met.isEmpty()) {
                begin(now);
            } else {
                last = met.get();
                keepUp(now);
            }
            away = false;
        } catch (DeliveryFailure | RuntimeException later) {
            away = true;
            meters.failures.increment();
            complaint.say("fleet: %d cameras are held on: %s"
                    .formatted(holdings.held(), later instanceof RuntimeException ? later : later.getMessage()));
        }
        meters.now(holdings.held(), holdings.going(), capacity.cameras(), usage.busiest(), free());
    }

    /** Time since the start, which no clock's setting changes. */
    private Instant now() {
        return startedAt.plusNanos(System.nanoTime() - beganNs);
    }

    private void measure(Instant now) {
        if (now.isBefore(nextMeasure)) {
            return;
        }
        usage = meter.get();
        capacity.measured(holdings.held(), usage);
        nextMeasure = now.plus(settings.measure());
    }

    /** There is no stream: the fleet is new, or Redis has lost its data. */
    private void begin(Instant now) throws DeliveryFailure {
        items.found();
        nextClaim = now;
        nextSeed = now;
    }

    private void keepUp(Instant now) throws DeliveryFailure {
        if (away) {
            takeOverFrom = now.plus(settings.grace());
            nextClaim = now;
        }
        if (!now.isBefore(nextClaim)) {
            holdings.claim(now);
            nextClaim = now.plus(settings.claim());
        }
        seed(now);
        Share share = Share.of(last, me());
        holdings.giveBack(Math.min(share.giveBack(), settings.mostMoves()), now);
        take(Math.min(share.take(), settings.mostMoves()), now);
        holdings.letGo(now);
        sessions.meet();
        shelf.flush();
    }

    private Peer me() {
        return new Peer(workerId, holdings.held(), capacity.cameras(), true, last.draining(workerId));
    }

    private void seed(Instant now) throws DeliveryFailure {
        if (now.isBefore(nextSeed) || items.found().compareTo(settings.settle()) < 0) {
            return;
        }
        items.seed(holdings.cameras(), !seeded);
        seeded = true;
        nextSeed = now.plus(settings.seed());
        for (String gone : last.gone()) {
            items.forget(gone);
        }
    }

    private void take(int most, Instant now) throws DeliveryFailure {
        if (most <= 0) {
            return;
        }
        List<Item> taken = items.take(most);
        meters.taken.increment(taken.size());
        holdings.begin(taken);
        boolean others = last.peers().stream().anyMatch(peer -> !peer.alive() && peer.held() > 0);
        if (others && taken.size() < most && !now.isBefore(takeOverFrom)) {
            List<Item> over = items.takeOver(most - taken.size(), settings.idle());
            meters.takenOver.increment(over.size());
            holdings.begin(over);
        }
    }

    private int free() {
        int heldByTheLiving =
                last.peers().stream().filter(Peer::alive).mapToInt(Peer::held).sum();
        return Math.max(0, last.items() - heldByTheLiving);
    }

    private FleetStatus status() {
        boolean draining = leaving || last.draining(workerId);
        boolean empty = holdings.held() == 0 && holdings.going() == 0;
        return new FleetStatus(
                workerId,
                startedAt,
                clock.instant(),
                holdings.held(),
                leaving ? 0 : capacity.cameras(),
                draining ? empty ? State.DRAINED : State.DRAINING : State.WORKING,
                usage.coresUsed(),
                usage.residentBytes(),
                usage.openSessions(),
                Math.clamp(usage.busiest(), 0, 1),
                usage.scarcest());
    }

    /** Cameras held now. On the fleet's thread. */
    Set<String> held() {
        return holdings.heldCameras();
    }

    /** Gives everything back and waits until others hold it, as long as a camera lingers; where no other works, at once. */
    @Override
    public void close() {
        try {
            halt();
            leaveAll();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (DeliveryFailure | RuntimeException away) {
            LOG.warn("fleet: {} cameras are not given back: {}", holdings.held(), away.getMessage());
        } finally {
            items.close();
            sessions.close();
        }
    }

    /** Ends the thread and says nothing to anybody, as a death would. */
    void halt() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }

    /** Says first that it has no room any more, so that the others count on themselves alone. */
    private void leaveAll() throws DeliveryFailure, InterruptedException {
        if (away) {
            return;
        }
        leaving = true;
        items.meet(status());
        holdings.giveBack(holdings.held(), now());
        Instant until = now().plus(settings.linger());
        while (holdings.going() > 0 && now().isBefore(until) && othersHaveRoom()) {
            Thread.sleep(Duration.ofMillis(100));
            holdings.letGo(now());
            sessions.meet();
        }
        sessions.meet();
        items.forget(workerId);
    }

    private boolean othersHaveRoom() throws DeliveryFailure {
        return items.meet(status()).stream()
                .flatMap(met -> met.peers().stream())
                .anyMatch(peer -> !peer.workerId().equals(workerId) && peer.working() && peer.capacity() > 0);
    }
}
