package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;

/** The process as a launcher starts it. */
class ApiMainTest {

    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:([0-9]+)/");

    static Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                ApiMain.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("STREETWARDEN_"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }

    /** Where nothing listens. */
    private static Map<String, String> nowhere() {
        Map<String, String> values = new HashMap<>();
        values.put("STREETWARDEN_PORT", "0");
        values.put("STREETWARDEN_DB_URL", "jdbc:postgresql://127.0.0.1:1/x");
        values.put("STREETWARDEN_DB_USER", "x");
        values.put("STREETWARDEN_DB_PASSWORD", "secret-1");
        values.put("STREETWARDEN_REDIS_URL", "redis://:secret-2@127.0.0.1:1");
        values.put("STREETWARDEN_S3_ENDPOINT", "http://127.0.0.1:1");
        values.put("STREETWARDEN_S3_ACCESS_KEY", "secret-3");
        values.put("STREETWARDEN_S3_SECRET_KEY", "secret-4");
        return values;
    }

    private static String output(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    static int awaitPort(BufferedReader lines) throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new IOException("the api ended before it listened");
    }

    @Test
    void explainsItself() throws Exception {
        Process process = start(Map.of(), "--help");
        assertThat(output(process)).contains("--port", "STREETWARDEN_REDIS_URL", "Exit codes");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void namesEverySettingAtFaultWithoutItsSecret() {
        Map<String, String> values = nowhere();
        values.put("STREETWARDEN_PORT", "70000");
        values.put("STREETWARDEN_REDIS_URL", "http://:secret-2@x");
        values.put("STREETWARDEN_DISTRICT", "37");
        values.remove("STREETWARDEN_S3_SECRET_KEY");
        values.put("STREETWARDEN_REVIEW", "vending=sometimes");
        values.put("STREETWARDEN_STATUS_MAP", "立案=PENDING_REVIEW");
        values.put("STREETWARDEN_PUBLIC_URL", "platform");
        values.put("STREETWARDEN_PUSH_TARGETS", "/nowhere/targets.json");
        assertThatThrownBy(() -> ApiSettings.from(values))
                .isInstanceOf(ApiSettings.Unusable.class)
                .hasMessageContaining("STREETWARDEN_PORT: expected a port from 0 to 65535, found 70000")
                .hasMessageContaining("STREETWARDEN_REDIS_URL: expected redis://")
                .hasMessageContaining("STREETWARDEN_DISTRICT: expected six digits, found 37")
                .hasMessageContaining("STREETWARDEN_S3_SECRET_KEY: expected a secret, found nothing")
                .hasMessageContaining("STREETWARDEN_REVIEW: expected KIND=always or KIND=SCORE", "vending is neither")
                .hasMessageContaining("STREETWARDEN_STATUS_MAP: expected WORD=STATE", "is none of PUSHED, ACCEPTED")
                .hasMessageContaining("STREETWARDEN_PUBLIC_URL: expected http(s)://host:port, found platform")
                .hasMessageContaining("/nowhere/targets.json: expected a file that can be read")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("secret-");
    }

    @Test
    void keepsItsOwnServersFromBeingTargets() throws Exception {
        Map<String, String> values = nowhere();
        values.put("STREETWARDEN_DB_URL", "jdbc:postgresql://db.city/x?user=a");
        values.put("STREETWARDEN_REDIS_URL", "redis://:pa:ss@[fd00::5]:6400");
        values.put("STREETWARDEN_S3_ENDPOINT", "https://s3.city/");
        assertThat(ApiSettings.from(values).handOver().own())
                .extracting(Object::toString)
                .containsExactly(
                        "Service[host=db.city, port=5432]",
                        "Service[host=fd00::5, port=6400]",
                        "Service[host=s3.city, port=443]");
    }

    @Test
    void saysInOneSentenceThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(nowhere(), "--port", Integer.toString(taken.getLocalPort()));
            assertThat(output(process))
                    .contains("127.0.0.1:" + taken.getLocalPort() + ": expected to listen there, found")
                    .doesNotContain("secret-", "\tat ");
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void startsWithoutItsServersAndSaysWhichAreMissing() throws Exception {
        Process process = start(nowhere());
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            Web web = new Web(awaitPort(lines));
            assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
            var ready = web.get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            Web.json(ready).get("checks").forEach(check -> assertThat(
                            check.get("ready").asBoolean())
                    .as(check.toString())
                    .isFalse());
            assertThat(new String(ready.body(), UTF_8)).doesNotContain("secret-");
            assertThat(web.get("/api/v1/cases").statusCode()).isEqualTo(503);
            assertThat(web.get("/").statusCode()).isEqualTo(200);
            process.toHandle().destroy();
            assertThat(lines.lines().toList())
                    .anyMatch(line -> line.contains("ending"))
                    .noneMatch(line -> line.contains("secret-"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void filesEverythingOnceHoweverOftenItIsKilled() throws Exception {
        try (Peers peers = Peers.start()) {
            for (int round = 0; round < 4; round++) {
                for (int i = 1; i <= 60; i++) {
                    peers.put(Records.incident(round * 60 + i));
                }
                Process process = start(peers.environment());
                long already = round * 45L;
                Peers.await("some filed", () -> peers.count("SELECT count(*) FROM cases") > already);
                process.destroyForcibly().waitFor();
            }
            Process last = start(peers.environment());
            Peers.await("all read", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
            assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(240);
            assertThat(peers.count("SELECT count(*) FROM case_history")).isEqualTo(240);
            // Summed, because the sequence starts anew at midnight in China.
            assertThat(peers.count("SELECT sum(last_seq) FROM case_numbers")).isEqualTo(240);
            assertThat(peers.count("SELECT count(*) FROM rejected_records")).isZero();
            last.destroy();
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
