package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minio.GetObjectRetentionArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.CephGateway;
import org.streetwarden.engines.LockingStore;
import org.streetwarden.engines.S3Engine;

/** Against a real S3 server. */
class S3EvidenceStoreTest extends EvidenceStoreContract {

    @TempDir
    static Path home;

    private static S3Engine engine;
    private static EvidenceStore store;

    @BeforeAll
    static void start() throws Exception {
        engine = S3Engine.start(home, 0, "street-test", "secret-of-this-test");
        store = new S3EvidenceStore(settings("secret-of-this-test", "evidence-contract"));
    }

    @AfterAll
    static void stop() {
        store.close();
        engine.close();
    }

    private static S3Settings settings(String secret, String bucket) {
        return new S3Settings(engine.endpoint(), "street-test", secret, bucket);
    }

    @Override
    EvidenceStore store() {
        return store;
    }

    @Test
    void findsABucketThatIsThereAlready() throws Exception {
        Path file = Files.writeString(files.resolve("note"), "note");
        for (int life = 0; life < 2; life++) {
            try (EvidenceStore again = new S3EvidenceStore(settings("secret-of-this-test", "kept-bucket"))) {
                assertThat(again.holds("a/note", 4, Digests.sha256(file))).isEqualTo(life == 1);
                again.put("a/note", file, "text/plain", Digests.sha256(file));
            }
        }
    }

    @Test
    void saysAWrongSecretWithoutSayingIt() throws Exception {
        Path file = Files.writeString(files.resolve("note"), "note");
        try (EvidenceStore wrong = new S3EvidenceStore(settings("not-the-secret", "kept-bucket"))) {
            assertThatThrownBy(() -> wrong.put("a/note", file, "text/plain", Digests.sha256(file)))
                    .isInstanceOf(DeliveryFailure.class)
                    .hasMessageContaining("evidence store " + engine.endpoint())
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(settings("not-the-secret", "kept-bucket").toString()).doesNotContain("not-the-secret");
    }

    @Test
    void locksWhatItPutsWhereARealBucketCan(@TempDir Path ceph) throws Exception {
        assumeTrue(CephGateway.installed(), "Ceph is not installed (ceph-mon, ceph-osd, radosgw)");
        Path file = Files.writeString(files.resolve("note"), "note");
        ObjectLock lock = ObjectLock.parse("compliance=2d");
        try (CephGateway gateway = CephGateway.start(ceph, "street-test", "secret-of-this-test");
                EvidenceStore locking = new S3EvidenceStore(
                        new S3Settings(gateway.endpoint(), "street-test", "secret-of-this-test", "locked", lock));
                EvidenceStore plain = new S3EvidenceStore(
                        new S3Settings(gateway.endpoint(), "street-test", "secret-of-this-test", "plain", lock))) {
            MinioClient client = MinioClient.builder()
                    .endpoint(gateway.endpoint())
                    .region("us-east-1")
                    .credentials("street-test", "secret-of-this-test")
                    .build();
            client.makeBucket(
                    MakeBucketArgs.builder().bucket("locked").objectLock(true).build());
            locking.put("a/note", file, "text/plain", Digests.sha256(file));
            assertThat(locking.holds("a/note", 4, Digests.sha256(file))).isTrue();
            Retention retention = client.getObjectRetention(GetObjectRetentionArgs.builder()
                    .bucket("locked")
                    .object("a/note")
                    .build());
            assertThat(retention.mode()).isEqualTo(RetentionMode.COMPLIANCE);
            assertThat(retention.retainUntilDate().toInstant())
                    .isBetween(
                            Instant.now().plus(Duration.ofHours(47)),
                            Instant.now().plus(Duration.ofHours(49)));
            String version = client.statObject(StatObjectArgs.builder()
                            .bucket("locked")
                            .object("a/note")
                            .build())
                    .versionId();
            assertThatThrownBy(() -> client.removeObject(RemoveObjectArgs.builder()
                            .bucket("locked")
                            .object("a/note")
                            .versionId(version)
                            .build()))
                    .hasMessageContaining("forbidden by object lock");
            plain.put("b/note", file, "text/plain", Digests.sha256(file));
            assertThat(plain.holds("b/note", 4, Digests.sha256(file))).isTrue();
        }
    }

    @Test
    void locksWhatItPutsWhereTheBucketCan() throws Exception {
        Path file = Files.writeString(files.resolve("note"), "note");
        try (LockingStore bucket = LockingStore.start("locked", Clock.systemUTC());
                EvidenceStore locking = new S3EvidenceStore(new S3Settings(
                        bucket.endpoint(), "street-test", "any", "locked", ObjectLock.parse("compliance=2d")));
                EvidenceStore not =
                        new S3EvidenceStore(new S3Settings(bucket.endpoint(), "street-test", "any", "locked"))) {
            locking.put("a/note", file, "text/plain", Digests.sha256(file));
            not.put("b/note", file, "text/plain", Digests.sha256(file));
            assertThat(bucket.mode("a/note")).isEqualTo("COMPLIANCE");
            assertThat(bucket.until("a/note"))
                    .isBetween(
                            Instant.now().plus(Duration.ofHours(47)),
                            Instant.now().plus(Duration.ofHours(49)));
            assertThat(bucket.mode("b/note")).isNull();
        }
        assertThat(ObjectLock.parse(ObjectLock.USUAL)).isEqualTo(new ObjectLock(ObjectLock.Mode.GOVERNANCE, 30));
        assertThat(ObjectLock.parse("off")).isNull();
        assertThatThrownBy(() -> ObjectLock.parse("governance=0d")).hasMessageContaining("found governance=0d");
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> new S3Settings("http://user:pass@host", "k", "s", "evidence"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("evidence endpoint: expected http(s)://host[:port], found another form");
        assertThatThrownBy(() -> new S3Settings("http://host", "k", "s", "Evidence"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("found Evidence");
    }

    @Test
    void saysThatNobodyAnswers() {
        S3Settings nobody = new S3Settings("http://127.0.0.1:1", "k", "s", "no-bucket");
        try (EvidenceStore away = new S3EvidenceStore(nobody)) {
            assertThatThrownBy(() -> away.holds("a/note", 4, "00".repeat(32)))
                    .isInstanceOf(DeliveryFailure.class)
                    .hasMessageContaining("http://127.0.0.1:1")
                    .hasMessageContaining("refused");
        }
    }
}
