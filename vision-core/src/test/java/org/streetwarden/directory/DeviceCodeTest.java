package org.streetwarden.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DeviceCodeTest {

    @Test
    void readsItsParts() {
        DeviceCode code = new DeviceCode("37012600081327000042");
        assertThat(code.centre()).isEqualTo("37012600");
        assertThat(code.division()).isEqualTo("370126");
        assertThat(code.industry()).isEqualTo("08");
        assertThat(code.type()).isEqualTo("132");
        assertThat(code.network()).isEqualTo("7");
        assertThat(code.serial()).isEqualTo("000042");
        assertThat(code.kind()).isEqualTo(DeviceKind.CAMERA);
    }

    @Test
    void tellsCamerasFromWhatStandsAboveThem() {
        assertThat(kind("131")).isEqualTo(DeviceKind.CAMERA);
        assertThat(kind("111")).isEqualTo(DeviceKind.DEVICE);
        assertThat(kind("118")).isEqualTo(DeviceKind.DEVICE);
        assertThat(kind("122")).isEqualTo(DeviceKind.DEVICE);
        assertThat(kind("134")).isEqualTo(DeviceKind.PERIPHERAL);
        assertThat(kind("200")).isEqualTo(DeviceKind.PLATFORM);
        assertThat(kind("215")).isEqualTo(DeviceKind.BUSINESS_GROUP);
        assertThat(kind("216")).isEqualTo(DeviceKind.VIRTUAL_ORGANISATION);
        assertThat(kind("300")).isEqualTo(DeviceKind.USER);
        assertThat(kind("502")).isEqualTo(DeviceKind.ATTACHED);
        assertThat(kind("600")).isEqualTo(DeviceKind.UNKNOWN);
    }

    private static DeviceKind kind(String type) {
        return new DeviceCode("3701260008" + type + "7000042").kind();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(DeviceCode.problem(""))
                .hasValueSatisfying(text -> assertThat(text).endsWith("found nothing"));
        assertThat(DeviceCode.problem("3701260008132700004"))
                .hasValueSatisfying(text -> assertThat(text).endsWith("19"));
        assertThat(DeviceCode.problem("3.70126E+19"))
                .hasValueSatisfying(text -> assertThat(text).contains("spreadsheet"));
        assertThat(DeviceCode.problem("37012600081320000000"))
                .hasValueSatisfying(text -> assertThat(text).contains("spreadsheet"));
        assertThat(DeviceCode.problem("３7012600081327000042"))
                .hasValueSatisfying(text -> assertThat(text).contains("other characters"));
        assertThat(DeviceCode.problem("99012600081327000042"))
                .hasValueSatisfying(text -> assertThat(text).endsWith("found 99012600"));
        assertThat(DeviceCode.problem("37002600081327000042"))
                .as("a county of no city")
                .isPresent();
        assertThatThrownBy(() -> new DeviceCode("1")).hasMessageContaining("found 1");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void isTheSumOfItsParts(@ForAll("codes") String text) {
        DeviceCode code = new DeviceCode(text);
        assertThat(code.centre() + code.industry() + code.type() + code.network() + code.serial())
                .isEqualTo(text);
        assertThat(code.centre()).startsWith(code.division());
    }

    @Property(tries = 200)
    void takesNoOtherText(@ForAll String text) {
        if (!text.matches("[0-9]{20}")) {
            assertThat(DeviceCode.problem(text)).isPresent();
        }
    }

    @Provide
    Arbitrary<String> codes() {
        Arbitrary<String> two = digits(2, 1, 99);
        return Combinators.combine(
                        Arbitraries.of("11", "34", "37", "65"),
                        two,
                        two,
                        digits(2, 0, 99),
                        digits(2, 0, 99),
                        digits(4, 0, 9999),
                        digits(6, 1, 999_999))
                .as((province, city, county, base, industry, typeAndNetwork, serial) ->
                        province + city + county + base + industry + typeAndNetwork + serial);
    }

    private static Arbitrary<String> digits(int count, int least, int most) {
        return Arbitraries.integers().between(least, most).map(number -> ("%0" + count + "d").formatted(number));
    }
}
