package org.streetwarden.benchmarks;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.engines.Secrets;

/**
 * Question: how fast does a flight's file reach the object store through the api, against a plain put by the SDK?
 *
 * <p>Decides: the size of parts and the two buffers of {@code flights.Receiver}; below 80 % of the plain put something must
 * change.
 *
 * <p>Input: random bytes, the same for both, put in turns into one S3 store; the api is a process of its own. Run:
 * {@code scripts/bench --main UploadRate [MEBIBYTES [ROUNDS]]}.
 */
public final class UploadRate {

    private static final String BUCKET = "streetwarden-evidence";
    private static final Pattern FLIGHT = Pattern.compile("\"flightId\":\"([^\"]+)\"");

    private final ServedApi api;
    private final MinioClient store;
    private final byte[] content;

    private UploadRate(ServedApi api, MinioClient store, byte[] content) {
        this.api = api;
        this.store = store;
        this.content = content;
    }

    public static void main(String[] args) throws Exception {
        int mebibytes = args.length > 0 ? Integer.parseInt(args[0]) : 128;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        Path dir = Files.createTempDirectory("streetwarden-upload-rate");
        String password = Secrets.random();
        byte[] content = new byte[mebibytes << 20];
        new Random(1).nextBytes(content);
        try (RedisEngine redis = RedisEngine.start(dir.resolve("redis"), 0, password);
                PostgresEngine postgres = PostgresEngine.start(dir.resolve("postgres"), 0, password);
                S3Engine s3 = S3Engine.start(dir.resolve("s3"), 0, "bench-access", password);
                ServedApi api = ServedApi.start(dir, postgres, password, redis.url(), settings(s3))) {
            MinioClient store = MinioClient.builder()
                    .endpoint(s3.endpoint())
                    .credentials(s3.accessKey(), s3.secretKey())
                    .build();
            store.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
            new UploadRate(api, store, content).run(rounds);
        }
    }

    private static Map<String, String> settings(S3Engine s3) {
        return Map.of(
                "STREETWARDEN_S3_ENDPOINT", s3.endpoint(),
                "STREETWARDEN_S3_ACCESS_KEY", s3.accessKey(),
                "STREETWARDEN_S3_SECRET_KEY", s3.secretKey());
    }

    /** The first round warms up and does not count. */
    private void run(int rounds) throws Exception {
        List<Double> plain = new ArrayList<>();
        List<Double> through = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            long start = System.nanoTime();
            put(i);
            long middle = System.nanoTime();
            upload();
            long end = System.nanoTime();
            if (i > 0) {
                plain.add(rate(middle - start));
                through.add(rate(end - middle));
                System.out.printf("plain %.1f MiB/s, through the api %.1f MiB/s%n", plain.getLast(), through.getLast());
            }
        }
        double ratio = median(through) / median(plain);
        System.out.printf(
                "median: plain %.1f, through the api %.1f MiB/s, %.0f %%; %s%n",
                median(plain), median(through), ratio * 100, ProcessorTime.load());
    }

    private double rate(long nanos) {
        return content.length / 1048576.0 / (nanos / 1e9);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private void put(int number) throws Exception {
        store.putObject(PutObjectArgs.builder().bucket(BUCKET).object("plain-" + number).stream(
                        new ByteArrayInputStream(content), (long) content.length, -1L)
                .build());
    }

    private void upload() throws IOException, InterruptedException {
        String announced =
                "{\"name\":\"bench\",\"files\":[{\"name\":\"a.mp4\",\"bytes\":%d}]}".formatted(content.length);
        HttpResponse<String> flight = expect(
                201,
                api.send(api.request("/api/v1/flights")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(announced))));
        Matcher id = FLIGHT.matcher(flight.body());
        if (!id.find()) {
            throw new IOException("expected a flight, found " + flight.body());
        }
        HttpResponse<String> made = expect(
                201,
                api.send(api.request("/api/v1/uploads")
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", Integer.toString(content.length))
                        .header("Upload-Metadata", "flight " + base64(id.group(1)) + ",filename " + base64("a.mp4"))
                        .POST(BodyPublishers.noBody())));
        expect(
                204,
                api.send(api.request(made.headers().firstValue("Location").orElseThrow())
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(content))));
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("expected %d, found %d %s".formatted(status, answer.statusCode(), answer.body()));
        }
        return answer;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
