package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers over HTTP against a real PostgreSQL. */
class PlacesApiTest {

    private static final String GRID = "370126001001001";

    private static Peers peers;
    private static Api api;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static HttpResponse<byte[]> bring(String register, String query, String mime, String body) {
        return web.send(
                "POST",
                "/api/v1/places/" + register + "/imports?source=sample" + query,
                body.getBytes(UTF_8),
                "Content-Type",
                mime,
                "X-Who",
                "wang",
                "X-Why",
                "trial");
    }

    private static HttpResponse<byte[]> table(String register, String csv) {
        return bring(register, "", "text/csv", csv);
    }

    private static HttpResponse<byte[]> layer(String register, String... features) {
        return bring(
                register,
                "&crs=wgs84",
                "application/geo+json",
                "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}");
    }

    private static String feature(String properties, String geometry) {
        return "{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":" + geometry + "}";
    }

    private static String square(double west, double south, double side) {
        return "{\"type\":\"Polygon\",\"coordinates\":[[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]]}"
                .formatted(west, south, west + side, south + side);
    }

    private static JsonNode apply(HttpResponse<byte[]> draft) {
        assertThat(draft.statusCode()).as(new String(draft.body(), UTF_8)).isEqualTo(201);
        return Web.json(applied(draft, false));
    }

    private static HttpResponse<byte[]> applied(HttpResponse<byte[]> draft, boolean allowGone) {
        return web.send(
                "POST",
                draft.headers().firstValue("location").orElseThrow() + "/apply",
                "{\"who\":\"li\",\"allowGone\":%s}".formatted(allowGone).getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private static List<String> problems(HttpResponse<byte[]> refused) {
        assertThat(refused.statusCode()).as(new String(refused.body(), UTF_8)).isEqualTo(422);
        List<String> problems = new ArrayList<>();
        Web.json(refused).get("problems").forEach(problem -> problems.add(problem.asText()));
        return problems;
    }

    @Test
    void showsADiffBeforeItIsAppliedAndKeepsOldVersions() throws Exception {
        HttpResponse<byte[]> first = table("codes-a", "code,name\n09006,占道经营\n06042,垃圾箱满溢\n04-01,游商\n");
        assertThat(web.get("/api/v1/places/codes-a").statusCode()).isEqualTo(404);
        JsonNode one = apply(first);
        assertThat(one.get("version").asInt()).isEqualTo(1);
        assertThat(one.get("appliedBy").asText()).isEqualTo(Peers.NAME);

        HttpResponse<byte[]> second = table("codes-a", "编码,名称\n09006,占道经营\n06042,垃圾站（箱）满溢\n06010,暴露垃圾\n");
        JsonNode draft = Web.json(second);
        assertThat(draft.get("counts").toString()).isEqualTo("{\"NEW\":1,\"CHANGED\":1,\"GONE\":1,\"UNCHANGED\":1}");
        JsonNode changes = web.json("/api/v1/places/imports/" + draft.get("id") + "/changes?limit=2");
        assertThat(changes.at("/changes/0/key").asText()).isEqualTo("04-01");
        assertThat(changes.at("/changes/0/outcome").asText()).isEqualTo("GONE");
        assertThat(changes.at("/changes/1/after/name").asText()).isEqualTo("暴露垃圾");
        assertThat(web.json("/api/v1/places/imports/" + draft.get("id") + "/changes?outcome=CHANGED&after="
                                + changes.get("next").asText())
                        .at("/changes/0/before/name")
                        .asText())
                .isEqualTo("垃圾箱满溢");
        assertThat(web.json("/api/v1/places/codes-a").at("/version/version").asInt())
                .isEqualTo(1);

        apply(second);
        assertThat(web.json("/api/v1/places/codes-a").at("/rows/1/facts/name").asText())
                .isEqualTo("垃圾站（箱）满溢");
        assertThat(web.json("/api/v1/places/codes-a?version=1&after=04-01")
                        .at("/rows/0/facts/name")
                        .asText())
                .isEqualTo("垃圾箱满溢");
        assertThat(web.json("/api/v1/places/codes-a/versions").at("/imports").size())
                .isEqualTo(2);
        assertThat(Web.json(applied(second, false)).get("version").asInt()).isEqualTo(2);
    }

    @Test
    void keepsVersionsFromEveryChange() throws Exception {
        long id = apply(table("codes-kept", "code,name\n1,one\n")).get("id").asLong();
        for (String change : List.of(
                "UPDATE place_rows SET facts = '{}' WHERE import_id = " + id,
                "DELETE FROM place_rows WHERE import_id = " + id,
                "TRUNCATE place_rows",
                "UPDATE place_imports SET why = 'other' WHERE id = " + id)) {
            assertThatThrownBy(() -> peers.sql(change)).as(change).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void refusesADraftThatComparedWithAnotherVersion() {
        HttpResponse<byte[]> stale = table("codes-b", "code,name\n1,one\n");
        HttpResponse<byte[]> newer = table("codes-b", "code,name\n2,two\n");
        assertThat(Web.json(applied(stale, false)).get("detail").asText()).contains("has taken the place");
        apply(newer);
        assertThat(table("codes-b", "code,name\n2,two\n").statusCode()).isEqualTo(201);
        assertThat(table("codes-b", "code,name\n2,two\n").statusCode()).isEqualTo(200);
    }

    @Test
    void asksBeforeMuchIsGone() {
        String ten = IntStream.range(0, 10).mapToObj(i -> i + ",n\n").collect(Collectors.joining());
        apply(table("codes-c", "code,name\n" + ten));
        HttpResponse<byte[]> fewer = table("codes-c", "code,name\n1,n\n");
        assertThat(Web.json(applied(fewer, false)).get("detail").asText()).contains("9 of 10 rows");
        assertThat(applied(fewer, true).statusCode()).isEqualTo(200);
    }

    @Test
    void appliesNothingOfAThousandRowsWithOneBadOne() throws Exception {
        String rows = IntStream.range(0, 1000)
                .mapToObj(i -> i == 617 ? "617\n" : i + ",name " + i + "\n")
                .collect(Collectors.joining());
        assertThat(problems(table("codes-d", "code,name\n" + rows)))
                .containsExactly("line 619: expected 2 cells, found 1");
        assertThat(peers.count("SELECT count(*) FROM place_imports WHERE register = 'codes-d'"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "codes-e|'code,name\n=1+1,x\n'|code: expected plain text",
                "codes-e|'code,name\n1,\n'|name: expected something",
                "codes-e|'code,name,validFrom\n1,x,2026-02-30\n'|validFrom: expected a day that there is",
                "codes-e|'code,name,validFrom\n1,x,115-05-01\n'|Gregorian calendar",
                "codes-e|'code,name,validFrom\n1,x,2569-05-01\n'|Gregorian calendar",
                "codes-e|'code,name,validFrom\n1,x,丙午年三月十五\n'|Gregorian calendar",
                "codes-e|'code,name,validFrom\n1,x,46143\n'|Gregorian calendar",
                "codes-e|'code,name,validFrom,validTo\n1,x,2026-05-01,2026-04-30\n'|validTo: expected no day before",
                "codes-e|'code,name\n1,x\n1,y\n'|1 stands already at line 2",
                "codes-e|'code\n1\n'|expected a column for name",
                "codes-e|'code,name\n'|at least one row",
                "code-map|'codeSystem,kind,code\nnone,vending,09006\n'|expected one of none as it stands",
                "code-map|'codeSystem,kind,code\nnone,piracy,09006\n'|kind: expected one of vending",
                "units|'codeSystem,code,grid,unit,limit\nx,1,*,局,soon\n'|limit: expected a limit such as",
                "calendar|'day,hours\n2026-10-01,off\n'|expected a day of the week",
                "calendar|'day,hours\nmonday,17:30-08:30\n'|hours: expected hours such as",
                "calendar|'day,hours\n周一,08:30-17:30\nMonday,off\n'|monday stands already at line 2",
                "unit-grids|'code,name\n370126001001001,x\n'|expected GeoJSON",
            })
    void namesWhatIsWrongWithATable(String register, String csv, String problem) {
        String crs = register.endsWith("grids") ? "&crs=wgs84" : "";
        assertThat(problems(bring(register, crs, "text/csv", csv)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void namesEveryProblemOfALayerAtOnce() {
        String bowTie = "{\"type\":\"Polygon\",\"coordinates\":"
                + "[[[117.1,36.9],[117.2,37.0],[117.2,36.9],[117.1,37.0],[117.1,36.9]]]}";
        String open = "{\"type\":\"Polygon\",\"coordinates\":[[[117.1,36.9],[117.2,36.9],[117.2,37.0],[117.1,37.0]]]}";
        String hole = "{\"type\":\"Polygon\",\"coordinates\":"
                + "[[[117.1,36.9],[117.2,36.9],[117.2,37.0],[117.1,36.9]],[[118,36],[118.1,36],[118.1,36.1],[118,36]]]}";
        List<String> problems = problems(layer(
                "unit-grids",
                feature("\"code\":\"" + GRID + "\"", square(117.1, 36.9, 0.001)),
                feature("\"code\":\"" + GRID + "\"", square(117.2, 36.9, 0.001)),
                feature("\"code\":\"37012600100101\"", square(117.1, 36.9, 0.001)),
                feature("\"code\":\"370126000001001\"", square(117.1, 36.9, 0.001)),
                feature("\"code\":\"370126001001004\"", bowTie),
                feature("\"code\":\"370126001001005\"", open),
                feature("\"code\":\"370126001001006\"", square(36.9, 117.1, 0.001)),
                feature("\"code\":\"370126001001007\"", "{\"type\":\"Point\",\"coordinates\":[117.1,36.9]}"),
                feature("\"code\":\"370126001001008\"", "{\"type\":\"Polygon\",\"coordinates\":[[[117.1,\"x\"]]]}"),
                feature("\"code\":\"370126001001009\"", hole),
                feature("\"name\":\"none\"", "null"),
                "7"));
        String[] expected = {
            "feature 2: " + GRID + " stands already at feature 1",
            "feature 3: code: expected 15 digits (district 6, street 3, community 3, sequence 3), found 14",
            "feature 4: code: expected a district, street, community and sequence other than 0",
            "feature 5: geometry: expected an area whose border does not cross",
            "feature 6: geometry: ring 1: expected an end where it begins",
            "feature 7: geometry: ring 1, position 1: expected a place in China in wgs84",
            "feature 8: geometry: expected a Polygon or MultiPolygon, found Point",
            "feature 9: geometry: ring 1: expected at least 4 positions, found 1",
            "feature 10: geometry: expected an area whose border does not cross",
            "feature 11: code: expected something, found nothing",
            "feature 11: geometry: expected a Polygon or MultiPolygon, found none",
            "feature 12: expected a feature",
        };
        assertThat(problems).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(problems.get(i)).startsWith(expected[i]);
        }
        assertThat(problems.get(5)).contains("look exchanged");
    }

    @Test
    void keepsWhatIsPermittedAndWhereItEnds() {
        String permit = "\"编码\":\"疏导点-1\",\"名称\":\"西瓜临时销售点\",\"季节\":\"05-15/09-30\",\"时段\":\"18:00-02:00\",\"容量\":80,"
                + "\"有效期起\":\"2026/5/1\",\"有效期止\":\"2026-10-08\",\"文号\":\"城管〔2026〕7号\",\"other\":{\"deep\":[1]}";
        apply(layer("vending-points", feature(permit, square(117.1, 36.9, 0.001))));
        JsonNode facts = web.json("/api/v1/places/vending-points").at("/rows/0/facts");
        assertThat(facts.get("hours").asText()).isEqualTo("18:00-02:00");
        assertThat(facts.get("capacity").asText()).isEqualTo("80");
        assertThat(facts.get("validFrom").asText()).isEqualTo("2026-05-01");
        assertThat(facts.at("/geometry/type").asText()).isEqualTo("MultiPolygon");
        assertThat(problems(layer(
                        "vending-points",
                        feature(permit.replace("80", "\"many\"").replace("05-15", "02-30"), "null"))))
                .hasSize(3);
    }

    @Test
    void convertsOnce() {
        apply(bring("collection-points", "&crs=gcj02", "text/csv", "code,name,经度,纬度\np1,投放点,117.176,36.981\n"));
        JsonNode point = web.json("/api/v1/places/collection-points").at("/rows/0/facts/geometry/coordinates");
        assertThat(point.get(0).asDouble()).isBetween(117.168, 117.172);
        assertThat(point.get(1).asDouble()).isBetween(36.980, 36.982);
        assertThat(problems(
                        bring("collection-points", "&crs=web-mercator", "text/csv", "code,name,x,y\np1,n,117,36\n")))
                .singleElement()
                .asString()
                .contains("expected a place in China in web-mercator");
    }

    @Test
    void refusesWhatNoFileMaySay() {
        assertThat(bring("unit-grids", "", "application/geo+json", "{}").statusCode())
                .isEqualTo(400);
        assertThat(bring("units", "&crs=wgs84", "text/csv", "x").statusCode()).isEqualTo(400);
        assertThat(bring("codes-A", "", "text/csv", "x").statusCode()).isEqualTo(404);
        assertThat(problems(bring("unit-grids", "&crs=wgs84", "application/geo+json", "[".repeat(500))))
                .hasSize(1);
        assertThat(problems(bring(
                        "unit-grids",
                        "&crs=wgs84",
                        "application/geo+json",
                        "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},\"features\":[]}")))
                .singleElement()
                .asString()
                .startsWith("crs: expected no such member");
        assertThat(problems(layer(
                        "unit-grids",
                        feature("", "{\"type\":\"Polygon\",\"coordinates\":" + "[".repeat(12) + "]".repeat(12) + "}"))))
                .isNotEmpty();
    }

    @Test
    void takesTheSamples() throws Exception {
        Path samples = Path.of(System.getProperty("streetwarden.root"), "api", "samples");
        for (String register : List.of(
                "codes-gb-t-47678.5-2026", "codes-gb-t-30428.2-2013", "codes-local", "code-map", "units", "calendar")) {
            JsonNode done = apply(table(register, Files.readString(samples.resolve(register + ".csv"))));
            assertThat(done.get("remarks").toString()).doesNotContain("validTo");
            assertThat(done.get("rows").asInt()).isPositive();
        }
        assertThat(web.json("/api/v1/places").get("registers").size()).isGreaterThanOrEqualTo(6);
    }
}
