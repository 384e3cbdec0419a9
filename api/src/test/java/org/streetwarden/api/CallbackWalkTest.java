package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.life.Callback.Outcome;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CallbackRow;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.zone.Kind;

/** Call-backs in any order and as often as a platform likes, in a real database. */
class CallbackWalkTest {

    private static Peers peers;
    private static Database database;
    private static CaseLedger cases;
    private static CallbackLedger callbacks;
    private static int lastNumber;

    @BeforeContainer
    static void start() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        cases = new CaseLedger(database, "370126", ReviewGate.ALWAYS, Clock.systemUTC());
        callbacks = new CallbackLedger(database, StatusMap.parse(""), Clock.systemUTC(), () -> {});
    }

    @AfterContainer
    static void stop() {
        database.close();
        peers.close();
    }

    /** @param delivery 0 for none */
    record Saying(String word, int minute, int delivery) {

        Callback of(String caseNo) {
            return new Callback(
                    caseNo,
                    "P-" + minute,
                    word,
                    Records.NOON.plusSeconds(60L * minute),
                    delivery == 0 ? null : "d-" + delivery,
                    null,
                    null,
                    null,
                    null,
                    List.of());
        }

        Object sameness() {
            return delivery == 0 ? List.of(word, minute) : delivery;
        }
    }

    @Provide
    Arbitrary<List<Saying>> sayings() {
        Arbitrary<String> words =
                Arbitraries.of("PUSHED", "受理", "不予受理", "立案", "派遣", "处置", "结案", "返工", "挂账", "作废", "督办");
        return Combinators.combine(words, Arbitraries.integers().between(0, 6), Arbitraries.of(0, 0, 0, 1, 2, 3))
                .as(Saying::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 8)
    void endsInALegalStateAndLosesNothing(@ForAll("sayings") List<Saying> sayings) throws Exception {
        String caseNo = approved();
        Set<Object> different = new HashSet<>();
        for (Saying saying : sayings) {
            boolean repeated = callbacks.take(saying.of(caseNo)).orElseThrow().repeated();
            assertThat(repeated).isEqualTo(!different.add(saying.sameness()));
        }
        CaseStatus status = walked(caseNo);
        for (Saying saying : sayings.reversed()) {
            CallbackLedger.Taken again = callbacks.take(saying.of(caseNo)).orElseThrow();
            assertThat(again.repeated()).isTrue();
            assertThat(again.status()).isEqualTo(status);
        }
        List<CallbackRow> kept = callbacks.of(caseNo).orElseThrow();
        assertThat(kept).hasSize(different.size());
        assertThat(kept.stream()
                        .filter(row -> row.outcome() == Outcome.MOVED || row.outcome() == Outcome.STANDS)
                        .map(row -> row.callback().at())
                        .toList())
                .isSorted();
    }

    private static String approved() throws Exception {
        int number = ++lastNumber;
        cases.file(Records.incident(number, Kind.VENDING, "walk-" + number, Records.NOON, Map.of()));
        String caseNo =
                peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
        Instant now = Instant.now();
        database.write(handle -> {
            CaseLife.move(
                    handle,
                    CaseLife.lock(handle, caseNo).orElseThrow(),
                    new Move(CaseStatus.APPROVED, now, now, "wang", CaseLife.MOVED, "trial"));
            return null;
        });
        return caseNo;
    }

    /** Every step of the history begins where the one before ended; the last one ends where the case stands. */
    private static CaseStatus walked(String caseNo) {
        return database.read(handle -> {
            List<String> way = new ArrayList<>(List.of("PENDING_REVIEW"));
            handle.createQuery("""
                            SELECT h.from_status, h.to_status FROM case_history h JOIN cases c ON c.id = h.case_id
                            WHERE c.case_no = :caseNo AND h.to_status IS NOT NULL ORDER BY h.id""")
                    .bind("caseNo", caseNo)
                    .map((row, context) -> List.of(row.getString(1), row.getString(2)))
                    .forEach(step -> {
                        assertThat(step.get(0)).isEqualTo(way.getLast());
                        way.add(step.get(1));
                    });
            CaseStatus status = CaseLife.lock(handle, caseNo).orElseThrow().status();
            assertThat(way.getLast()).isEqualTo(status.name());
            return status;
        });
    }
}
