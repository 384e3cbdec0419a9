package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.remote.CamerasMain;
import org.streetwarden.api.remote.FleetMain;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import picocli.CommandLine;

/** {@code streetwarden fleet} and {@code cameras coverage} against a real api, Redis and PostgreSQL. */
class FleetCommandTest {

    private static Peers peers;
    private static Api api;
    private static Web web;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    @BeforeEach
    void twoWorkersAndADeadOne() {
        peers.redis().del(FleetKeys.WORKERS, FleetKeys.DRAIN);
        say(Records.status("w-1", Instant.now(), 40));
        say(Records.status("w-2", Instant.now(), 50));
        say(Records.status("w-3", Instant.now().minusSeconds(60), 60));
        peers.redis().hset(FleetKeys.WORKERS, "liar", FleetStatusCodec.encode(Records.status("w-9", Instant.now(), 1)));
        peers.redis().hset(FleetKeys.WORKERS, "noise", "v=1\nheld=many");
    }

    private static void say(FleetStatus status) {
        peers.redis().hset(FleetKeys.WORKERS, status.workerId(), FleetStatusCodec.encode(status));
    }

    private static FleetStatus with(FleetStatus was, FleetStatus.State state, int held) {
        return new FleetStatus(
                was.workerId(),
                was.startedAt(),
                Instant.now(),
                held,
                was.capacity(),
                state,
                was.coresUsed(),
                was.residentBytes(),
                was.openSessions(),
                was.busiest(),
                was.scarcest());
    }

    private int run(CommandLine line, String command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of(command, "--api", web.base()));
        words.addAll(List.of(arguments));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words.toArray(String[]::new));
    }

    @Test
    void showsWhoHoldsWhatAndWhoIsDead() {
        JsonNode fleet = web.json("/api/v1/fleet");
        assertThat(fleet.path("workers")).hasSize(3);
        assertThat(fleet.path("held").asInt()).isEqualTo(90);
        assertThat(fleet.path("capacity").asInt()).isEqualTo(5000);
        assertThat(run(FleetMain.line(), "status")).isZero();
        assertThat(out.toString())
                .contains("90 held, room for 5000")
                .containsPattern("w-1 +working +40 of +2500")
                .containsPattern("w-3 +dead +60 of");
    }

    @Test
    void drainsAWorkerAndTakesThatBack() throws Exception {
        assertThat(run(FleetMain.line(), "drain", "w-1", "--who", "王", "--why", "换内存"))
                .isZero();
        assertThat(peers.redis().hget(FleetKeys.DRAIN, "w-1")).startsWith("王, ").endsWith(": 换内存");
        assertThat(web.json("/api/v1/fleet").at("/workers/0/drain").asText()).contains("换内存");
        assertThat(web.json("/api/v1/fleet").path("capacity").asInt()).isEqualTo(2500);
        assertThat(run(FleetMain.line(), "drain", "w-1", "--undo", "--who", "li"))
                .isZero();
        assertThat(peers.redis().hexists(FleetKeys.DRAIN, "w-1")).isFalse();
        assertThat(peers.text("SELECT string_agg(who || drain, ',' ORDER BY id) FROM fleet_steps"))
                .endsWith("王true,王false");
    }

    @Test
    void waitsUntilADrainedWorkerHoldsNothing() throws Exception {
        FleetStatus full = Records.status("w-2", Instant.now(), 50);
        Thread worker = Thread.ofVirtual().start(() -> {
            while (!peers.redis().hexists(FleetKeys.DRAIN, "w-2")) {
                Thread.onSpinWait();
            }
            say(with(full, FleetStatus.State.DRAINED, 0));
        });
        assertThat(run(FleetMain.line(), "drain", "w-2", "--wait")).isZero();
        worker.join();
        assertThat(out.toString()).containsPattern("w-2 +drained +0 of");
    }

    @Test
    void saysWhatIsLeftWhereItWaitsInVain() {
        assertThat(run(FleetMain.line(), "drain", "w-1", "--wait", "--within", "0"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("w-1: expected to hold nothing within 0 s, holds 40 cameras")
                .contains("room for 2450");
    }

    @Test
    void refusesWhatIsNoWorkerAndWhoGivesNoReason() {
        assertThat(run(FleetMain.line(), "drain", "w-7")).isEqualTo(1);
        assertThat(err.toString()).contains("No worker w-7 has spoken");
        HttpResponse<byte[]> nameless = web.send(
                "POST",
                "/api/v1/fleet/workers/w-1/drain",
                "{\"who\":\"wang\"}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(Web.json(nameless).path("field").asText()).isEqualTo("why");
        assertThat(web.send("DELETE", "/api/v1/fleet/workers/w-1/drain").statusCode())
                .isEqualTo(400);
        assertThat(web.send("DELETE", "/api/v1/fleet").statusCode()).isEqualTo(405);
    }

    @Test
    void showsCoverageAndWhoIsBlind() throws Exception {
        Instant now = Instant.now();
        peers.put(Records.coverage("seen", now, now, BlindReason.NONE));
        peers.put(Records.coverage("dead", now.minusSeconds(1200), null, BlindReason.DEAD));
        peers.put(Records.coverage("dead", now, null, BlindReason.DEAD));
        Peers.await("kept", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        assertThat(run(CamerasMain.line(), "coverage")).isZero();
        assertThat(out.toString())
                .contains("promise: 99.5 % of living cameras every 5:00 min; kept")
                .contains("now: 1 of 1 living cameras seen, 100.00 %; 2 cameras in all")
                .contains("not seen: 1 dead");
        assertThat(run(CamerasMain.line(), "coverage", "--blind")).isZero();
        assertThat(out.toString())
                .containsPattern("dead +dead +last seen never")
                .doesNotContain("seen  ");
        assertThat(run(CamerasMain.line(), "coverage", "--json")).isZero();
        assertThat(out.toString()).contains("\"targetShare\" : 0.995");
    }
}
