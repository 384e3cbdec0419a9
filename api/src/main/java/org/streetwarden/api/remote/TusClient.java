package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.streetwarden.api.models.Digests;

/** Sends files by tus 1.0.0, a chunk with its checksum at a time; goes on by itself after a cut. */
final class TusClient implements AutoCloseable {

    private static final int CHUNK_BYTES = 8 << 20;
    private static final int TRIES = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final URI base;
    private final Optional<String> key;
    private final Asked asked = new Asked(Duration.ofMinutes(10), 1 << 20);

    TusClient(URI base) throws RemoteFailure {
        this.base = base;
        this.key = ShownKey.find();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Tus-Resumable", "1.0.0");
        ShownKey.put(key, request);
        return request;
    }

    /** @return the new upload's path */
    String create(String flightId, String name, long bytes) throws IOException {
        HttpResponse<byte[]> made = asked.send(request("/api/v1/uploads")
                .header("Upload-Length", Long.toString(bytes))
                .header("Upload-Metadata", "flight " + base64(flightId) + ",filename " + base64(name))
                .POST(BodyPublishers.noBody())
                .build());
        return made.headers().firstValue("Location").orElseThrow(() -> refused(made));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends what is still to come of a file.
     *
     * @param told how many bytes are kept, after each chunk
     */
    void send(String path, Path file, LongConsumer told) throws IOException {
        try (RandomAccessFile from = new RandomAccessFile(file.toFile(), "r")) {
            byte[] chunk = new byte[CHUNK_BYTES];
            int failed = 0;
            long before = -1;
            long kept = 0;
            while (before < 0 || kept < from.length()) {
                try {
                    kept = before < 0 ? offset(path) : sendChunk(path, from, kept, chunk);
                    before = kept;
                    failed = 0;
                    told.accept(kept);
                } catch (RemoteFailure refusal) {
                    throw refusal;
                } catch (IOException cut) {
                    failed++;
                    if (failed >= TRIES) {
                        throw new RemoteFailure(
                                "%s: %s; run the same command again to go on".formatted(file, cut.getMessage()));
                    }
                    pause(failed);
                    before = -1;
                }
            }
        }
    }

    private long offset(String path) throws IOException {
        HttpResponse<byte[]> found = asked.send(request(path).GET().build());
        return found.headers().firstValueAsLong("Upload-Offset").orElseThrow(() -> refused(found));
    }

    private long sendChunk(String path, RandomAccessFile from, long kept, byte[] chunk) throws IOException {
        from.seek(kept);
        int length = (int) Math.min(chunk.length, from.length() - kept);
        from.readFully(chunk, 0, length);
        MessageDigest digest = Digests.sha256();
        digest.update(chunk, 0, length);
        HttpResponse<byte[]> answer = asked.send(request(path)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(kept))
                .header("Upload-Checksum", "sha256 " + Base64.getEncoder().encodeToString(digest.digest()))
                .method("PATCH", BodyPublishers.ofByteArray(chunk, 0, length))
                .build());
        if (answer.statusCode() != 204) {
            throw switch (answer.statusCode()) {
                case 409, 423, 429, 460, 500, 502, 503, 504 -> new IOException(text(answer));
                default -> refused(answer);
            };
        }
        return kept + length;
    }

    private static void pause(int failed) throws RemoteFailure {
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), 500L << failed));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure("interrupted");
        }
    }

    private static RemoteFailure refused(HttpResponse<byte[]> answer) {
        return new RemoteFailure(text(answer));
    }

    private static String text(HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return "the api answered %d %s".formatted(answer.statusCode(), FlightText.safe(body));
    }

    @Override
    public void close() {
        asked.close();
    }
}
