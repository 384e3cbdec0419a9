package org.streetwarden.api.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.adapters.Heard.Meaning;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.directory.CoordinateSystem;

/** What adapters make of an event and of an answer; the shipped examples among them. */
class FillingTest {

    private static final Path SHIPPED = Path.of(System.getProperty("streetwarden.root"), "scripts/deploy/adapters");

    @TempDir
    private Path dir;

    private static JsonNode event() throws IOException {
        return new ObjectMapper().readTree("""
                {"op": "CREATE", "caseNo": "VA-370126-20261121-000001", "kind": "vending", "label": "stall", "score": 0.87,
                 "description": "东门路口发现占道经营。", "occurredAt": "2026-11-21T04:00:01Z", "firstSeenAt": "2026-11-21T03:59:00Z",
                 "codes": [{"codeSystem": "gbt47678", "code": "37012609006", "name": "占道经营"}],
                 "source": {"cameraId": "cam-1", "cameraName": "东门路口"},
                 "place": {"position": {"longitude": 114.4129, "latitude": 30.3415}, "unit": {"name": "园林"}}}""");
    }

    private static Adapter shipped(String name) {
        List<String> problems = new ArrayList<>();
        Adapter adapter = AdapterFile.read(SHIPPED.resolve(name), problems::add).orElse(null);
        assertThat(problems).isEmpty();
        return adapter;
    }

    private List<String> problems(String yaml) throws IOException {
        List<String> problems = new ArrayList<>();
        assertThat(AdapterFile.read(Files.writeString(dir.resolve("a.yaml"), yaml), problems::add))
                .isEmpty();
        return problems;
    }

    @Test
    void fillsTheFlatForm() throws IOException {
        Filled form = Filling.of(shipped("egova-like.yaml"), "CREATE", event()).orElseThrow();
        assertThat(form.problems()).isEmpty();
        assertThat(form.path()).isEqualTo("/report");
        ObjectNode fields = form.fields();
        assertThat(fields.get("eventSubTypeCode").asText()).isEqualTo("37012609006");
        assertThat(fields.get("suggestUnitCode").asText()).isEqualTo("370126000");
        assertThat(fields.get("createTime").asText()).isEqualTo("2026-11-21 12:00:01");
        assertThat(fields.get("coordinateX").asDouble()).isCloseTo(12736381.64, within(5.0));
        assertThat(fields.get("coordinateY").asDouble()).isCloseTo(3547519.05, within(10.0));
        assertThat(fields.has("cellCode")).isFalse();
    }

    @Test
    void fillsObjects() throws IOException {
        ObjectNode fields = Filling.of(shipped("rest.yaml"), "CREATE", event())
                .orElseThrow()
                .fields();
        assertThat(fields.at("/category").asText()).isEqualTo("street-vending");
        assertThat(fields.at("/location/lng").asDouble()).isBetween(114.4170, 114.4190);
        assertThat(fields.at("/seenAt").isIntegralNumber()).isTrue();
        assertThat(fields.at("/score").asDouble()).isEqualTo(0.87);
    }

    @Test
    void convertsThereAndBack() throws IOException {
        var there = new org.streetwarden.directory.LonLat(117.17, 36.98);
        for (CoordinateSystem crs : CoordinateSystem.values()) {
            var stated = crs.fromWgs84(there);
            var back = crs.toWgs84(stated.longitude(), stated.latitude());
            assertThat(back.longitude()).as(crs.id()).isCloseTo(there.longitude(), within(1e-7));
            assertThat(back.latitude()).as(crs.id()).isCloseTo(there.latitude(), within(1e-7));
        }
    }

    @Test
    void namesEverythingThatIsMissingAndWhatItCuts() throws IOException {
        ObjectNode bare =
                ((ObjectNode) event()).put("description", "🙂".repeat(300)).put("kind", "graffiti");
        bare.putNull("place").putArray("codes");
        Filled form = Filling.of(shipped("egova-like.yaml"), "CREATE", bare).orElseThrow();
        assertThat(form.problems())
                .containsExactly(
                        "eventSubTypeCode: expected a code of gbt47678, found nothing",
                        "eventSubTypeName: expected a code of gbt47678, found nothing",
                        "coordinateX: expected the place, found nothing",
                        "coordinateY: expected the place, found nothing");
        assertThat(form.notes()).containsExactly("eventDesc: cut to 200 of 308 characters");
        assertThat(form.fields().get("eventDesc").asText()).isEqualTo("🙂".repeat(200));
        assertThat(Filling.of(shipped("rest.yaml"), "CREATE", bare)
                        .orElseThrow()
                        .problems())
                .contains("category: expected graffiti in dictionary categories, found nothing");
        assertThat(Filling.of(shipped("egova-like.yaml"), "UPDATE", bare)).isEmpty();
    }

    @Test
    void listsEveryProblemOfAFile() throws IOException {
        assertThat(problems("""
                adapter: x
                crs: bd09
                body: xml
                surprise: 1
                forms:
                  CREATE:
                    path: no slash
                    fields:
                      - {to: a, from: caseNo}
                      - {to: b, value: x, template: y}
                      - {to: c, from: /at, time: "QQQQQQQQ"}
                      - {to: d, from: /kind, dictionary: none, most: 0}
                pictures: {mode: multipart, to: f}
                answer: {ok: /code}
                states: {done: GONE}
                rate: {requests: 0}
                """))
                .hasSize(14)
                .allMatch(each -> each.startsWith("a.yaml") && each.contains(": expected "));
        assertThat(problems("a: [")).hasSize(1);
        assertThat(problems("a: &x [1]\nb: *x\n")).isNotEmpty();
        assertThat(problems("")).isNotEmpty();
    }

    @Test
    void hearsWhatAnAnswerMeans() {
        Adapter adapter = shipped("egova-like.yaml");
        assertThat(heard(adapter, "{\"resultCode\":0,\"data\":{\"taskNum\":\"立2026-7\"}}"))
                .isEqualTo(new Heard(Meaning.TAKEN, "立2026-7", null, "it took the case"));
        assertThat(heard(adapter, "{\"resultCode\":7,\"resultMsg\":\"案件重复上报！\",\"data\":{\"taskNum\":12}}"))
                .extracting(Heard::meaning, Heard::caseNo)
                .containsExactly(Meaning.TAKEN, "12");
        assertThat(heard(adapter, "{\"resultCode\":7,\"resultMsg\":\"非本辖区案件\"}"))
                .extracting(Heard::meaning, Heard::said)
                .containsExactly(Meaning.REFUSED, CaseStatus.REFUSED);
        assertThat(heard(adapter, "{\"resultCode\":7,\"resultMsg\":\"password=1\"}"))
                .isEqualTo(new Heard(Meaning.RETRY, null, null, "it did not take it"));
        assertThat(heard(adapter, "<html>").meaning()).isEqualTo(Meaning.RETRY);
        assertThat(heard(adapter, "[".repeat(5000)).meaning()).isEqualTo(Meaning.RETRY);
    }

    private static Heard heard(Adapter adapter, String body) {
        return Heard.of(adapter, 200, body.getBytes(UTF_8));
    }
}
