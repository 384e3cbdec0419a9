package org.streetwarden.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;

/**
 * The cameras that one worker holds, and those that it is letting go: watched on until another holds them. Used by one
 * thread.
 */
final class Holdings {

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final FleetSettings settings;
    private final Set<String> cameras;
    private final WorkItems items;
    private final CameraHolder holder;
    private final RedisMemoryShelf shelf;
    private final FleetMeters meters;
    private final Complaint complaint;

    /** Camera to entry, the newest last. */
    private final Map<String, String> held = new LinkedHashMap<>();

    /** Cameras that are no longer this worker's, and until when they are watched on. */
    private final Map<String, Instant> going = new HashMap<>();

    /** Those of them that another holds. */
    private final Set<String> handedOver = new HashSet<>();

    /** @param cameras that this worker's configuration knows */
    Holdings(
            FleetSettings settings,
            Collection<String> cameras,
            WorkItems items,
            CameraHolder holder,
            RedisMemoryShelf shelf,
            FleetMeters meters,
            Complaint complaint) {
        this.settings = settings;
        this.cameras = new HashSet<>(cameras);
        this.items = items;
        this.holder = holder;
        this.shelf = shelf;
        this.meters = meters;
        this.complaint = complaint;
    }

    int held() {
        return held.size();
    }

    int going() {
        return going.size();
    }

    Set<String> heldCameras() {
        return Set.copyOf(held.keySet());
    }

    Set<String> cameras() {
        return cameras;
    }

    /** What is pending with this worker is held; what no longer is, another has, or will have. */
    void claim(Instant now) throws DeliveryFailure {
        List<Item> unknown = new ArrayList<>();
        Set<String> lost = new LinkedHashSet<>(held.keySet());
        for (Item item : pending()) {
            lost.remove(item.cameraId());
            if (held.replace(item.cameraId(), item.entryId()) == null) {
                unknown.add(item);
            }
        }
        for (String camera : lost) {
            goes(camera, now);
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

    /** Watches what was taken; what this worker does not know, or cannot watch, goes back. */
    void begin(List<Item> taken) throws DeliveryFailure {
        List<Item> unfit = new ArrayList<>();
        shelf.bring(taken.stream().map(Item::cameraId).filter(this::isNew).toList());
        for (Item item : taken) {
            String camera = item.cameraId();
            if (held.containsKey(camera) || stays(camera) || watches(camera)) {
                held.put(camera, item.entryId());
            } else {
                unfit.add(item);
            }
        }
        if (!unfit.isEmpty()) {
            complaint.say("fleet: expected cameras that this worker can watch, found %d others, as '%s'"
                    .formatted(unfit.size(), unfit.getFirst().cameraId()));
            items.giveBack(unfit);
        }
    }

    private boolean isNew(String camera) {
        return cameras.contains(camera) && !held.containsKey(camera) && !going.containsKey(camera);
    }

    private boolean watches(String camera) {
        if (!cameras.contains(camera)) {
            return false;
        }
        try {
            holder.take(camera);
            return true;
        } catch (RuntimeException defect) {
            LOG.error("camera {}: expected to watch it, found a defect", camera, defect);
            return false;
        }
    }

    /** The newest so many: others may take them from now on, and here they are watched until one has. */
    void giveBack(int count, Instant now) throws DeliveryFailure {
        List<Item> back = held.entrySet().stream()
                .skip(held.size() - (long) count)
                .map(each -> new Item(each.getValue(), each.getKey()))
                .toList();
        if (back.isEmpty()) {
            return;
        }
        List<String> ids = back.stream().map(Item::cameraId).toList();
        holder.remember(ids);
        shelf.send(ids);
        shelf.flushAll();
        items.giveBack(back);
        meters.given.increment(back.size());
        ids.forEach(camera -> goes(camera, now));
    }

    private void goes(String camera, Instant now) {
        held.remove(camera);
        going.put(camera, now.plus(settings.linger()));
    }

    /** It goes no longer, because it is gone or held again. @return whether it was still watched */
    private boolean stays(String camera) {
        handedOver.remove(camera);
        return going.remove(camera) != null;
    }

    /** Leaves what another has held for long enough, and what nobody has taken for too long. */
    void letGo(Instant now) throws DeliveryFailure {
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
}
