package org.streetwarden.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks what a camera was told to play and do, and makes its reel and script of it. */
final class CameraPlan {

    private static final Duration MAX_TIME = Duration.ofDays(365);

    private final FootageLibrary library;
    private final List<String> problems;

    /** @param problems added to, one sentence each */
    CameraPlan(FootageLibrary library, List<String> problems) {
        this.library = library;
        this.problems = problems;
    }

    /** Null where there are problems. */
    Reel reel(CameraSpec spec, List<Behaviour> behaviours) {
        int before = problems.size();
        if (!spec.name().matches(Target.CAMERA_NAME)) {
            problem(spec, "name", "1 to 64 letters, digits, dots, dashes or underscores", "'" + spec.name() + "'");
        }
        checkTime(spec, "phase", spec.phase());
        behaviours.forEach(b -> checkTimes(spec, b));
        checkCredentials(spec);
        List<Footage> turns = new ArrayList<>();
        if (spec.file() == null) {
            problem(spec, "file", "an MP4 file to play", "none");
        } else {
            turns.add(library.read(spec.file(), problems));
        }
        Duration interval = addChanges(spec, behaviours, turns);
        checkSecond(spec, behaviours, turns);
        boolean once = behaviours.stream().anyMatch(Behaviour.ChangeOnce.class::isInstance);
        if (problems.size() > before || turns.contains(null)) {
            return null;
        }
        long turnTicks = interval == null ? Long.MAX_VALUE : Ticks.fromNanos(interval.toNanos());
        return new Reel(
                turns,
                turnTicks,
                once ? 1 : Long.MAX_VALUE,
                Ticks.fromNanos(spec.phase().toNanos()));
    }

    private Duration addChanges(CameraSpec spec, List<Behaviour> behaviours, List<Footage> turns) {
        Duration interval = null;
        for (Behaviour b : behaviours) {
            if (b instanceof Behaviour.ChangeEvery change) {
                interval = change.interval();
                turns.add(library.read(change.file(), problems));
            } else if (b instanceof Behaviour.ChangeOnce change) {
                interval = change.after();
                turns.add(library.read(change.file(), problems));
            }
        }
        if (turns.size() > 2) {
            problem(spec, "behaviour change", "at most one", Integer.toString(turns.size() - 1));
        } else if (turns.size() == 2 && !turns.contains(null)) {
            checkTurns(spec, interval, turns.get(0), turns.get(1));
        }
        return interval;
    }

    /** What it may change to is read now, so that it can. */
    private void checkSecond(CameraSpec spec, List<Behaviour> behaviours, List<Footage> turns) {
        for (Behaviour each : behaviours) {
            if (each instanceof Behaviour.ChangeWhen change) {
                Footage second = library.read(change.file(), problems);
                boolean alone = turns.size() == 1;
                if (!alone) {
                    problem(spec, "behaviour change-when", "no other change beside it", "one");
                } else if (second != null && turns.getFirst() != null) {
                    checkTurns(spec, Behaviour.ChangeOnce.LEAST, turns.getFirst(), second);
                }
            }
        }
    }

    private void checkTurns(CameraSpec spec, Duration interval, Footage first, Footage second) {
        if (first.codec() != second.codec()) {
            problem(spec, "behaviour change", "a file with " + first.codec() + " video", second.codec() + " video");
        }
        long reorder = Math.max(first.reorderTicks(), second.reorderTicks());
        if (Ticks.fromNanos(interval.toNanos()) <= reorder) {
            problem(
                    spec,
                    "behaviour change",
                    "an interval above " + Ticks.toNanos(reorder) / 1_000_000 + "ms for these files",
                    interval.toMillis() + "ms");
        }
    }

    private void checkTimes(CameraSpec spec, Behaviour behaviour) {
        switch (behaviour) {
            case Behaviour.Stall b -> checkTime(spec, "behaviour stall", b.after());
            case Behaviour.Cut b -> checkTime(spec, "behaviour cut", b.after());
            case Behaviour.Repeat b -> checkTime(spec, "behaviour repeat", b.after());
            case Behaviour.ChangeEvery b -> checkTime(spec, "behaviour change", b.interval());
            case Behaviour.ChangeOnce b -> checkTime(spec, "behaviour change-once", b.after());
            case Behaviour.Jump b -> {
                checkTime(spec, "behaviour jump", b.after());
                checkTime(spec, "behaviour jump", b.by().abs());
            }
            default -> {}
        }
    }

    private void checkTime(CameraSpec spec, String what, Duration time) {
        if (time.isNegative() || time.compareTo(MAX_TIME) > 0) {
            problem(spec, what, "a time from 0 to " + MAX_TIME.toDays() + " days", time.toString());
        }
    }

    /** Without showing the password. */
    private void checkCredentials(CameraSpec spec) {
        spec.credentials().ifPresent(c -> {
            if (!c.user().matches("[^\"\\\\\\p{Cntrl}]{1,128}")) {
                problem(spec, "user", "1 to 128 characters without quotes", "another text");
            }
            if (c.password().isEmpty() || c.password().length() > 1024) {
                problem(spec, "password", "1 to 1024 characters", c.password().length() + " characters");
            }
        });
    }

    private void problem(CameraSpec spec, String what, String expected, String found) {
        problems.add("camera %s: %s: expected %s, found %s".formatted(spec.name(), what, expected, found));
    }
}
