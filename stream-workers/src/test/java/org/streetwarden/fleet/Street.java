package org.streetwarden.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Who watches which camera, and which camera nobody watched for a moment after somebody had. Any thread. */
final class Street {

    private final Map<String, Set<String>> watchers = new ConcurrentHashMap<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();

    /** A worker's side, which watches nothing really. */
    CameraHolder worker(String id) {
        return new CameraHolder() {
            @Override
            public void take(String cameraId) {
                watchers.compute(cameraId, (camera, before) -> {
                    Set<String> now = before == null ? ConcurrentHashMap.newKeySet() : before;
                    if (!now.add(id)) {
                        throw new IllegalStateException(id + " watches " + camera + " already");
                    }
                    return now;
                });
            }

            @Override
            public void leave(String cameraId) {
                Set<String> now = watchers.get(cameraId);
                if (now == null || !now.remove(id)) {
                    throw new IllegalStateException(id + " does not watch " + cameraId);
                }
                if (now.isEmpty()) {
                    gaps.add(cameraId);
                }
            }

            @Override
            public void remember(Collection<String> cameraIds) {}
        };
    }

    /** The worker's process has died. */
    void died(String id) {
        watchers.values().forEach(each -> each.remove(id));
    }

    Set<String> watchedBy(String id) {
        return watchers.entrySet().stream()
                .filter(each -> each.getValue().contains(id))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Cameras with exactly so many watchers. */
    long watchedBy(int many) {
        return watchers.values().stream().filter(each -> each.size() == many).count();
    }

    List<String> gaps() {
        return gaps;
    }
}
