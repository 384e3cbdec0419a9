package org.streetwarden.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/** Puts many incidents of different things on the stream at once and waits until the api has taken them all in. */
final class IncidentRush {

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private IncidentRush() {}

    static void run(String redisUrl, int incidents, int cameras) throws InterruptedException {
        RedisClient client = RedisClient.create(redisUrl);
        try (var connection = client.connect()) {
            System.out.println("intake: warming up");
            rush(connection, incidents / 5, cameras);
            ProcessorTime before = ProcessorTime.now();
            Taken taken = rush(connection, incidents, cameras);
            System.out.printf(
                    "intake: %.0f incidents/s, each of them a new case; %s; %s%n",
                    taken.perSecond(), ProcessorTime.now().since(before, taken.incidents()), ProcessorTime.load());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    /** How many came in, in how long. */
    private record Taken(int incidents, double seconds) {

        double perSecond() {
            return incidents / seconds;
        }
    }

    /** Ends early, with what there is by then, where it takes more than {@link #PATIENCE}. */
    private static Taken rush(StatefulRedisConnection<String, String> connection, int incidents, int cameras)
            throws InterruptedException {
        List<Map<String, String>> records = new ArrayList<>();
        for (int i = 0; i < incidents; i++) {
            records.add(RecordCodec.encode(incident(i, cameras)));
        }
        connection.setAutoFlushCommands(false);
        for (Map<String, String> record : records) {
            var unused = connection.async().xadd(WorkerRecord.STREAM, record);
        }
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
        long start = System.nanoTime();
        long tellAt = start + TELL_EVERY.toNanos();
        long left;
        while ((left = connection.sync().xlen(WorkerRecord.STREAM)) > 0
                && System.nanoTime() - start < PATIENCE.toNanos()) {
            if (System.nanoTime() - tellAt >= 0) {
                tellAt += TELL_EVERY.toNanos();
                System.out.printf("intake: %d of %d taken in%n", incidents - left, incidents);
            }
            Thread.sleep(10);
        }
        return new Taken((int) (incidents - left), (System.nanoTime() - start) / 1e9);
    }

    private static IncidentFiled incident(int number, int cameras) {
        String id = UUID.randomUUID().toString().replace("-", "");
        Instant raised = Instant.now();
        List<EvidencePart> parts = new ArrayList<>();
        parts.add(new EvidencePart("clip.mp4", "video/mp4", 5_000_000, "cd".repeat(32)));
        for (String name : List.of("first", "threshold", "raised")) {
            parts.add(new EvidencePart(name + ".jpg", "image/jpeg", 200_000, "cd".repeat(32)));
            parts.add(new EvidencePart(name + "-boxes.jpg", "image/jpeg", 200_000, "cd".repeat(32)));
        }
        return new IncidentFiled(
                id,
                KINDS.get(number % KINDS.size()),
                "3701260000132%07d".formatted(1 + number % cameras),
                "路口",
                "rush-" + id.substring(0, 8),
                "stall",
                0.87,
                new Box(0.2, 0.3, 0.5, 0.8),
                false,
                raised.minusSeconds(300),
                raised.minusSeconds(60),
                raised,
                Duration.ofMinutes(5),
                Duration.ofMinutes(4),
                Duration.ofSeconds(4),
                new ModelIdentity("street", "0.4", "ab".repeat(32)),
                "0123456789ab",
                "ba9876543210",
                "A stall stood in the zone for 300 s, seen in 240 of them; the rule asks for 240 s.",
                "worker-1",
                "2026/11/21/" + id + "/",
                "ef".repeat(32),
                parts);
    }
}
