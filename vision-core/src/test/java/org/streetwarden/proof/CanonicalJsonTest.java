package org.streetwarden.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the examples of RFC 8785. */
class CanonicalJsonTest {

    private static String canonical(String json) throws MalformedProof {
        return new String(CanonicalJson.of(json.getBytes(UTF_8)), UTF_8);
    }

    /** RFC 8785, section 3.2.2 and 3.2.3. */
    @Test
    void writesTheDocumentsExample() throws Exception {
        String source = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(source))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** RFC 8785, section 3.2.3: by UTF-16 code units, not by code points. */
    @Test
    void sortsByCodeUnits() throws Exception {
        String source = """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
                 "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}""";
        assertThat(CanonicalJson.object(CanonicalJson.of(source.getBytes(UTF_8)))
                        .values())
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
        assertThat(canonical(source)).endsWith("\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsTheDocumentDoes(String bits, String expected) {
        assertThat(CanonicalJson.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Property(tries = 500)
    void readsEveryNumberBack(@ForAll long bits) throws Exception {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            String text = CanonicalJson.number(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
            assertThat(canonical(text)).isEqualTo(text);
        }
    }

    @Property(tries = 200)
    void leavesItsOwnFormAsItIs(
            @ForAll @Size(max = 5) Map<@StringLength(max = 9) String, @StringLength(max = 9) String> values) {
        byte[] written = CanonicalJson.write(values);
        try {
            assertThat(CanonicalJson.of(written)).isEqualTo(written);
        } catch (MalformedProof outsideIJson) {
            assertThat(outsideIJson).hasMessageContaining("expected");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\uffff\"",
                "\"\\ufdd0\"",
                "1e400",
                "-1e400",
                "NaN",
                "01",
                "1.",
                ".5",
                "+1",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1,]",
                "{\"a\":1,}",
                "[1] 2",
                "'a'",
                "\ufeff1",
                "tru",
                "[1 2]",
                "{1:2}",
                "\"open"
            })
    void refusesWhatIJsonForbids(String json) {
        assertThatThrownBy(() -> canonical(json))
                .isInstanceOf(MalformedProof.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesOtherBytesThanUtf8AndDeepNesting() throws Exception {
        assertThatThrownBy(() -> CanonicalJson.of(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(MalformedProof.class);
        assertThat(canonical("[".repeat(64) + "]".repeat(64))).hasSize(128);
        assertThatThrownBy(() -> canonical("[".repeat(65) + "]".repeat(65))).hasMessageContaining("at most 64 levels");
        assertThatThrownBy(() -> canonical("[".repeat(1_000_000))).isInstanceOf(MalformedProof.class);
    }

    @Test
    void tellsItsFormFromOthers() {
        assertThatThrownBy(() -> CanonicalJson.canonicalObject("{\"b\":1,\"a\":2}".getBytes(UTF_8)))
                .hasMessageContaining("RFC 8785");
        assertThatThrownBy(() -> CanonicalJson.canonicalObject("[]".getBytes(UTF_8)))
                .hasMessageContaining("an object");
    }
}
