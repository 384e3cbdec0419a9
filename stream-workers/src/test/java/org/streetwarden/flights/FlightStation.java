package org.streetwarden.flights;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightJobCodec;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.rollout.Polling;

/** The api's side of flights: a real Redis and a real S3 server, flights stored and asked for there, and what workers said of them. */
final class FlightStation implements AutoCloseable {

    private static final Instant UPLOADED = Instant.parse("2026-11-22T01:00:00Z");
    private static final String ACCESS = "street-test";
    private static final String SECRET = "secret-of-this-test";

    private final RedisEngine redis;
    private final S3Engine s3;
    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    FlightStation(Path home) throws Exception {
        redis = RedisEngine.start(home.resolve("redis"), 0, "password-of-this-test");
        s3 = S3Engine.start(home.resolve("s3"), 0, ACCESS, SECRET);
        client = RedisClient.create(redis.url());
        commands = client.connect().sync();
    }

    String redisUrl() {
        return redis.url();
    }

    S3Settings s3() {
        return new S3Settings(s3.endpoint(), ACCESS, SECRET, "flights");
    }

    RedisCommands<String, String> commands() {
        return commands;
    }

    /** The caller's to close. */
    S3EvidenceStore store() {
        return new S3EvidenceStore(s3());
    }

    FlightObject stored(String name, Role role, Path file) throws Exception {
        String sha256 = Digests.sha256(file);
        try (S3EvidenceStore store = store()) {
            store.put("flights/uploaded/" + name, file, "application/octet-stream", sha256);
        }
        return new FlightObject("卡 1/" + name, "flights/uploaded/" + name, Files.size(file), sha256, role, "");
    }

    void ask(String flightId, Step step, FlightObject... files) {
        FlightJob job = new FlightJob(flightId + "-" + step, flightId, step, "城北勘察", "pilot", UPLOADED, List.of(files));
        commands.xadd(FlightKeys.STREAM, FlightJobCodec.encode(job));
    }

    List<WorkerRecord> records(String flightId) {
        List<WorkerRecord> records = new ArrayList<>();
        for (var entry : commands.xrange(WorkerRecord.STREAM, Range.unbounded())) {
            try {
                WorkerRecord record = RecordCodec.decode(entry.getBody());
                boolean its = record instanceof IncidentFiled filed
                        ? filed.cameraId().equals(FlightKeys.cameraId(flightId))
                        : record instanceof FlightRecord flight
                                && flight.flightId().equals(flightId);
                if (its) {
                    records.add(record);
                }
            } catch (MalformedRecord malformed) {
                throw new IllegalStateException(malformed);
            }
        }
        return records;
    }

    <T> List<T> records(String flightId, Class<T> kind) {
        return records(flightId).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Of all incidents of it, in order, with those that were filed twice. */
    List<String> incidentIds(String flightId) {
        return records(flightId, IncidentFiled.class).stream()
                .map(IncidentFiled::incidentId)
                .sorted()
                .toList();
    }

    /** Whether a worker may go on with it from a stretch that is done. */
    boolean remembers(String flightId) {
        return commands.hexists(FlightKeys.MEMORY, flightId);
    }

    /** Waits until its survey has ended. */
    FlightSurveyed surveyed(String flightId) throws InterruptedException {
        until("it is surveyed", () -> !records(flightId, FlightSurveyed.class).isEmpty());
        until("its job is gone", () -> commands.xlen(FlightKeys.STREAM) == 0);
        return records(flightId, FlightSurveyed.class).getFirst();
    }

    /** Looks now and then, as every look may read the whole stream. */
    static void until(String what, BooleanSupplier holds) throws InterruptedException {
        Polling.until(what, Duration.ofMillis(100), holds);
    }

    @Override
    public void close() throws IOException {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
        s3.close();
    }
}
