package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.remote.RetentionMain;
import org.streetwarden.api.retention.RetentionRules;
import org.streetwarden.api.retention.RetentionSweep;
import org.streetwarden.zone.Kind;

/** What is kept, held and deleted with proof, over HTTP and against real servers; time is what the sweep is told. */
class RetentionTest {

    private static final byte[] CLIP = "a clip".getBytes(UTF_8);
    private static final byte[] STILL = {1, 2, 3};
    private static final Duration YEAR_AND_A_DAY = Duration.ofDays(366);

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static Database database;
    private static EvidenceStore store;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        api = Api.start(settings, Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        store = new EvidenceStore(
                settings.s3Endpoint(),
                settings.s3Region(),
                settings.s3AccessKey(),
                settings.s3SecretKey(),
                settings.s3Bucket());
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        database.close();
        api.close();
        peers.close();
    }

    private static String file(int number) throws Exception {
        Map<String, byte[]> evidence = Records.evidence(CLIP, STILL);
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(Records.incident(number, Kind.VENDING, "cam-" + number, Records.NOON.plusSeconds(number), evidence));
        String asked = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(asked) != null);
        return peers.text(asked);
    }

    private static String rejected(int number) throws Exception {
        String caseNo = file(number);
        JudgedCases.judge(web, caseNo, "{\"who\":\"王\",\"confirmed\":false,\"reason\":\"false-detection\"}");
        return caseNo;
    }

    /** A sweep that was started long before, at a moment from now. */
    private static RetentionSweep sweep(Duration ahead) {
        Clock[] clock = {Clock.fixed(Instant.now().plus(ahead).minusSeconds(3600), ZoneOffset.UTC)};
        Clock told = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock[0].instant();
            }
        };
        RetentionSweep sweep =
                new RetentionSweep(database, store, RetentionRules.parse(""), told, new SimpleMeterRegistry());
        clock[0] = Clock.offset(clock[0], Duration.ofHours(1));
        return sweep;
    }

    private static boolean stored(int number, String part) {
        try {
            return store.read(Records.prefix(number) + part, 1 << 20).length > 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static HttpResponse<byte[]> post(Web asking, String path, String why) {
        return asking.send(
                "POST", path, ("{\"why\":\"" + why + "\"}").getBytes(UTF_8), "Content-Type", "application/json");
    }

    private static JsonNode kept(String caseNo) {
        return web.json("/api/v1/cases/" + caseNo + "/kept");
    }

    @Test
    void deletesWhatIsOverAndProvesIt() throws Exception {
        String gone = rejected(1);
        String open = file(2);
        sweep(Duration.ofDays(91)).look();
        assertThat(peers.count("SELECT count(*) FROM deletions WHERE subject = '" + gone + "'"))
                .isOne();
        assertThat(stored(1, "clip.mp4")).isTrue();
        assertThat(web.get("/api/v1/cases/" + gone + "/evidence/clip.mp4").statusCode())
                .isEqualTo(410);

        sweep(Duration.ofDays(91).plusMinutes(2)).look();
        sweep(Duration.ofDays(92)).look();
        assertThat(stored(1, "clip.mp4")).isFalse();
        assertThat(stored(1, "manifest.json")).isTrue();
        assertThat(stored(2, "clip.mp4")).isTrue();
        assertThat(kept(open).get("until").isNull()).isTrue();
        JsonNode deletion = kept(gone).get("deletion");
        assertThat(deletion.get("class").asText()).isEqualTo("rejected-cases");

        long position = deletion.get("logPosition").asLong();
        byte[] list = web.get("/api/v1/retention/deletions/" + position).body();
        JsonNode entry =
                web.json("/api/v1/log/entries?limit=1&from=" + position).at("/entries/0/entry");
        assertThat(entry.get("action").asText()).isEqualTo("DELETE_EVIDENCE");
        assertThat(entry.get("caseNo").asText()).isEqualTo(gone);
        assertThat(entry.get("subject").asText()).endsWith("list SHA-256 " + Records.sha256(list));
        assertThat(new String(list, UTF_8)).contains(Records.sha256(CLIP), Records.prefix(1) + "clip.mp4");
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'DELETE_EVIDENCE' AND case_no = '"
                        + gone + "'"))
                .isOne();
        assertThat(web.get("/api/v1/cases/" + gone + "/proof").statusCode()).isEqualTo(200);
    }

    @Test
    void goesOnWhereItWasKilledBetweenStoreAndDatabase() throws Exception {
        String gone = rejected(3);
        sweep(Duration.ofDays(91)).look();
        store.delete(Records.prefix(3) + "clip.mp4");
        assertThat(kept(gone).at("/deletion/logPosition").isNull()).isTrue();
        sweep(Duration.ofDays(91).plusMinutes(2)).look();
        assertThat(kept(gone).at("/deletion/logPosition").isNumber()).isTrue();
        assertThat(stored(3, "raised.jpg")).isFalse();
    }

    @Test
    void deletesNothingAfterAnUpgradeBeforeItIsConfirmed() throws Exception {
        String old = rejected(7);
        assertThat(web.json("/api/v1/retention").at("/confirmed/who").asText()).isEqualTo("system");
        assertThat(post(web, "/api/v1/retention/confirm", "again").statusCode()).isEqualTo(409);
        peers.sql("DELETE FROM retention_start");
        sweep(Duration.ofDays(91)).look();
        assertThat(peers.count("SELECT count(*) FROM deletions WHERE subject = '" + old + "'"))
                .isZero();
        assertThat(web.json("/api/v1/retention").get("confirmed").isNull()).isTrue();
        assertThat(web.json("/api/v1/retention/due?days=91").toString()).contains(old);
        assertThat(post(Web.as(Peers.key(Role.AUDITOR), api.port()), "/api/v1/retention/confirm", "read")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(web, "/api/v1/retention/confirm", "read").statusCode()).isEqualTo(200);
        sweep(Duration.ofDays(91)).look();
        assertThat(peers.count("SELECT count(*) FROM deletions WHERE subject = '" + old + "'"))
                .isOne();
        assertThat(peers.text("SELECT who FROM log_entries WHERE action = 'RETENTION_CONFIRMED'"))
                .isEqualTo(Peers.NAME);
    }

    @Test
    void deletesNothingOfACaseUnderLegalHold() throws Exception {
        String held = rejected(4);
        String path = "/api/v1/cases/" + held + "/hold";
        assertThat(post(web, path, "法院调取").statusCode()).isEqualTo(200);
        assertThat(post(web, path, "again").statusCode()).isEqualTo(409);
        sweep(YEAR_AND_A_DAY).look();
        assertThat(stored(4, "clip.mp4")).isTrue();
        assertThat(kept(held).at("/hold/why").asText()).isEqualTo("法院调取");
        assertThat(kept(held).at("/hold/store").asText()).isEqualTo("NONE");
        assertThatThrownBy(() -> peers.sql("""
                        INSERT INTO deletions (class, keeps, case_id, subject, since, decided_at, objects)
                        SELECT 'rejected-cases', '90d', id, case_no, now(), now(), '[]' FROM cases WHERE case_no = '%s'""".formatted(held)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("is under legal hold");

        assertThat(new String(post(web, path + "/lift", "done").body(), UTF_8)).contains("another auditor");
        assertThatThrownBy(
                        () -> peers.sql("UPDATE legal_holds SET lifted_at = now(), lifted_by = set_by, lift_why = 'x'"))
                .hasMessageContaining("lifted_by_another");
        assertThat(post(Web.as(Peers.OTHER_KEY, api.port()), path + "/lift", "done")
                        .statusCode())
                .isEqualTo(200);
        sweep(YEAR_AND_A_DAY).look();
        assertThat(peers.count("SELECT count(*) FROM deletions WHERE subject = '" + held + "'"))
                .isOne();
        assertThat(post(web, path, "late").statusCode()).isEqualTo(409);
    }

    @Test
    void takesOldRowsOnlyAndSaysSo() throws Exception {
        peers.sql(
                "INSERT INTO dataset_exports (at, who, masked, parameters) VALUES (now() - interval '4 years', 'x', true, '')");
        peers.sql(
                "INSERT INTO dataset_exports (at, who, masked, parameters) VALUES (now() - interval '5 months', 'y', true, '')");
        assertThatThrownBy(() -> peers.sql("DELETE FROM dataset_exports WHERE who = 'y'"))
                .hasMessageContaining("keeps rows for 6 months");
        sweep(Duration.ZERO).look();
        assertThat(peers.text("SELECT string_agg(who, '') FROM dataset_exports"))
                .isEqualTo("y");
        assertThat(peers.text("SELECT convert_from(body, 'UTF8') FROM log_entries WHERE action = 'DELETE_ROWS'"))
                .contains("dataset-exports kept 1095d: 1 rows");
        assertThatThrownBy(() -> peers.sql("DELETE FROM log_entries")).hasMessageContaining("only grows");
    }

    /** Of what platforms had nearby, what is to be decided and what call-backs are known by stays. */
    @Test
    void keepsAnswersThatAreStillNeeded() throws Exception {
        String caseNo = file(7);
        peers.sql("INSERT INTO push_targets (target_id, configured, added_at)"
                + " SELECT unnest(ARRAY['none', 'held', 'joined']), false, now()");
        peers.sql("""
                WITH told AS (
                    INSERT INTO platform_events (case_id, op, at, status, why)
                    SELECT id, 'CREATE', now(), status, 'x' FROM cases WHERE case_no = '%s' RETURNING id, case_id
                ), sent AS (
                    INSERT INTO push_deliveries (platform_event, case_id, target_id, state, next_at, delivered_at)
                    SELECT id, case_id, target, state, now(), now()
                    FROM told, (VALUES ('none', 'DELIVERED'), ('held', 'HELD'), ('joined', 'SKIPPED')) t (target, state)
                    RETURNING id, target_id
                )
                INSERT INTO nearby_answers (delivery_id, asked_at, radius_m, found, more, decision, joined_no, decided_by,
                    decided_at, why)
                SELECT id, now() - interval '190 days', 15, '[]', 0, d.* FROM sent LEFT JOIN
                    (VALUES ('joined', 'JOIN', 'N-1', '王', now(), 'x')) t (target, a, b, c, d, e) ON target = target_id,
                    LATERAL (SELECT a, b, c, d, e) d""".formatted(caseNo));
        sweep(Duration.ZERO).look();
        assertThat(peers.text("""
                        SELECT string_agg(target_id, ' ' ORDER BY target_id)
                        FROM nearby_answers a JOIN push_deliveries d ON d.id = a.delivery_id""")).isEqualTo("held joined");
    }

    @Test
    void deletesIncidentsThatMadeNoCaseWithTheirRows() throws Exception {
        file(6);
        peers.sql("""
                INSERT INTO incidents (incident_id, taken_at, kind, camera_id, zone_id, raised_at, record, outcome, reason, judged_as_of)
                SELECT 'unfiled', now() - interval '500 days', kind, camera_id, zone_id, raised_at, record, 'SUPPRESS', reason, judged_as_of
                FROM incidents WHERE incident_id = '%s'""".formatted(Records.incidentId(6)));
        sweep(Duration.ZERO).look();
        assertThat(peers.count("SELECT count(*) FROM incidents WHERE incident_id = 'unfiled'"))
                .isOne();
        sweep(Duration.ofMinutes(2)).look();
        assertThat(stored(6, "clip.mp4")).isFalse();
        assertThat(stored(6, "manifest.json")).isFalse();
        assertThat(peers.count("SELECT count(*) FROM incidents WHERE incident_id = 'unfiled'"))
                .isZero();
        assertThat(peers.text(
                        "SELECT convert_from(body, 'UTF8') FROM log_entries WHERE body LIKE '%of 1 incidents%'::bytea"))
                .contains("\"caseNo\":null");
        assertThatThrownBy(() -> peers.sql("DELETE FROM incidents")).hasMessageContaining("made a case");
    }

    @Test
    void saysWhatFallsDue() throws Exception {
        String caseNo = rejected(5);
        StringWriter said = new StringWriter();
        int code = RetentionMain.line()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute("dryrun", "--days", "91", "--api", "http://127.0.0.1:" + api.port());
        assertThat(said.toString()).contains("rejected-cases  " + caseNo, " packs, ");
        assertThat(code).isZero();
        JsonNode classes = web.json("/api/v1/retention?days=91").get("classes");
        assertThat(classes).hasSize(7);
        assertThat(classes.get(1).get("soon").asLong()).isPositive();
        assertThat(kept(caseNo).get("until").asText()).isNotEmpty();
        assertThat(kept(caseNo).at("/writeOnce/locked").asBoolean()).isFalse();
    }
}
