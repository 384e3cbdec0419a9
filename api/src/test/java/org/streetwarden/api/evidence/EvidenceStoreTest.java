package org.streetwarden.api.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minio.Checksum;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.CephGateway;
import org.streetwarden.engines.LockingStore;

class EvidenceStoreTest {

    @Test
    void saysThatNobodyAnswers(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("file"), new byte[1]);
        try (EvidenceStore nowhere = new EvidenceStore("http://127.0.0.1:1", "cn", "access", "secret", "bucket")) {
            assertThatThrownBy(() -> nowhere.put("key", "text/plain", file))
                    .isInstanceOf(IOException.class)
                    .hasMessage("evidence store does not answer");
            assertThatThrownBy(() -> nowhere.read("key", 1)).hasMessage("evidence store does not answer");
            assertThatThrownBy(nowhere::ping).hasMessage("evidence store does not answer");
        }
    }

    /** The same by a store that nobody here wrote. */
    @Test
    void keepsToTheLocksOfARealBucket(@TempDir Path dir) throws Exception {
        assumeTrue(CephGateway.installed(), "Ceph is not installed (ceph-mon, ceph-osd, radosgw)");
        Path file = Files.write(Files.createTempFile(dir, "free", ""), new byte[1]);
        try (CephGateway ceph = CephGateway.start(dir.resolve("ceph"), "street-test", "secret-of-this-test");
                EvidenceStore store =
                        new EvidenceStore(ceph.endpoint(), "cn", "street-test", "secret-of-this-test", "bucket")) {
            MinioClient client = MinioClient.builder()
                    .endpoint(ceph.endpoint())
                    .region("cn")
                    .credentials("street-test", "secret-of-this-test")
                    .build();
            client.makeBucket(
                    MakeBucketArgs.builder().bucket("bucket").objectLock(true).build());
            ZonedDateTime until =
                    ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket("bucket")
                    .object("locked")
                    .filename(file.toString())
                    .retention(new Retention(RetentionMode.COMPLIANCE, until))
                    .checksum(Checksum.Algorithm.CRC32C)
                    .build());
            store.put("free", "text/plain", file);
            assertThat(store.locks()).isTrue();
            assertThat(store.writeOnce("locked"))
                    .isEqualTo(new WriteOnce(true, "COMPLIANCE", until.toInstant(), false));
            assertThat(store.writeOnce("free")).isEqualTo(new WriteOnce(true, null, null, false));
            assertThatThrownBy(() -> store.delete("locked")).isInstanceOf(EvidenceRefused.class);
            store.hold("free", true);
            assertThat(store.writeOnce("free").held()).isTrue();
            assertThatThrownBy(() -> store.delete("free")).isInstanceOf(EvidenceRefused.class);
            assertThat(store.read("free", 10)).isEqualTo(new byte[1]);
            store.hold("free", false);
            store.put("free", "text/plain", file);
            store.delete("free");
            assertThatThrownBy(() -> store.read("free", 10)).isInstanceOf(IOException.class);
            while (Instant.now().isBefore(until.toInstant().plusSeconds(1))) {
                Thread.sleep(100);
            }
            store.delete("locked");
            assertThatThrownBy(() -> store.read("locked", 10)).isInstanceOf(IOException.class);
        }
    }

    /** What a bucket with Object Lock refuses, it keeps, with all its versions. */
    @Test
    void keepsToTheLocksOfABucketThatHasThem() throws Exception {
        Instant now = Instant.parse("2026-11-27T09:00:00Z");
        Instant[] clock = {now};
        try (LockingStore bucket = LockingStore.start("bucket", () -> clock[0]);
                EvidenceStore store = new EvidenceStore(bucket.endpoint(), "cn", "access", "secret", "bucket")) {
            bucket.put("locked", "GOVERNANCE", now.plusSeconds(60));
            bucket.put("free", null, null);
            assertThat(store.locks()).isTrue();
            assertThat(store.writeOnce("locked"))
                    .isEqualTo(new WriteOnce(true, "GOVERNANCE", now.plusSeconds(60), false));
            assertThat(store.writeOnce("free")).isEqualTo(new WriteOnce(true, null, null, false));
            assertThatThrownBy(() -> store.delete("locked")).isInstanceOf(EvidenceRefused.class);
            store.hold("free", true);
            assertThat(store.writeOnce("free").held()).isTrue();
            assertThatThrownBy(() -> store.delete("free")).isInstanceOf(EvidenceRefused.class);
            store.hold("free", false);
            bucket.put("free", null, null);
            store.delete("free");
            assertThat(bucket.versions("free")).isZero();
            clock[0] = now.plusSeconds(61);
            store.delete("locked");
            assertThat(bucket.versions("locked")).isZero();
        }
    }
}
