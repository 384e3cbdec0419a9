package org.streetwarden.api.evidence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
