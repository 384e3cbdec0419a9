package org.streetwarden.api.evidence;

import io.minio.DisableObjectLegalHoldArgs;
import io.minio.EnableObjectLegalHoldArgs;
import io.minio.GetBucketVersioningArgs;
import io.minio.GetObjectLockConfigurationArgs;
import io.minio.GetObjectRetentionArgs;
import io.minio.IsObjectLegalHoldEnabledArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.Retention;
import io.minio.messages.VersioningConfiguration.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What a bucket with Object Lock (the S3 API's write-once mode) does beyond others; asks once what kind of bucket it is. */
final class ObjectLocks {

    /** By these stores say that a bucket, or an object of one, has nothing of the kind. */
    private static final Set<String> WITHOUT_LOCK = Set.of(
            "ObjectLockConfigurationNotFoundError",
            "NoSuchObjectLockConfiguration",
            "NotImplemented",
            "MethodNotAllowed",
            "InvalidRequest");

    private final MinioClient client;
    private final String bucket;
    private volatile Boolean locks;
    private volatile Boolean versioned;

    ObjectLocks(MinioClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** Whether objects of the bucket can be locked. */
    boolean locks() throws MinioException {
        if (locks == null) {
            locks = asked(
                    () -> {
                        client.getObjectLockConfiguration(GetObjectLockConfigurationArgs.builder()
                                .bucket(bucket)
                                .build());
                        return true;
                    },
                    false);
        }
        return locks;
    }

    private boolean versioned() throws MinioException {
        if (versioned == null) {
            versioned = locks()
                    || asked(
                            () -> client.getBucketVersioning(GetBucketVersioningArgs.builder()
                                                    .bucket(bucket)
                                                    .build())
                                            .status()
                                    != Status.OFF,
                            false);
        }
        return versioned;
    }

    /** Deletes every version of an object, so that nothing of it is left; one that is not there is no failure. */
    void delete(String key) throws MinioException {
        if (!versioned()) {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return;
        }
        for (Result<Item> each : client.listObjects(ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(key)
                .includeVersions(true)
                .build())) {
            Item item = each.get();
            if (item.objectName().equals(key)) {
                client.removeObject(RemoveObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .versionId(item.versionId())
                        .build());
            }
        }
    }

    /** @param held whether the legal hold of the object's newest version stands or is lifted */
    void hold(String key, boolean held) throws MinioException {
        if (held) {
            client.enableObjectLegalHold(EnableObjectLegalHoldArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .build());
        } else {
            client.disableObjectLegalHold(DisableObjectLegalHoldArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .build());
        }
    }

    WriteOnce of(String key) throws MinioException {
        if (!locks()) {
            return WriteOnce.NONE;
        }
        Optional<Retention> retention = asked(
                () -> Optional.ofNullable(client.getObjectRetention(GetObjectRetentionArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .build())),
                Optional.empty());
        boolean held = asked(
                () -> client.isObjectLegalHoldEnabled(IsObjectLegalHoldEnabledArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .build()),
                false);
        String mode = retention.map(Retention::mode).map(Enum::name).orElse(null);
        Instant until = retention
                .map(Retention::retainUntilDate)
                .map(java.time.ZonedDateTime::toInstant)
                .orElse(null);
        return new WriteOnce(true, mode, until, held);
    }

    private interface Question<T> {
        T ask() throws MinioException;
    }

    private static <T> T asked(Question<T> question, T otherwise) throws MinioException {
        try {
            return question.ask();
        } catch (ErrorResponseException refused) {
            if (WITHOUT_LOCK.contains(refused.errorResponse().code())) {
                return otherwise;
            }
            throw refused;
        }
    }
}
