package org.streetwarden.filing;

import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.GetObjectLockConfigurationArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.OkHttpClient;

/**
 * Evidence in an S3 bucket. Each object carries its SHA-256 as user metadata; uploads are signed over their content, so
 * bytes damaged on the way are refused by the server. Where the bucket has Object Lock, objects are put with a retention, and nobody
 * deletes or replaces them before it ends. Connecting takes at most 5 s, one request at most 2 minutes.
 */
public final class S3EvidenceStore implements EvidenceStore {

    private static final String DIGEST = "sha256";
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchBucket", "NoSuchObject");
    private static final Set<String> WITHOUT_LOCK =
            Set.of("ObjectLockConfigurationNotFoundError", "NotImplemented", "MethodNotAllowed", "InvalidRequest");
    private static final Set<String> BUCKET_THERE = Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

    private final S3Settings settings;
    private final OkHttpClient http;
    private final MinioClient client;
    private boolean bucketKnown;
    private boolean locks;

    /** Connects at first use. */
    public S3EvidenceStore(S3Settings settings) {
        this.settings = settings;
        http = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(30))
                .writeTimeout(Duration.ofSeconds(30))
                .callTimeout(Duration.ofMinutes(2))
                .build();
        client = MinioClient.builder()
                .endpoint(settings.endpoint())
                .region("us-east-1")
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http, true)
                .build();
        client.setRetry(Set.of(503), 0L, 1);
    }

    @Override
    public boolean holds(String key, long bytes, String sha256) throws DeliveryFailure {
        try {
            StatObjectResponse found = client.statObject(StatObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .build());
            return found.size() == bytes && sha256.equals(found.userMetadata().getFirst(DIGEST));
        } catch (MinioException | RuntimeException failed) {
            if (ABSENT.contains(code(failed))) {
                return false;
            }
            throw failure(key, failed);
        }
    }

    @Override
    public void put(String key, Path file, String mime, String sha256) throws DeliveryFailure {
        try {
            ensureBucket();
            UploadObjectArgs.Builder upload = UploadObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .filename(file.toString())
                    .contentType(mime)
                    .userMetadata(Map.of(DIGEST, sha256));
            if (locks) {
                upload.retention(retention(settings.lock())).checksum(Checksum.Algorithm.CRC32C);
            }
            client.uploadObject(upload.build());
        } catch (MinioException | RuntimeException failed) {
            bucketKnown = false;
            throw failure(key, failed);
        }
    }

    private static Retention retention(ObjectLock lock) {
        return new Retention(
                RetentionMode.valueOf(lock.mode().name()),
                ZonedDateTime.now(ZoneOffset.UTC).plusDays(lock.days()));
    }

    private void ensureBucket() throws MinioException {
        if (bucketKnown) {
            return;
        }
        BucketExistsArgs asked =
                BucketExistsArgs.builder().bucket(settings.bucket()).build();
        if (!client.bucketExists(asked)) {
            makeBucket();
        }
        locks = settings.lock() != null && canLock();
        bucketKnown = true;
    }

    private boolean canLock() throws MinioException {
        try {
            client.getObjectLockConfiguration(GetObjectLockConfigurationArgs.builder()
                    .bucket(settings.bucket())
                    .build());
            return true;
        } catch (MinioException refused) {
            if (WITHOUT_LOCK.contains(code(refused))) {
                return false;
            }
            throw refused;
        }
    }

    private void makeBucket() throws MinioException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(settings.bucket()).build());
        } catch (MinioException refused) {
            if (!BUCKET_THERE.contains(code(refused))) {
                throw refused;
            }
        }
    }

    @Override
    public byte[] get(String key, int maxBytes) throws DeliveryFailure {
        GetObjectArgs asked =
                GetObjectArgs.builder().bucket(settings.bucket()).object(key).build();
        try (InputStream in = client.getObject(asked)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new DeliveryFailure("object %s: expected at most %d bytes, found more".formatted(key, maxBytes));
            }
            return bytes;
        } catch (MinioException | IOException | RuntimeException failed) {
            throw failure(key, failed);
        }
    }

    /** @return bytes of an object; empty where there is none */
    public OptionalLong size(String key) throws DeliveryFailure {
        try {
            StatObjectResponse found = client.statObject(StatObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .build());
            return OptionalLong.of(found.size());
        } catch (MinioException | RuntimeException failed) {
            if (ABSENT.contains(code(failed))) {
                return OptionalLong.empty();
            }
            throw failure(key, failed);
        }
    }

    /**
     * Opens an object that is there; reading it takes at most 2 minutes.
     *
     * @param fromByte below its size
     * @return from that byte on; the caller's to close
     */
    public InputStream open(String key, long fromByte) throws DeliveryFailure {
        GetObjectArgs asked = GetObjectArgs.builder()
                .bucket(settings.bucket())
                .object(key)
                .offset(fromByte)
                .build();
        try {
            return client.getObject(asked);
        } catch (MinioException | RuntimeException failed) {
            throw failure(key, failed);
        }
    }

    /**
     * Reads a piece of an object that is there.
     *
     * @return exactly so many bytes
     */
    public byte[] read(String key, long fromByte, int bytes) throws DeliveryFailure {
        GetObjectArgs asked = GetObjectArgs.builder()
                .bucket(settings.bucket())
                .object(key)
                .offset(fromByte)
                .length((long) bytes)
                .build();
        try (InputStream in = client.getObject(asked)) {
            byte[] piece = in.readNBytes(bytes);
            if (piece.length < bytes) {
                throw new DeliveryFailure(
                        "object %s: expected %d bytes from %d, found %d".formatted(key, bytes, fromByte, piece.length));
            }
            return piece;
        } catch (MinioException | IOException | RuntimeException failed) {
            throw failure(key, failed);
        }
    }

    /** The server's word for a refusal, wherever the SDK put it; empty where no server answered. */
    private static String code(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ErrorResponseException refused) {
                return refused.errorResponse().code();
            }
        }
        return "";
    }

    /** Names the innermost cause, which the SDK wraps in exceptions of many types; its messages hold neither key. */
    private DeliveryFailure failure(String key, Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String what = cause instanceof ErrorResponseException refused
                ? refused.errorResponse().code() + ", "
                        + refused.errorResponse().message()
                : cause.toString();
        return new DeliveryFailure(
                "evidence store %s, bucket %s, object %s: %s"
                        .formatted(settings.endpoint(), settings.bucket(), key, what),
                failed);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
