package org.streetwarden.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One camera, or one numbered series of cameras, as configuration writes it: a name, a file and more by key. */
final class CameraEntry {

    static final String KEYS = "name, file, user, password, passwordEnv, behaviour, phase, count or phaseStep";
    private static final int MAX_COUNT = 100_000;

    private final String where;
    private final Path base;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final List<Behaviour> behaviours = new ArrayList<>();
    private String name = "";
    private Path file;
    private String user;
    private String password;
    private Duration phase = Duration.ZERO;
    private Duration phaseStep = Duration.ZERO;
    private int count = 1;
    private boolean numbered;
    private boolean torn;

    /**
     * @param where begins every problem's sentence
     * @param base folder of relative file names
     * @param environment where {@code passwordEnv} looks
     */
    CameraEntry(String where, Path base, Map<String, String> environment) {
        this.where = where;
        this.base = base;
        this.environment = environment;
    }

    void set(String key, String value) {
        try {
            switch (key) {
                case "name" -> name = value;
                case "file" -> file = base.resolve(value);
                case "user" -> user = value;
                case "password" -> password = value;
                case "passwordEnv" -> password = fromEnvironment(value);
                case "behaviour" -> behaviours.add(BehaviourText.parse(value, base));
                case "phase" -> phase = BehaviourText.time(value);
                case "phaseStep" -> phaseStep = BehaviourText.time(value);
                case "count" -> setCount(value);
                default -> problems.add("%s: expected %s, found '%s'".formatted(where, KEYS, key));
            }
        } catch (IllegalArgumentException e) {
            problems.add("%s: %s: %s".formatted(where, key, e.getMessage()));
        }
    }

    private String fromEnvironment(String variable) {
        String value = environment.get(variable);
        if (value == null) {
            throw new IllegalArgumentException(
                    "expected an environment variable, found none called '" + variable + "'");
        }
        return value;
    }

    private void setCount(String value) {
        if (!value.matches("[1-9]\\d{0,5}") || Integer.parseInt(value) > MAX_COUNT) {
            throw new IllegalArgumentException("expected 1 to " + MAX_COUNT + ", found '" + value + "'");
        }
        count = Integer.parseInt(value);
        numbered = true;
    }

    /** What is wrong with it, passwords left out. */
    List<String> check() {
        List<String> found = new ArrayList<>(problems);
        if (torn) {
            return found;
        }
        if (name.isEmpty()) {
            found.add(where + ": name: expected one, found none");
        }
        if (file == null) {
            found.add(where + ": file: expected an MP4 file, found none");
        }
        if ((user == null) != (password == null)) {
            found.add(where + ": expected user and password together, found only one of them");
        }
        if (numbered != name.contains("{n}")) {
            found.add(where + ": expected count and {n} in the name together, found only one of them");
        }
        return found;
    }

    /** Call only where {@link #check} found nothing. */
    void addTo(CameraFarm farm) {
        for (int n = 1; n <= count; n++) {
            CameraSpec spec = farm.camera(name.replace("{n}", Integer.toString(n)))
                    .plays(file)
                    .phase(phase.plus(phaseStep.multipliedBy(n - 1)))
                    .behaves(behaviours.toArray(Behaviour[]::new));
            if (user != null) {
                spec.password(user, password);
            }
        }
    }

    /** Reads {@code name=FILE[,key=value]...} of the command line. */
    static CameraEntry parse(String text, Map<String, String> environment) {
        String[] parts = text.split(",", 32);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : parts[0].substring(0, equals);
        CameraEntry entry = new CameraEntry("--camera " + (name.isEmpty() ? "?" : name), Path.of(""), environment);
        if (equals < 0) {
            entry.torn = true;
            entry.problems.add(entry.where + ": expected name=FILE[,key=value]..., found no '='");
            return entry;
        }
        entry.set("name", name);
        entry.set("file", parts[0].substring(equals + 1));
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            entry.set(at < 0 ? parts[i] : parts[i].substring(0, at), at < 0 ? "" : parts[i].substring(at + 1));
        }
        return entry;
    }
}
