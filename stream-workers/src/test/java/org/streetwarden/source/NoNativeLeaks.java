package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After every test as many native objects are alive as before it. */
public final class NoNativeLeaks implements BeforeEachCallback, AfterEachCallback {

    private Map<Natives.Kind, Integer> before;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Natives.live();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(Natives.live()).as("native objects alive after the test").isEqualTo(before);
    }
}
