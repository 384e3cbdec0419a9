package org.streetwarden.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
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
    private final Set<String> cameras;
    private final WorkItems items;
    private final CameraHolder holder;
    private final RedisMemoryShelf shelf;
    private final Supplier<Usage> meter;
    private final FleetMeters meters;
    private final InstantSource clock;
    private final Complaint complaint;
    private final Capacity capacity;
    private final Instant startedAt;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "fleet");

    /** Camera to entry, the newest last. */
    private final Map<String, String> held = new LinkedHashMap<>();

    /** Cameras that are no longer this worker's, and until when they are watched on. */
    private final Map<String, Instant> going = new HashMap<>();

    /** Those of them that another holds. */
    private final Set<String> handedOver = new HashSet<>();

    private Usage usage = Usage.NONE;
    private Meeting last = new Meeting(0, List.of(), List.of());
    private Instant nextClaim = Instant.MIN;
    private Instant nextSeed = Instant.MIN;
    private Instant nextMeasure = Instant.MIN;
    private Instant takeOverFrom = Instant.MIN;
    private boolean seeded;
    private boolean away;

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
            Supplier<Usage> meter,
            FleetMeters meters,
            InstantSource clock) {
        this.workerId = workerId;
        this.settings = settings;
        this.cameras = new HashSet<>(cameras);
        this.items = new WorkItems(redisUrl, workerId, settings.idle());
        this.holder = holder;
        this.shelf = shelf;
        this.meter = meter;
        this.meters = meters;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
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
        return (long) (settings.round().toMillis() * (0.9 + ThreadLocalRandom.current().nextDouble() / 5));
    }

    /** Comes by once. */
    void round() {
        Instant now = clock.instant();
        try {
            measure(now);
            Optional<Meeting> met = items.meet(status(now));
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
                    .formatted(held.size(), later instanceof RuntimeException ? later : later.getMessage()));
        }
        meters.now(held.size(), going.size(), capacity.cameras(), usage.busiest(), free());
    }

    private void measure(Instant now) {
        if (now.isBefore(nextMeasure)) {
            return;
        }
        usage = meter.get();
        capacity.measured(held.size(), usage);
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
            claim(now);
            nextClaim = now.plus(settings.claim());
        }
        seed(now);
        Share share = Share.of(last, me());
        giveBack(newest(Math.min(share.giveBack(), settings.mostMoves())), now);
        take(Math.min(share.take(), settings.mostMoves()), now);
        letGo(now);
        shelf.flush();
    }

    private Peer me() {
        return new Peer(workerId, held.size(), capacity.cameras(), true, last.draining(workerId));
    }

    /** What is pending with this worker is held; what no longer is, another has, or will have. */
    private void claim(Instant now) throws DeliveryFailure {
        List<Item> unknown = new ArrayList<>();
        Set<String> lost = new LinkedHashSet<>(held.keySet());
        for (Item item : pending()) {
            lost.remove(item.cameraId());
            if (held.replace(item.cameraId(), item.entryId()) == null) {
                unknown.add(item);
            }
        }
        for (String camera : lost) {
            held.remove(camera);
            going.put(camera, now.plus(settings.linger()));
            meters.lost.increment();
        }
        begin(unknown);
    }

    /** Claims anew; where Redis has lost the items of cameras that are held here, holds them first. */
    private List<Item> pending() throws DeliveryFailure {
        Map<String, String> known = new HashMap<>();
        held.forEach((camera, entry) -> known.put(entry, camera));
        List<Item> mine = items.claim(known);
        if (mine.size() < held.size() && items.retake(held.keySet()) > 0) {
            shelf.sendAll();
            return items.claim(known);
        }
        return mine;
    }

    private void seed(Instant now) throws DeliveryFailure {
        if (now.isBefore(nextSeed) || items.found().compareTo(settings.settle()) < 0) {
            return;
        }
        items.seed(cameras, !seeded);
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
        begin(taken);
        boolean others = last.peers().stream().anyMatch(peer -> !peer.alive() && peer.held() > 0);
        if (others && taken.size() < most && !now.isBefore(takeOverFrom)) {
            List<Item> over = items.takeOver(most - taken.size(), settings.idle());
            meters.takenOver.increment(over.size());
            begin(over);
        }
    }

    /** Watches what was taken; what this worker's configuration does not know goes back. */
    private void begin(List<Item> taken) throws DeliveryFailure {
        List<Item> strangers = new ArrayList<>();
        shelf.bring(taken.stream().map(Item::cameraId).filter(cameras::contains).toList());
        for (Item item : taken) {
            if (!cameras.contains(item.cameraId())) {
                strangers.add(item);
            } else if (held.put(item.cameraId(), item.entryId()) == null && !stays(item.cameraId())) {
                holder.take(item.cameraId());
            }
        }
        if (!strangers.isEmpty()) {
            complaint.say("fleet: expected cameras of this worker's configuration, found %d others, as '%s'"
                    .formatted(strangers.size(), strangers.getFirst().cameraId()));
            items.giveBack(strangers);
        }
    }

    private List<Item> newest(int count) {
        return held.entrySet().stream()
                .skip(held.size() - (long) count)
                .map(each -> new Item(each.getValue(), each.getKey()))
                .toList();
    }

    /** Others may take these from now on; here they are watched until one has. */
    private void giveBack(List<Item> back, Instant now) throws DeliveryFailure {
        if (back.isEmpty()) {
            return;
        }
        List<String> ids = back.stream().map(Item::cameraId).toList();
        holder.remember(ids);
        shelf.send(ids);
        while (!shelf.flush()) {
            nextClaim = now;
        }
        items.giveBack(back);
        meters.given.increment(back.size());
        for (String camera : ids) {
            held.remove(camera);
            going.put(camera, now.plus(settings.linger()));
        }
    }

    private void letGo(Instant now) throws DeliveryFailure {
        List<String> waiting = going.keySet().stream()
                .filter(camera -> !handedOver.contains(camera))
                .toList();
        for (String camera : items.settled(waiting)) {
            handedOver.add(camera);
            going.put(camera, now.plus(settings.overlap()));
        }
        for (Map.Entry<String, Instant> each : List.copyOf(going.entrySet())) {
            if (!now.isBefore(each.getValue())) {
                holder.leave(each.getKey());
                shelf.forget(each.getKey());
                stays(each.getKey());
            }
        }
    }

    /** It goes no longer, because it is gone or held again. @return whether it was still watched */
    private boolean stays(String camera) {
        handedOver.remove(camera);
        return going.remove(camera) != null;
    }

    private int free() {
        int heldByTheLiving = last.peers().stream()
                .filter(Peer::alive)
                .mapToInt(Peer::held)
                .sum();
        return Math.max(0, last.items() - heldByTheLiving);
    }

    private FleetStatus status(Instant now) {
        boolean draining = last.draining(workerId);
        boolean empty = held.isEmpty() && going.isEmpty();
        return new FleetStatus(
                workerId,
                startedAt,
                now,
                held.size(),
                capacity.cameras(),
                draining ? empty ? State.DRAINED : State.DRAINING : State.WORKING,
                usage.coresUsed(),
                usage.residentBytes(),
                usage.openSessions(),
                Math.clamp(usage.busiest(), 0, 1),
                usage.scarcest());
    }

    /** Cameras held now. On the fleet's thread. */
    Set<String> held() {
        return Set.copyOf(held.keySet());
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
            LOG.warn("fleet: {} cameras are not given back: {}", held.size(), away.getMessage());
        } finally {
            items.close();
        }
    }

    /** Ends the thread and says nothing to anybody, as a death would. */
    void halt() throws InterruptedException {
        stopped.countDown();
        thread.join();
    }

    private void leaveAll() throws DeliveryFailure, InterruptedException {
        if (away) {
            return;
        }
        giveBack(newest(held.size()), clock.instant());
        boolean others = last.peers().stream()
                .anyMatch(peer -> peer.working() && !peer.workerId().equals(workerId));
        long untilNs = System.nanoTime() + settings.linger().toNanos();
        while (others && !going.isEmpty() && System.nanoTime() < untilNs) {
            Thread.sleep(Duration.ofMillis(100));
            letGo(clock.instant());
        }
        items.forget(workerId);
    }
}
