package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;

/** A patrol played without any camera: visits take their time, upstreams and readers are few, the clock is the test's. */
class VisitSchedulePropertyTest {

    private static final Instant BEGAN = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(5);

    private record Back(Instant at, Turn turn) {}

    /** What the patrol is made of. */
    private record Setting(int cameras, int gateways, int sessions, int readers, Duration visit, Duration length) {}

    /** One patrol. */
    private static final class Play {

        private final VisitSchedule schedule = new VisitSchedule();
        private final List<Upstream> upstreams = new ArrayList<>();
        private final Map<Turn, Instant> seenAt = new HashMap<>();
        private final Map<Turn, Integer> visits = new HashMap<>();
        private Duration longest = Duration.ZERO;
        private int mostAtOnce;

        void play(Setting setting, Random chance) {
            for (int i = 0; i < setting.gateways(); i++) {
                upstreams.add(new Upstream(new UpstreamConfig("gw-" + i, setting.sessions(), 1000), chance));
            }
            Pace pace = new Pace(chance);
            for (int i = 0; i < setting.cameras(); i++) {
                Turn turn = new Turn("cam-" + i, upstreams.get(i % setting.gateways()));
                Pace.Next first = pace.first(BEGAN, EVERY, Optional.empty(), setting.cameras());
                schedule.put(turn, true, first.readyAt(), first.dueAt());
                seenAt.put(turn, BEGAN);
            }
            PriorityQueue<Back> out =
                    new PriorityQueue<>((one, other) -> one.at().compareTo(other.at()));
            Instant now = BEGAN;
            Instant end = BEGAN.plus(setting.length());
            while (now.isBefore(end)) {
                while (!out.isEmpty() && !out.peek().at().isAfter(now)) {
                    finish(out.remove().turn(), pace, now);
                }
                Optional<Turn> next = schedule.next(now, out.size() < setting.readers());
                while (next.isPresent()) {
                    long millis = setting.visit().toMillis();
                    out.add(new Back(now.plusMillis(millis / 2 + chance.nextLong(millis)), next.get()));
                    assertThat(next.get().upstream().sessions()).isLessThanOrEqualTo(setting.sessions());
                    next = schedule.next(now, out.size() < setting.readers());
                }
                mostAtOnce = Math.max(mostAtOnce, out.size());
                now = later(now, out, schedule.wakeAt(out.size() < setting.readers()));
            }
            seenAt.forEach((turn, at) -> note(at, end));
        }

        private static Instant later(Instant now, PriorityQueue<Back> out, Instant wakeAt) {
            Instant at = out.isEmpty() || wakeAt.isBefore(out.peek().at())
                    ? wakeAt
                    : out.peek().at();
            return at.isAfter(now) ? at : now.plusMillis(1);
        }

        private void finish(Turn turn, Pace pace, Instant now) {
            schedule.back(turn);
            note(seenAt.put(turn, now), now);
            visits.merge(turn, 1, Integer::sum);
            Pace.Next next = pace.patrol(now, EVERY, EVERY);
            schedule.put(turn, true, next.readyAt(), next.dueAt());
        }

        private void note(Instant from, Instant to) {
            Duration blind = Duration.between(from, to);
            longest = blind.compareTo(longest) > 0 ? blind : longest;
        }
    }

    /** Readers for twice what the promise takes. */
    @Property(tries = 30)
    void keepsThePromiseWhereTheBudgetAllows(
            @ForAll @IntRange(min = 1, max = 400) int cameras,
            @ForAll @IntRange(min = 1, max = 5) int gateways,
            @ForAll long seed) {
        Duration visit = Duration.ofSeconds(3);
        int needed = (int) Math.ceil(1.0 * cameras * visit.toMillis() / EVERY.toMillis());
        int sessions = 2 * (needed / gateways + 1);
        Play patrol = new Play();
        patrol.play(
                new Setting(cameras, gateways, sessions, 2 * needed, visit, EVERY.multipliedBy(4)), new Random(seed));
        assertThat(patrol.longest).isLessThanOrEqualTo(EVERY);
        assertThat(patrol.schedule.arrears(BEGAN.plus(EVERY.multipliedBy(4))).late())
                .isZero();
    }

    /** Half of what the promise takes: everybody pays alike, nobody is forgotten, and the schedule says so. */
    @Property(tries = 30)
    void starvesNobodyWhereTheBudgetDoesNot(
            @ForAll @IntRange(min = 40, max = 400) int cameras,
            @ForAll @IntRange(min = 1, max = 3) int gateways,
            @ForAll long seed) {
        Duration visit = Duration.ofSeconds(20);
        int needed = (int) Math.ceil(1.0 * cameras * visit.toMillis() / EVERY.toMillis());
        int readers = Math.max(1, needed / 2);
        Duration length = EVERY.multipliedBy(8);
        Play patrol = new Play();
        patrol.play(new Setting(cameras, gateways, readers, readers, visit, length), new Random(seed));
        assertThat(patrol.mostAtOnce).isLessThanOrEqualTo(readers);
        int least = patrol.seenAt.keySet().stream()
                .mapToInt(turn -> patrol.visits.getOrDefault(turn, 0))
                .min()
                .orElseThrow();
        int most = patrol.visits.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(2);
        VisitSchedule.Arrears arrears = patrol.schedule.arrears(BEGAN.plus(length));
        assertThat(arrears.late()).isPositive();
        assertThat(arrears.longest()).isPositive();
        assertThat(arrears.first()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
    }
}
