package org.streetwarden.farm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads each file once, however many cameras play it. A name may end in a part of the file as the W3C's Media Fragments write
 * it, in seconds: {@code gate.mp4#t=10} from there on, {@code gate.mp4#t=2,8} between. Problems are collected, each file's
 * once.
 */
final class FootageLibrary {

    private static final Pattern PART = Pattern.compile("(.+)#t=([0-9]{1,6})(?:,([0-9]{1,6}))?");

    private final Map<Path, Footage> known = new HashMap<>();
    private final Set<Path> unplayable = new HashSet<>();

    /** @return null where the file cannot be played; {@code problems} then says why */
    Footage read(Path file, List<String> problems) {
        Path path = file.toAbsolutePath().normalize();
        if (!known.containsKey(path) && !unplayable.contains(path)) {
            try {
                Footage footage = opened(path, problems);
                if (footage == null) {
                    unplayable.add(path);
                } else {
                    known.put(path, footage);
                }
            } catch (UnplayableFile e) {
                unplayable.add(path);
                problems.add(e.getMessage());
            }
        }
        return known.get(path);
    }

    private Footage opened(Path path, List<String> problems) throws UnplayableFile {
        Matcher part = PART.matcher(path.getFileName().toString());
        if (!part.matches()) {
            return FootageReader.read(path);
        }
        Footage whole = read(path.resolveSibling(part.group(1)), problems);
        long until = part.group(3) == null ? Long.MAX_VALUE : ticks(part.group(3));
        return whole == null ? null : whole.part(ticks(part.group(2)), until);
    }

    private static long ticks(String seconds) {
        return Long.parseLong(seconds) * Footage.TICKS_PER_SECOND;
    }
}
