package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEvidenceStoreTest extends EvidenceStoreContract {

    @TempDir
    Path root;

    @Override
    EvidenceStore store() {
        return new FileEvidenceStore(root);
    }

    @Test
    void staysUnderItsFolder() {
        assertThatThrownBy(() -> store().get("../outside", 10))
                .isInstanceOf(DeliveryFailure.class)
                .hasMessageStartingWith("evidence key: expected a name under");
    }
}
