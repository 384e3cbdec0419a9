package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;

class VisitScheduleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final VisitSchedule schedule = new VisitSchedule();
    private final Upstream gateway = upstream("gw", 2, 10);

    private static Upstream upstream(String id, int sessions, int opensPerSecond) {
        return new Upstream(new UpstreamConfig(id, sessions, opensPerSecond), new Random(1));
    }

    private Turn put(String camera, Upstream upstream, boolean visit, long readyInS, long dueInS) {
        Turn turn = new Turn(camera, upstream);
        schedule.put(turn, visit, NOW.plusSeconds(readyInS), NOW.plusSeconds(dueInS));
        return turn;
    }

    private String next(Instant now) {
        return schedule.next(now, true).map(Turn::cameraId).orElse("nobody");
    }

    @Test
    void sendsToWhatIsDueFirstAmongWhatIsReady() {
        Upstream many = upstream("many", 9, 1000);
        put("often", many, true, -60, 100);
        put("promised", many, true, -1, 10);
        put("later", many, true, 5, 6);
        assertThat(next(NOW)).isEqualTo("promised");
        assertThat(next(NOW.plusMillis(1))).isEqualTo("often");
        assertThat(next(NOW.plusMillis(2))).isEqualTo("nobody");
        assertThat(schedule.wakeAt(true)).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void keepsToSessionsAndStartsASecondOfEachUpstream() {
        Turn one = put("one", gateway, true, -3, 0);
        put("two", gateway, true, -2, 0);
        put("three", gateway, true, -1, 1);
        Upstream other = upstream("other", 1, 10);
        put("elsewhere", other, true, -1, 2);
        assertThat(next(NOW)).isNotEqualTo("elsewhere");
        assertThat(next(NOW)).isEqualTo("elsewhere");
        assertThat(next(NOW)).as("a tenth of a second has not passed").isEqualTo("nobody");
        assertThat(schedule.wakeAt(true)).isEqualTo(NOW.plusMillis(100));
        assertThat(next(NOW.plusMillis(100))).isNotEqualTo("three");
        assertThat(gateway.refusal(NOW.plusSeconds(1))).isEqualTo(Upstream.Refusal.SESSIONS);
        assertThat(schedule.wakeAt(true)).isEqualTo(Instant.MAX);
        schedule.back(one);
        assertThat(next(NOW.plusSeconds(1))).isEqualTo("three");
        assertThat(schedule.out()).isEqualTo(3);
    }

    @Test
    void opensWhatIsKeptOpenAlsoWhereNoReaderForVisitsIsFree() {
        put("visited", gateway, true, -2, -1);
        put("kept", gateway, false, -1, 0);
        assertThat(schedule.next(NOW, false)).map(Turn::cameraId).contains("kept");
        assertThat(schedule.next(NOW.plusSeconds(1), false)).isEmpty();
        assertThat(schedule.wakeAt(false)).isEqualTo(Instant.MAX);
    }

    @Test
    void asksNobodyBehindAnOpenCircuitAndCallsThemNotLate() {
        for (int i = 0; i < Circuit.FAILURES; i++) {
            gateway.failed("cam-" + i, NOW);
        }
        put("behind", gateway, true, -60, -30);
        assertThat(next(NOW)).isEqualTo("nobody");
        assertThat(schedule.late(NOW)).hasSize(1);
        assertThat(schedule.arrears(NOW).late()).isZero();
        assertThat(next(NOW.plus(Circuit.SHORTEST))).isEqualTo("behind");
    }

    @Test
    void hurriesWhatSleepsButNotBeforeWhatIsPromised() {
        Upstream many = upstream("many", 9, 1000);
        Turn asked = put("asked", many, true, 200, 300);
        put("promised", many, true, -1, 10);
        assertThat(schedule.hurry(asked, NOW)).isTrue();
        assertThat(next(NOW)).isEqualTo("promised");
        assertThat(next(NOW.plusMillis(1))).isEqualTo("asked");
        assertThat(schedule.hurry(asked, NOW)).as("it is being seen").isFalse();
        Turn busy = put("busy", upstream("one", 0, 10), true, 200, 300);
        assertThat(schedule.hurry(busy, NOW)).isTrue();
        assertThat(next(NOW.plusMillis(2))).as("no session is free").isEqualTo("nobody");
    }

    @Test
    void forgetsWhatIsTakenOut() {
        Turn asleep = put("asleep", gateway, true, 9, 9);
        Turn waiting = put("waiting", gateway, true, -1, 0);
        schedule.remove(asleep);
        schedule.next(NOW.minusSeconds(1), false);
        schedule.remove(waiting);
        assertThat(next(NOW.plusSeconds(60))).isEqualTo("nobody");
        assertThat(schedule.waiting()).isZero();
    }
}
