package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;

/** The database's own guard over the states of a case, asked without any of the api's code between. */
class CaseStepsTest {

    private static final Set<List<CaseStatus>> ALLOWED = new HashSet<>();

    private static Peers peers;
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        new CaseLedger(database, "370126", ReviewGate.ALWAYS, Clock.systemUTC()).file(Records.incident(1));
        database.read(handle -> handle.createQuery("SELECT from_status, to_status FROM case_transitions")
                        .map((row, context) ->
                                List.of(CaseStatus.valueOf(row.getString(1)), CaseStatus.valueOf(row.getString(2))))
                        .collectIntoSet())
                .forEach(ALLOWED::add);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        peers.close();
    }

    private static void move(Handle handle, CaseStatus from, CaseStatus to) {
        long row = handle.createQuery("""
                        INSERT INTO case_history (case_id, at, actor, action, why, from_status, to_status)
                        VALUES (1, now(), 'wang', 'MOVED', 'trial', :from, :to) RETURNING id""")
                .bind("from", from.name())
                .bind("to", to.name())
                .mapTo(Long.class)
                .one();
        handle.execute("UPDATE cases SET status = ?, moved_by = ? WHERE id = 1", to.name(), row);
    }

    /** The shortest way from the beginning to every state. */
    private static Map<CaseStatus, List<CaseStatus>> ways() {
        Map<CaseStatus, List<CaseStatus>> ways = new EnumMap<>(CaseStatus.class);
        ways.put(CaseStatus.PENDING_REVIEW, List.of(CaseStatus.PENDING_REVIEW));
        Deque<CaseStatus> waiting = new ArrayDeque<>(ways.keySet());
        while (!waiting.isEmpty()) {
            CaseStatus from = waiting.remove();
            for (CaseStatus to : CaseStatus.values()) {
                if (ALLOWED.contains(List.of(from, to)) && !ways.containsKey(to)) {
                    List<CaseStatus> way = new ArrayList<>(ways.get(from));
                    way.add(to);
                    ways.put(to, way);
                    waiting.add(to);
                }
            }
        }
        return ways;
    }

    private static boolean moves(Handle handle, CaseStatus from, CaseStatus to) {
        handle.savepoint("before");
        try {
            move(handle, from, to);
            return true;
        } catch (JdbiException refused) {
            assertThat(refused).hasMessageContaining("cannot go from " + from + " to " + to);
            return false;
        } finally {
            handle.rollbackToSavepoint("before");
        }
    }

    @Test
    void takesEveryStepOfTheTableAndNoOther() {
        Map<CaseStatus, List<CaseStatus>> ways = ways();
        assertThat(ways.keySet())
                .as("a reminder is a beginning of its own")
                .isEqualTo(EnumSet.complementOf(EnumSet.of(CaseStatus.REMINDING, CaseStatus.CORRECTED)));
        database.read(handle -> {
            for (CaseStatus from : ways.keySet()) {
                handle.begin();
                List<CaseStatus> way = ways.get(from);
                for (int i = 1; i < way.size(); i++) {
                    move(handle, way.get(i - 1), way.get(i));
                }
                for (CaseStatus to : CaseStatus.values()) {
                    if (from != to) {
                        assertThat(moves(handle, from, to))
                                .as(from + " to " + to)
                                .isEqualTo(ALLOWED.contains(List.of(from, to)));
                    }
                }
                handle.rollback();
            }
            return null;
        });
    }

    @Test
    void movesNothingWithoutItsRowOfHistory() throws Exception {
        for (String statement : List.of(
                "UPDATE cases SET status = 'APPROVED'",
                "UPDATE cases SET status = 'APPROVED', moved_by = 1",
                "UPDATE cases SET moved_by = 1",
                "UPDATE case_history SET why = 'another'",
                "DELETE FROM case_history")) {
            assertThatThrownBy(() -> peers.sql(statement)).as(statement).isInstanceOf(SQLException.class);
        }
        assertThat(peers.text("SELECT status FROM cases")).isEqualTo("PENDING_REVIEW");
    }

    @Test
    void knowsTheStatesOfTheDatabase() {
        Map<String, Boolean> known =
                database.read(handle -> handle.createQuery("SELECT status, open FROM case_statuses")
                        .setMapKeyColumn("status")
                        .setMapValueColumn("open")
                        .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, Boolean>>() {}));
        assertThat(known).hasSize(CaseStatus.values().length);
        for (CaseStatus status : CaseStatus.values()) {
            assertThat(known).containsEntry(status.name(), status.open());
        }
    }

    /** A database of before the steps, with one case confirmed, one not and one not judged. */
    @Test
    void letsEarlierCasesFollowTheirNewestVerdict() throws Exception {
        ApiSettings settings = peers.settings();
        FluentConfiguration before = Flyway.configure()
                .dataSource(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword())
                .schemas("before");
        before.target("6").load().migrate();
        String columns = peers.text(
                "SELECT string_agg(column_name, ',') FROM information_schema.columns "
                        + "WHERE table_schema = 'before' AND table_name = 'cases' AND column_name NOT IN ('id', 'case_no', 'incident_id')");
        for (int i = 0; i < 3; i++) {
            peers.sql(
                    "INSERT INTO before.cases (case_no, incident_id, %1$s) SELECT 'old-%2$d', 'old-%2$d', %1$s FROM cases"
                            .formatted(columns, i));
        }
        for (String verdict : List.of("1, false, 'gone'", "1, true, NULL", "2, true, NULL", "2, false, 'permitted'")) {
            peers.sql("INSERT INTO before.verdicts (case_id, confirmed, reason, at, who, note, camera_id, zone_id, "
                    + "model_sha256, rule_version, zone_version, manifest_sha256) "
                    + "VALUES (" + verdict + ", now(), 'wang', '', 'c', 'z', 'm', 'r', 'v', 'd')");
        }
        before.target("7").load().migrate();
        assertThat(peers.text("SELECT string_agg(status, ',' ORDER BY id) FROM before.cases"))
                .isEqualTo("APPROVED,REJECTED,PENDING_REVIEW");
        assertThat(peers.text("SELECT string_agg(actor || to_status, ',' ORDER BY case_id) FROM before.case_history"))
                .isEqualTo("wangAPPROVED,wangREJECTED");
        peers.sql("DROP SCHEMA before CASCADE");
    }
}
