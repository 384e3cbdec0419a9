package org.streetwarden.api.accounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.streetwarden.api.cases.Scope;

/**
 * Keys that an installation brings along as a file, so that the first account can be made and machines are known from the
 * first start. A line each: the key's SHA-256, its roles with commas between, its name. {@code grid=CODE} and
 * {@code group=NAME} among the roles limit what it sees. Blank lines and those that begin with {@code #} say nothing.
 */
public final class KeyFile {

    private static final long MAX_BYTES = 1 << 20;
    private static final int MAX_NAME_CHARS = 60;

    private final Map<String, Caller> callers = new HashMap<>();

    private KeyFile() {}

    /** The line of one key; its roles are unchecked. */
    public static String line(Secret key, List<String> roles, String name) {
        return key.sha256() + " " + String.join(",", roles) + " " + name;
    }

    /**
     * Reads one.
     *
     * @param file blank for none
     * @param problems told of every line at fault, without the line
     */
    public static KeyFile read(String file, Consumer<String> problems) {
        KeyFile keys = new KeyFile();
        if (file.isBlank()) {
            return keys;
        }
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_BYTES) {
                problems.accept(file + ": expected at most " + MAX_BYTES + " bytes, found more");
                return keys;
            }
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                keys.add(lines.get(i).strip(), "%s:%d: ".formatted(file, i + 1), problems);
            }
        } catch (IOException unreadable) {
            problems.accept(file + ": expected a file of keys, found "
                    + unreadable.getClass().getSimpleName());
        }
        return keys;
    }

    private void add(String line, String where, Consumer<String> problems) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] fields = line.split("\\s+", 3);
        if (fields.length < 3 || !fields[0].matches("[0-9a-f]{64}") || fields[2].length() > MAX_NAME_CHARS) {
            problems.accept(
                    where + "expected SHA-256, roles and a name of at most 60 characters, found something else");
            return;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Set<String> grids = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (String word : fields[1].split(",", -1)) {
            Optional<Role> role = Role.of(word);
            role.ifPresent(roles::add);
            if (word.startsWith("grid=")) {
                grids.add(word.substring("grid=".length()));
            } else if (word.startsWith("group=")) {
                groups.add(word.substring("group=".length()));
            } else if (role.isEmpty()) {
                problems.accept(where + "expected roles such as reviewer, found " + word);
            }
        }
        if (callers.put(fields[0], new Caller(fields[2], roles, new Scope(grids, groups))) != null) {
            problems.accept(where + "expected every key once, found it again");
        }
    }

    /** Who has a key. */
    public Optional<Caller> caller(Secret key) {
        return Optional.ofNullable(callers.get(key.sha256()));
    }

    /** Whether one of them is called so. */
    boolean names(String name) {
        return callers.values().stream().anyMatch(caller -> caller.name().equals(name));
    }
}
