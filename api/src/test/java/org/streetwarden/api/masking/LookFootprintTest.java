package org.streetwarden.api.masking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.directory.LonLat;

class LookFootprintTest {

    private static final String RING = "[[0, 1], [2, 1], [2, 0], [0, 0]]";
    private static final String HIGHER = "[[0, 3], [2, 3], [2, 0], [0, 0]]";

    @Test
    void knowsEachLooksOwn() {
        byte[] manifest = "{\"flight\": {\"footprint\": %s, \"earlierFootprints\": {\"first\": %s}}}"
                .formatted(RING, HIGHER)
                .getBytes(UTF_8);
        assertThat(LookFootprint.of(manifest, "raised"))
                .containsExactly(new LonLat(0, 1), new LonLat(2, 1), new LonLat(2, 0), new LonLat(0, 0));
        assertThat(LookFootprint.of(manifest, "first").getFirst()).isEqualTo(new LonLat(0, 3));
        assertThat(LookFootprint.of(manifest, "threshold")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"flight\": null}",
                "{\"flight\": {\"footprint\": []}}",
                "{\"flight\": {\"footprint\": [[0, 0], [1, 0], [1, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, 0], [200, 0], [1, 1], [0, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, \"0\"], [1, 0], [1, 1], [0, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, 0, 0], [1, 0], [1, 1], [0, 1]]}}"
            })
    void doesNotKnowWhereTheManifestDoesNotSay(String manifest) {
        assertThat(LookFootprint.of(manifest.getBytes(UTF_8), "raised")).isEmpty();
    }
}
