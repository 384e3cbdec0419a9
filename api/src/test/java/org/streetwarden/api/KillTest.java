package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.zone.Kind;

/**
 * The process killed at moments by chance while it takes incidents in, takes verdicts and pushes: nothing is lost, nothing
 * doubled. {@code -Dstreetwarden.kills=100} makes it long, {@code -Dstreetwarden.seed=7} another.
 */
class KillTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = Integer.getInteger("streetwarden.kills", 2);
    private static final int INCIDENTS_A_LIFE = 12;
    private static final int LONGEST_MS = 800;

    private final Random chance = new Random(Long.getLong("streetwarden.seed", 1));
    private final Set<String> acknowledged = new HashSet<>();
    private int filed;

    @TempDir
    private Path folder;

    private Map<String, String> environment(Peers peers, FakePlatform platform) throws IOException {
        Map<String, String> environment = peers.environment();
        environment.put("HOOK_SECRET", FakePlatform.SECRET);
        Path targets = Files.writeString(folder.resolve("targets.json"), """
                {"targets":[{"id":"city","url":"http://127.0.0.1:%1$d/hook","plainHttp":true,
                "secrets":["env:HOOK_SECRET"],"allow":["127.0.0.1:%1$d"],"nearby":{}}]}""".formatted(platform.port()));
        environment.put("STREETWARDEN_PUSH_TARGETS", targets.toString());
        return environment;
    }

    @Test
    void losesAndDoublesNothing() throws Exception {
        try (FakePlatform platform = new FakePlatform()) {
            platform.behave(call -> Answer.of(200, asks(call) ? "{\"cases\":[]}" : "{}"));
            Peers peers = Peers.start();
            Map<String, String> environment = environment(peers, platform);
            for (int life = 0; life <= KILLS; life++) {
                Process process = ApiMainTest.start(environment);
                try (BufferedReader lines = process.inputReader(UTF_8)) {
                    Web web = new Web(ApiMainTest.awaitPort(lines));
                    Thread.ofVirtual().start(() -> drain(lines));
                    Peers.await("ready", () -> web.get("/readyz").statusCode() == 200);
                    if (life < KILLS) {
                        work(peers, web, process);
                    } else {
                        finish(peers, web);
                        process.destroy();
                    }
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            check(peers, platform);
        }
    }

    private static boolean asks(Call call) {
        return call.path().equals("/hook/nearby");
    }

    private static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException killed) {
            // What a killed process had still to say is of no use.
        }
    }

    private void work(Peers peers, Web web, Process process) throws Exception {
        Thread killer = Thread.ofVirtual().start(new Killer(process, chance.nextInt(LONGEST_MS)));
        for (int i = 0; i < INCIDENTS_A_LIFE; i++) {
            peers.put(Records.incident(++filed, Kind.VENDING, "cam-" + filed, Instant.now(), Map.of()));
            judge(peers, web, 1 + chance.nextInt(filed));
        }
        killer.join();
    }

    private record Killer(Process process, int afterMs) implements Runnable {

        @Override
        public void run() {
            try {
                Thread.sleep(afterMs);
            } catch (InterruptedException early) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        }
    }

    /** As a page does it: whoever gets no answer looks whether it stands before saying it again. */
    private void judge(Peers peers, Web web, int number) throws Exception {
        String caseNo = caseNo(peers, number);
        if (caseNo == null || acknowledged.contains(caseNo) || verdicts(peers, caseNo) > 0) {
            return;
        }
        // A camera that stands somewhere, so that the platform can be asked what it has there.
        peers.sql(
                "UPDATE case_places SET longitude = 117.1, latitude = 36.6, declared_crs = 'wgs84' WHERE longitude IS NULL");
        try {
            if (JudgedCases.judge(web, caseNo, "{\"who\":\"王\",\"confirmed\":true}")
                            .statusCode()
                    == 201) {
                acknowledged.add(caseNo);
            }
        } catch (UncheckedIOException killed) {
            assertThat(acknowledged).doesNotContain(caseNo);
        }
    }

    private static String caseNo(Peers peers, int number) throws Exception {
        return peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
    }

    private static long verdicts(Peers peers, String caseNo) throws Exception {
        return peers.count(
                "SELECT count(*) FROM verdicts v JOIN cases c ON c.id = v.case_id WHERE c.case_no = '" + caseNo + "'");
    }

    private void finish(Peers peers, Web web) throws Exception {
        Peers.await("all read", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        for (int number = 1; number <= filed; number++) {
            judge(peers, web, number);
        }
        // A claim of a killed process stands for 90 s; here that time has passed.
        Peers.await("all pushed", () -> {
            peers.sql("UPDATE push_deliveries SET next_at = now() WHERE state = 'WAITING' AND next_at > now()");
            return peers.count("SELECT count(*) FROM push_deliveries WHERE state = 'DELIVERED'") == filed;
        });
    }

    private void check(Peers peers, FakePlatform platform) throws Exception {
        assertThat(peers.count("SELECT count(*) FROM cases WHERE status = 'PUSHED'"))
                .isEqualTo(filed);
        assertThat(peers.count("SELECT sum(last_seq) FROM case_numbers")).isEqualTo(filed);
        assertThat(peers.count("SELECT count(*) FROM verdicts")).isEqualTo(filed);
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE type = 'manifest'"))
                .isEqualTo(filed);
        assertThat(peers.count("SELECT count(*) FROM platform_events")).isEqualTo(filed);
        assertThat(peers.count("SELECT count(*) FROM rejected_records")).isZero();
        for (String caseNo : acknowledged) {
            assertThat(verdicts(peers, caseNo)).as(caseNo).isEqualTo(1);
        }
        Map<String, String> caseById = new HashMap<>();
        List<Call> pushes =
                platform.calls().stream().filter(call -> !asks(call)).toList();
        assertThat(platform.calls()).as("asked first").hasSizeGreaterThan(pushes.size());
        for (Call call : pushes) {
            caseById.put(call.id(), JSON.readTree(call.body()).path("subject").asText());
        }
        assertThat(caseById.values()).hasSize(filed).doesNotHaveDuplicates();
    }
}
