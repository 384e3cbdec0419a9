package org.streetwarden.api.flights;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadPartArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Objects that the S3 bucket is given in parts. Thread-safe; every call blocks but {@link #putPart}. */
public final class PartStore implements AutoCloseable {

    private static final int REQUESTS = 32;
    private static final int PATIENCE_S = 120;
    private static final String MIME = "application/octet-stream";

    private final OkHttpClient http;
    private final MinioAsyncClient client;
    private final String bucket;

    /** Opens without a server. */
    public PartStore(String endpoint, String region, String accessKey, String secretKey, String bucket) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(REQUESTS);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(3, TimeUnit.SECONDS)
                .readTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .writeTimeout(30, TimeUnit.SECONDS)
                .build();
        client = MinioAsyncClient.builder()
                .endpoint(endpoint)
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
        this.bucket = bucket;
    }

    /** @return the store's id of an object to be put together */
    String begin(String key) throws IOException {
        return await(() -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .build()))
                .result()
                .uploadId();
    }

    /**
     * Sends one part; one of the same number takes its place.
     *
     * @param bytes lent until the future ends
     * @return its tag, later
     */
    CompletableFuture<String> putPart(String key, String multipartId, int number, byte[] bytes, int length)
            throws IOException {
        try {
            return client.uploadPart(UploadPartArgs.builder()
                            .bucket(bucket)
                            .object(key)
                            .uploadId(multipartId)
                            .partNumber(number)
                            .data(bytes, length)
                            .build())
                    .thenApply(response -> response.part().etag());
        } catch (Exception refused) {
            throw failed(refused);
        }
    }

    /** @throws NoSuchUpload where the store knows of none: it was put together or given up before */
    void complete(String key, String multipartId, List<String> etags) throws IOException {
        Part[] parts = new Part[etags.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part(i + 1, etags.get(i));
        }
        await(() -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(key)
                .uploadId(multipartId)
                .parts(parts)
                .build()));
    }

    /** Where it is gone already, nothing happens. */
    void abort(String key, String multipartId) throws IOException {
        try {
            await(() -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .uploadId(multipartId)
                    .build()));
        } catch (NoSuchUpload gone) {
            return;
        }
    }

    /** Writes a small object, replacing what was there. */
    void put(String key, byte[] bytes, int length) throws IOException {
        await(() -> client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).contentType(MIME).stream(
                        new ByteArrayInputStream(bytes, 0, length), (long) length, -1L)
                .build()));
    }

    /** Fills the beginning of a buffer with a small object. */
    void read(String key, byte[] into, int length) throws IOException {
        try (GetObjectResponse response = await(() -> client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build()))) {
            if (response.readNBytes(into, 0, length) != length) {
                throw new IOException(key + ": expected " + length + " bytes in the store, found less");
            }
        }
    }

    /** @return its size; -1 where there is none */
    long size(String key) throws IOException {
        try {
            return await(() -> client.statObject(
                            StatObjectArgs.builder().bucket(bucket).object(key).build()))
                    .size();
        } catch (NoSuchObject none) {
            return -1;
        }
    }

    /** Where there is none, nothing happens. */
    void remove(String key) throws IOException {
        await(() -> client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    /** The store knows no such object being put together. */
    static final class NoSuchUpload extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchUpload(Throwable cause) {
            super("the object store knows no such upload", cause);
        }
    }

    private static final class NoSuchObject extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchObject(Throwable cause) {
            super("the object store has no such object", cause);
        }
    }

    private interface Call<T> {
        CompletableFuture<T> begin() throws Exception;
    }

    private static <T> T await(Call<T> call) throws IOException {
        try {
            return call.begin().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } catch (ExecutionException failure) {
            throw failed(failure.getCause());
        } catch (Exception failure) {
            throw failed(failure);
        }
    }

    /** Waits for a part. */
    static String await(CompletableFuture<String> part) throws IOException {
        return await(() -> part);
    }

    private static IOException failed(Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException ? failure.getCause() : failure;
        if (cause instanceof ErrorResponseException refused) {
            return switch (refused.errorResponse().code()) {
                case "NoSuchUpload" -> new NoSuchUpload(cause);
                case "NoSuchKey" -> new NoSuchObject(cause);
                default ->
                    new IOException(
                            "the object store refuses: "
                                    + refused.errorResponse().code(),
                            cause);
            };
        }
        return cause instanceof TimeoutException
                ? new IOException("the object store does not answer in time", cause)
                : new IOException("the object store does not answer", cause);
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
