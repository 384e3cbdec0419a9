package org.streetwarden.api.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
