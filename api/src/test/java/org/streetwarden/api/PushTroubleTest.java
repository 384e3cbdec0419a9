package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.push.DeliveryLog.Done;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;

/** Cases on their way to a platform that is silent, unwell, gone, or cut off. */
class PushTroubleTest extends PushBench {

    private static final Answer DOWN = null;

    @Test
    void missesAndDoublesNothingInThreeDaysOfSilence() throws Exception {
        Instant begin = CLOCK.instant();
        Set<String> taken = new TreeSet<>();
        List<String> order = new ArrayList<>();
        platform.behave(call -> {
            if (CLOCK.instant().isBefore(begin.plus(Duration.ofDays(3)))) {
                return DOWN;
            }
            taken.add(call.id());
            order.add(json(call).get("subject").asText() + " " + op(call));
            return TAKEN;
        });
        List<String> numbers = List.of(approved(), approved(), approved());
        round();
        cases.clear(Records.cleared(lastNumber - 2));
        move(numbers.get(0), CaseStatus.VOID, "a test");
        cases.clear(Records.cleared(lastNumber));
        for (int rounds = 0; CLOCK.instant().isBefore(begin.plus(Duration.ofHours(90))) && rounds < 400; rounds++) {
            CLOCK.set(nextDue());
            round();
        }
        assertThat(taken).hasSize(6);
        assertThat(order).hasSize(6).doesNotHaveDuplicates();
        assertThat(order.stream()
                        .filter(each -> each.startsWith(numbers.get(0)))
                        .toList())
                .containsExactly(
                        numbers.get(0) + " CREATE", numbers.get(0) + " RESOLVE_HINT", numbers.get(0) + " WITHDRAW");
        assertThat(states()).hasSize(6).allMatch(each -> each.endsWith(" DELIVERED"));
        assertThat(platform.calls().stream().map(Call::id).distinct()).hasSize(6);
        assertThat(status(numbers.get(1))).isEqualTo("PUSHED");
        assertThat(log().getFirst().attempts()).hasSizeBetween(8, 10);
    }

    /** When the outbox has something to do again. */
    private Instant nextDue() throws Exception {
        long due = peers.count("SELECT coalesce(ceil(extract(epoch FROM greatest("
                + "min(next_at) FILTER (WHERE state = 'WAITING'), max(paused_until))) * 1000), 0)::bigint "
                + "FROM push_targets t LEFT JOIN push_deliveries d USING (target_id) WHERE t.target_id = '"
                + targetId + "' AND NOT EXISTS (SELECT 1 FROM push_deliveries o WHERE o.target_id = d.target_id "
                + "AND o.case_id = d.case_id AND o.platform_event < d.platform_event AND o.state = 'WAITING')");
        return due == 0 ? CLOCK.instant().plus(Duration.ofHours(1)) : Instant.ofEpochMilli(due);
    }

    @Test
    void leavesAnUnwellTargetAloneAndAsksItByOne() throws Exception {
        platform.behave(call -> Answer.of(503, ""));
        for (int i = 0; i < 6; i++) {
            approved();
        }
        round();
        assertThat(platform.calls()).hasSize(6);
        pass(Duration.ofSeconds(20));
        round();
        assertThat(platform.calls()).as("paused").hasSize(6);
        pass(Duration.ofMinutes(1));
        round();
        assertThat(platform.calls()).as("one probe").hasSize(7);
        platform.behave(call -> TAKEN);
        pass(Duration.ofMinutes(10));
        round();
        assertThat(platform.calls()).hasSize(13);
        assertThat(target().failures()).isZero();
        assertThat(target().waiting()).isZero();
    }

    @Test
    void waitsAsLongAsItIsAskedButNotForEver() throws Exception {
        platform.behave(call -> new Answer(429, "", Map.of("Retry-After", "3600")));
        approved();
        round();
        pass(Duration.ofMinutes(59));
        round();
        assertThat(platform.calls()).hasSize(1);
        platform.behave(call -> new Answer(503, "", Map.of("Retry-After", "999999999")));
        pass(Duration.ofMinutes(2));
        round();
        platform.behave(call -> TAKEN);
        pass(Duration.ofHours(23));
        round();
        assertThat(platform.calls()).hasSize(2);
        pass(Duration.ofHours(2));
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED");
    }

    @Test
    void servesNoTargetThatIsGoneUntilSomebodySaysSo() throws Exception {
        platform.behave(call -> Answer.of(410, ""));
        approved();
        round();
        approved();
        pass(Duration.ofDays(9));
        round();
        assertThat(platform.calls()).hasSize(1);
        assertThat(target().disabledWhy()).contains("410");
        assertThat(handOver.log().enable("nobody", "李", "back")).isEqualTo(Done.UNKNOWN);
        assertThat(handOver.log().enable(targetId, "李", "back")).isEqualTo(Done.DONE);
        assertThat(handOver.log().enable(targetId, "李", "back")).isEqualTo(Done.NOT_NOW);
        platform.behave(call -> TAKEN);
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED", "CREATE DELIVERED");
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'PUSH_ENABLE' AND who = '李'"))
                .isEqualTo(1);
    }

    @Test
    void givesUpAfterTheScheduleAndSendsAgainWhenAsked() throws Exception {
        platform.behave(call -> Answer.of(404, ""));
        String caseNo = approved();
        for (int i = 0; i < 12; i++) {
            round();
            pass(Duration.ofHours(30));
        }
        assertThat(platform.calls()).hasSize(10);
        move(caseNo, CaseStatus.VOID, "a test");
        round();
        assertThat(states()).containsExactly("CREATE DEAD", "WITHDRAW WAITING");
        assertThat(target().dead()).isEqualTo(1);
        platform.behave(call -> TAKEN);
        long id = log().getFirst().id();
        assertThat(handOver.log().replay(id, "李", "the platform was moved")).isEqualTo(Done.DONE);
        assertThat(handOver.log().replay(id, "李", "again")).isEqualTo(Done.NOT_NOW);
        assertThat(handOver.log().replay(Long.MAX_VALUE, "李", "none")).isEqualTo(Done.UNKNOWN);
        assertThat(peers.text("SELECT case_no FROM log_entries WHERE action = 'PUSH_REPLAY'"))
                .isEqualTo(caseNo);
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED", "WITHDRAW DELIVERED");
        assertThat(platform.calls().subList(0, 11))
                .extracting(Call::id)
                .containsOnly(log().getFirst().eventId());
        assertThat(status(caseNo)).isEqualTo("VOID");
    }

    /** As an end between the sending and the writing down. */
    @Test
    void sendsAgainUnderTheSameIdWhatWasNotWrittenDown() throws Exception {
        String caseNo = approved();
        peers.sql("CREATE OR REPLACE FUNCTION broken_push() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RAISE EXCEPTION 'cut off' USING ERRCODE = 'admin_shutdown'; END $$");
        peers.sql("CREATE TRIGGER broken BEFORE INSERT ON push_attempts FOR EACH ROW EXECUTE FUNCTION broken_push()");
        try {
            assertThatThrownBy(this::round).isInstanceOf(IllegalStateException.class);
        } finally {
            peers.sql("DROP TRIGGER broken ON push_attempts");
        }
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        pass(Duration.ofSeconds(60));
        round();
        assertThat(platform.calls()).as("claimed still").hasSize(1);
        pass(Duration.ofSeconds(60));
        round();
        assertThat(platform.calls())
                .hasSize(2)
                .extracting(Call::id)
                .containsOnly(log().getFirst().eventId());
        assertThat(platform.calls().get(0).body())
                .isEqualTo(platform.calls().get(1).body());
        assertThat(states()).containsExactly("CREATE DELIVERED");
        assertThat(status(caseNo)).isEqualTo("PUSHED");
    }
}
