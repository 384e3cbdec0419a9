package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Whose turn it is: earliest due date first (Jackson 1955), with release times. A camera may be seen from {@code readyAt} and
 * should be seen by {@code dueAt}; of those that may be, and whose upstream admits one more, the one that should be seen first
 * is. So none starves: whoever waits becomes the earliest in the end. What is wanted more often than promised is ready
 * early and due late, and so takes only the time that the others leave. Pure. Not thread-safe.
 */
public final class VisitSchedule {

    private static final Comparator<Turn> BY_READY = Comparator.comparing((Turn turn) -> turn.readyAt);
    private static final Comparator<Turn> BY_DUE = Comparator.comparing((Turn turn) -> turn.dueAt);

    private final PriorityQueue<Turn> asleep = new PriorityQueue<>(BY_READY);
    private final Map<Upstream, Lines> lines = new HashMap<>();
    private int waiting;
    private int out;

    /** Those of one upstream that may be seen. */
    private record Lines(PriorityQueue<Turn> visits, PriorityQueue<Turn> watches) {
        Lines() {
            this(new PriorityQueue<>(BY_DUE), new PriorityQueue<>(BY_DUE));
        }

        PriorityQueue<Turn> of(Turn turn) {
            return turn.visit ? visits : watches;
        }

        boolean isEmpty() {
            return visits.isEmpty() && watches.isEmpty();
        }
    }

    /**
     * How far the schedule is behind.
     *
     * @param late cameras that should have been seen by now
     * @param longest how long the first of them is due
     * @param first those that are due the longest, at most ten
     */
    public record Arrears(int late, Duration longest, List<Turn> first) {}

    /**
     * Puts a turn in that is new, or has been out.
     *
     * @param visit whether it needs one of the readers for visits
     */
    public void put(Turn turn, boolean visit, Instant readyAt, Instant dueAt) {
        if (turn.stage != Turn.Stage.GONE) {
            throw new IllegalStateException(
                    "turn of %s: expected it out, found it %s".formatted(turn.cameraId(), turn.stage));
        }
        turn.visit = visit;
        turn.readyAt = readyAt;
        turn.dueAt = dueAt;
        turn.stage = Turn.Stage.ASLEEP;
        asleep.add(turn);
    }

    /** Takes a turn out for good; one that is out only once it is {@link #back}. */
    public void remove(Turn turn) {
        switch (turn.stage) {
            case ASLEEP -> asleep.remove(turn);
            case WAITING -> {
                lines.get(turn.upstream()).of(turn).remove(turn);
                waiting--;
            }
            case OUT, GONE -> {
                return;
            }
        }
        turn.stage = Turn.Stage.GONE;
    }

    /**
     * The next to be seen, whose session counts from now on; empty where nobody may be.
     *
     * @param visitsToo whether a reader for visits is free
     */
    public Optional<Turn> next(Instant now, boolean visitsToo) {
        wake(now);
        Turn best = null;
        for (Map.Entry<Upstream, Lines> each : lines.entrySet()) {
            if (!each.getValue().isEmpty() && each.getKey().refusal(now) == Upstream.Refusal.NONE) {
                best = earlier(best, each.getValue().watches().peek());
                best = visitsToo ? earlier(best, each.getValue().visits().peek()) : best;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        lines.get(best.upstream()).of(best).remove();
        waiting--;
        out++;
        best.stage = Turn.Stage.OUT;
        best.upstream().opening(best.cameraId(), now);
        return Optional.of(best);
    }

    private static Turn earlier(Turn one, Turn other) {
        return other == null || (one != null && BY_DUE.compare(one, other) <= 0) ? one : other;
    }

    private void wake(Instant now) {
        while (!asleep.isEmpty() && !asleep.peek().readyAt.isAfter(now)) {
            Turn turn = asleep.remove();
            turn.stage = Turn.Stage.WAITING;
            lines.computeIfAbsent(turn.upstream(), upstream -> new Lines())
                    .of(turn)
                    .add(turn);
            waiting++;
        }
    }

    /**
     * Lets a turn that sleeps be seen at once, due when it was: it takes only the time that the others leave.
     *
     * @return whether it slept
     */
    public boolean hurry(Turn turn, Instant now) {
        if (turn.stage != Turn.Stage.ASLEEP || !turn.readyAt.isAfter(now)) {
            return false;
        }
        asleep.remove(turn);
        turn.readyAt = now;
        asleep.add(turn);
        return true;
    }

    /** A turn that was out has been seen, or could not be; its session is over. Put it in again, or forget it. */
    public void back(Turn turn) {
        turn.stage = Turn.Stage.GONE;
        turn.upstream().closed(turn.cameraId());
        out--;
        lines.entrySet().removeIf(each -> each.getValue().isEmpty());
    }

    /** When asking {@link #next} again is worth it though nothing else happens; {@link Instant#MAX}: it is not. */
    public Instant wakeAt(boolean visitsToo) {
        Instant at = asleep.isEmpty() ? Instant.MAX : asleep.peek().readyAt;
        for (Map.Entry<Upstream, Lines> each : lines.entrySet()) {
            boolean asks = !each.getValue().watches().isEmpty()
                    || (visitsToo && !each.getValue().visits().isEmpty());
            Instant admitsAt = each.getKey().admitsAt();
            at = asks && admitsAt.isBefore(at) ? admitsAt : at;
        }
        return at;
    }

    /** Turns that may be seen and are not yet. */
    public int waiting() {
        return waiting;
    }

    /** Turns being seen. */
    public int out() {
        return out;
    }

    /** What should have been seen by now, might have been, and was not. */
    public List<Turn> late(Instant now) {
        return lines.values().stream()
                .flatMap(each -> each.visits().stream())
                .filter(turn -> turn.dueAt.isBefore(now))
                .sorted(BY_DUE)
                .toList();
    }

    /** As far as it is this schedule's fault: not where the upstream does not answer. */
    public Arrears arrears(Instant now) {
        List<Turn> late = late(now).stream()
                .filter(turn -> !turn.upstream().circuitOpen())
                .toList();
        Duration longest = late.isEmpty() ? Duration.ZERO : Duration.between(late.getFirst().dueAt, now);
        return new Arrears(late.size(), longest, late.subList(0, Math.min(10, late.size())));
    }
}
