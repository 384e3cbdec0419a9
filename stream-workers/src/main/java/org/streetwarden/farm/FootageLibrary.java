package org.streetwarden.farm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads each file once, however many cameras play it. Problems are collected, each file's once. */
final class FootageLibrary {

    private final Map<Path, Footage> known = new HashMap<>();
    private final Map<Path, Boolean> unplayable = new HashMap<>();

    /** @return null where the file cannot be played; {@code problems} then says why */
    Footage read(Path file, List<String> problems) {
        Path path = file.toAbsolutePath().normalize();
        if (!known.containsKey(path) && !unplayable.containsKey(path)) {
            try {
                known.put(path, FootageReader.read(path));
            } catch (UnplayableFile e) {
                unplayable.put(path, true);
                problems.add(e.getMessage());
            }
        }
        return known.get(path);
    }
}
