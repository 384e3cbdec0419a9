package org.streetwarden.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF})
    void refusesWhatNoManifestCanHold(int character) {
        assertThat(PlainText.exchangeable(character)).isFalse();
        assertThat(PlainText.problem("门" + Character.toString(character), 10)).isPresent();
    }

    @Test
    void takesEverythingElse() {
        for (int character : new int[] {'a', '门', 0xD7FF, 0xE000, 0xFDCF, 0xFDF0, 0xFFFD, 0x1F600, 0x1FFFD}) {
            assertThat(PlainText.exchangeable(character)).as("U+%X", character).isTrue();
        }
        assertThat(PlainText.printable('\n')).isFalse();
        assertThat(PlainText.problem("东门路口 😀", 10)).isEmpty();
    }
}
