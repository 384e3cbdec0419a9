package org.streetwarden.api.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Whereabouts;

/** Answers as platforms give them, and as they had better not. */
class NeighboursTest {

    private static final Path SHIPPED = Path.of(System.getProperty("streetwarden.root"), "scripts/deploy/adapters");
    private static final Adapter EGOVA = adapter("egova-like.yaml");
    private static final Adapter REST = adapter("rest.yaml");
    private static final LonLat HERE = new LonLat(114.4129, 30.3415);

    private static Adapter adapter(String name) {
        return AdapterFile.read(SHIPPED.resolve(name), problem -> {
                    throw new AssertionError(problem);
                })
                .orElseThrow();
    }

    private static Neighbours read(Adapter adapter, String body) {
        var fields = JsonNodeFactory.instance.objectNode().put("eventSubTypeCode", "09006");
        var asked = new Neighbours.Asked(fields.put("category", "bin"), new Whereabouts(HERE, 5), 50);
        return Neighbours.of(adapter, asked, body.getBytes(UTF_8));
    }

    private static String ok(String list) {
        return "{\"resultCode\":\"0\",\"data\":%s}".formatted(list);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("", "expected JSON"),
                Arguments.of("<html>\u0000", "expected JSON"),
                Arguments.of(ok("[".repeat(5000) + "]".repeat(5000)), "expected JSON"),
                Arguments.of("{\"data\":[]}", "not all is well"),
                Arguments.of("{\"resultCode\":\"9\",\"data\":[]}", "not all is well"),
                Arguments.of("{\"resultCode\":\"0\"}", "at /data, found none"),
                Arguments.of(ok("{\"taskNum\":\"N\"}"), "at /data, found none"),
                Arguments.of(ok("[" + "{},".repeat(200) + "{}]"), "found 201 of them"),
                Arguments.of(ok("[{\"taskNum\":\"N\"},{\"taskNum\":\"\"}]"), "at /taskNum of each case"),
                Arguments.of(ok("[{\"taskNum\":\"\\u202eN\"}]"), "printable"),
                Arguments.of(ok("[{\"taskNum\":\"" + "9".repeat(65) + "\"}]"), "1 to 64"),
                Arguments.of(ok("[7]"), "at /taskNum of each case"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void takesHalfAnAnswerForNone(String body, String problem) {
        Neighbours found = read(EGOVA, body);
        assertThat(found.problem()).contains(problem);
        assertThat(found.near()).isEmpty();
    }

    @Test
    void readsPlacesInTheAdaptersCoordinates() {
        LonLat shifted = REST.crs().fromWgs84(HERE);
        Neighbours found = read(REST, """
                {"tickets": [{"id": 12, "category": "bin", "location": {"lng": %s, "lat": "%s"}, "openedAt": 1763688600000},
                  {"id": 13, "category": "bin", "location": {"lng": 114.4129, "lat": 30.3415}}]}""".formatted(shifted.longitude(), shifted.latitude()));
        assertThat(found.near())
                .as("what stands at our place as WGS-84 is some 500 m away in theirs")
                .singleElement()
                .satisfies(near -> {
                    assertThat(near.caseNo()).isEqualTo("12");
                    assertThat(near.distanceM()).isLessThan(1);
                    assertThat(near.at()).isEqualTo(Instant.ofEpochMilli(1763688600000L));
                });
    }

    @Test
    void countsWhatItCannotReadAndNothingThatHasEnded() {
        Neighbours found = read(EGOVA, ok("""
                [{"taskNum": "a", "coordinateX": 1e300, "coordinateY": 0, "createTime": "yesterday", "eventSrcName": "\\u202ex"},
                 {"taskNum": "b", "coordinateX": 0, "coordinateY": 0, "state": "7"},
                 {"taskNum": "b"},
                 {"taskNum": "c", "state": "作废"},
                 {"taskNum": "d", "eventSubTypeCode": "06010"}]"""));
        assertThat(found.near())
                .extracting(Neighbour::caseNo, Neighbour::distanceM, Neighbour::at, Neighbour::source)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", null, null, null),
                        org.assertj.core.groups.Tuple.tuple("b", null, null, null));
    }
}
