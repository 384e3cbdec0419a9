package org.streetwarden.api.evidence;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;

/** The S3 bucket that workers put evidence into and fetch models from. Thread-safe; every call blocks. */
public final class EvidenceStore implements AutoCloseable {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes [0-9]+-[0-9]+/([0-9]+)");

    private final MinioClient client;
    private final OkHttpClient http;
    private final String bucket;
    private final ObjectLocks locks;

    /** Opens without a server. */
    public EvidenceStore(String endpoint, String region, String accessKey, String secretKey, String bucket) {
        http = new OkHttpClient.Builder()
                .connectTimeout(3, TimeUnit.SECONDS)
                .readTimeout(10, TimeUnit.SECONDS)
                .writeTimeout(30, TimeUnit.SECONDS)
                .build();
        client = MinioClient.builder()
                .endpoint(endpoint)
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
        this.bucket = bucket;
        locks = new ObjectLocks(client, bucket);
    }

    /** Opens a part of an object, from {@code offset}, {@code length} bytes; closing it is the caller's. */
    public StoredObject open(String key, long offset, long length) throws IOException {
        try {
            GetObjectResponse response = client.getObject(GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .offset(offset)
                    .length(length)
                    .build());
            return new StoredObject(response, totalBytes(response));
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** Reads a small object whole. */
    public byte[] read(String key, int maxBytes) throws IOException {
        try (GetObjectResponse response = client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            byte[] bytes = response.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new EvidenceTooLong(key, maxBytes);
            }
            return bytes;
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** Writes a file as one object, replacing what was there. */
    public void put(String key, String mime, Path file) throws IOException {
        try {
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(file.toString())
                    .contentType(mime)
                    .build());
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** Writes a small object. */
    public void put(String key, String mime, byte[] content) throws IOException {
        try {
            client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).contentType(mime).stream(
                            new ByteArrayInputStream(content), (long) content.length, -1L)
                    .build());
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** An object as the store lists it. */
    public record Listed(String key, long bytes, String etag) {}

    /** Every object, by key. */
    public List<Listed> list() throws IOException {
        List<Listed> all = new ArrayList<>();
        try {
            for (Result<Item> each : client.listObjects(
                    ListObjectsArgs.builder().bucket(bucket).recursive(true).build())) {
                Item item = each.get();
                all.add(new Listed(item.objectName(), item.size(), item.etag()));
            }
        } catch (MinioException | IllegalStateException failure) {
            throw failed(bucket, failure);
        }
        return all;
    }

    /**
     * Copies an object.
     *
     * @return its media type
     */
    public String copy(String key, OutputStream to) throws IOException {
        try (GetObjectResponse response = client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            response.transferTo(to);
            return Optional.ofNullable(response.headers().get("Content-Type")).orElse("application/octet-stream");
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /**
     * Deletes an object with all its versions; one that is not there is no failure.
     *
     * @throws EvidenceRefused where the store does not let it go
     */
    public void delete(String key) throws IOException {
        try {
            locks.delete(key);
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** Whether objects can be locked. */
    public boolean locks() throws IOException {
        try {
            return locks.locks();
        } catch (MinioException | IllegalStateException failure) {
            throw failed(bucket, failure);
        }
    }

    /**
     * Sets or lifts the legal hold of an object in a store that locks.
     *
     * @throws EvidenceMissing where it is not there
     */
    public void hold(String key, boolean held) throws IOException {
        try {
            locks.hold(key, held);
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** How an object is locked. */
    public WriteOnce writeOnce(String key) throws IOException {
        try {
            return locks.of(key);
        } catch (MinioException | IllegalStateException failure) {
            throw failed(key, failure);
        }
    }

    /** @throws IOException where the store does not answer, refuses the keys or lacks the bucket; names no secret */
    public void ping() throws IOException {
        try {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                throw new IOException("bucket " + bucket + " is not there yet");
            }
        } catch (MinioException | IllegalStateException failure) {
            throw failed(bucket, failure);
        }
    }

    private static long totalBytes(GetObjectResponse response) {
        Matcher range = CONTENT_RANGE.matcher(
                Optional.ofNullable(response.headers().get("Content-Range")).orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    /** MinIO's client throws an {@code IllegalStateException} where a connection fails or is too slow. */
    private static IOException failed(String key, Exception failure) {
        if (failure instanceof ErrorResponseException refused) {
            String code = refused.errorResponse().code();
            return "NoSuchKey".equals(code) || "NoSuchBucket".equals(code)
                    ? new EvidenceMissing(key, failure)
                    : new EvidenceRefused(code, failure);
        }
        return new IOException("evidence store does not answer", failure);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
