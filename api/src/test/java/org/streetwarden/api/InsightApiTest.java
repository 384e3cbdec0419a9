package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.Database;
import org.streetwarden.engines.ManyCases;

/** Lists, map windows, hot spots and insight over a generated city, each held against a count by hand. */
class InsightApiTest {

    private static final Instant END = Instant.parse("2026-11-23T00:00:00Z");
    private static final int WEEKS = 9;

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static List<Row> rows;

    private record Row(
            String caseNo,
            String kind,
            String status,
            String camera,
            String zone,
            Instant raisedAt,
            Instant filedAt,
            double longitude,
            double latitude,
            String grid,
            Boolean confirmed) {

        int week() {
            return (int) (Duration.between(END.minus(Duration.ofDays(7L * WEEKS)), raisedAt)
                            .toSeconds()
                    / 604_800);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.fixed(END, ZoneOffset.UTC));
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        try (Connection database = peers.connect()) {
            new ManyCases(2000, 300, 4000).fill(database, END);
            rows = rows(database);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static List<Row> rows(Connection database) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet row = database.createStatement().executeQuery("""
                        SELECT c.*, p.longitude, p.latitude, p.responsibility_grid, v.confirmed FROM cases c
                        JOIN case_places p ON p.case_id = c.id LEFT JOIN verdicts v ON v.case_id = c.id""")) {
            while (row.next()) {
                found.add(new Row(
                        row.getString("case_no"),
                        row.getString("kind"),
                        row.getString("status"),
                        row.getString("camera_id"),
                        row.getString("zone_id"),
                        row.getTimestamp("raised_at").toInstant(),
                        row.getTimestamp("filed_at").toInstant(),
                        row.getDouble("longitude"),
                        row.getDouble("latitude"),
                        row.getString("responsibility_grid"),
                        (Boolean) row.getObject("confirmed")));
            }
        }
        return found;
    }

    private static List<String> listed(String query) {
        List<String> numbers = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = web.json("/api/v1/cases?limit=200&" + query + next);
            page.get("cases").forEach(each -> numbers.add(each.get("caseNo").asText()));
            next = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : "";
        } while (!next.isEmpty());
        return numbers;
    }

    private static List<String> expected(Predicate<Row> fits) {
        return rows.stream()
                .filter(fits)
                .sorted(Comparator.comparing(Row::raisedAt).reversed())
                .map(Row::caseNo)
                .toList();
    }

    @Test
    void listsEveryCaseOnceByPages() {
        assertThat(listed("")).hasSize(2000).doesNotHaveDuplicates();
    }

    @Test
    void filtersByKindStateAndTime() {
        Instant from = END.minus(Duration.ofDays(40)).truncatedTo(ChronoUnit.DAYS);
        assertThat(listed("kind=dumping&status=CLOSED&from=" + from))
                .isNotEmpty()
                .containsExactlyElementsOf(expected(row -> row.kind().equals("dumping")
                        && row.status().equals("CLOSED")
                        && !row.raisedAt().isBefore(from)));
    }

    @Test
    void filtersByGridAndMapWindow() {
        String grid = rows.getFirst().grid();
        assertThat(listed("grid=" + grid)).isNotEmpty().containsExactlyElementsOf(expected(row -> row.grid()
                .equals(grid)));
        assertThat(listed("bbox=117.1,37.25,117.2,37.35"))
                .isNotEmpty()
                .containsExactlyElementsOf(expected(row -> row.longitude() >= 117.1
                        && row.longitude() <= 117.2
                        && row.latitude() >= 37.25
                        && row.latitude() <= 37.35));
        assertThat(web.get("/api/v1/cases?bbox=118,37,117,38").statusCode()).isEqualTo(400);
    }

    @Test
    void countsAPartOfTheCityForWhoSeesAPart() {
        Web scoped = Web.as(Peers.SCOPED_KEY, api.port());
        assertThat(scoped.get("/api/v1/insight?weeks=2").statusCode()).isEqualTo(200);
    }

    @Test
    void findsTheHotSpots() {
        Map<String, List<Row>> spots = rows.stream()
                .filter(row -> row.raisedAt().isAfter(END.minus(Duration.ofDays(30))))
                .filter(row -> !row.status().equals("REJECTED"))
                .collect(Collectors.groupingBy(row -> row.camera() + " " + row.zone() + " " + row.kind()));
        Map<String, String> hot = new HashMap<>();
        spots.forEach((spot, cases) -> {
            if (cases.size() >= 3) {
                Row newest =
                        cases.stream().max(Comparator.comparing(Row::raisedAt)).orElseThrow();
                hot.put(spot, cases.size() + " " + newest.caseNo());
            }
        });
        Map<String, String> found = new HashMap<>();
        web.json("/api/v1/hotspots")
                .get("hotSpots")
                .forEach(spot -> found.put(
                        "%s %s %s"
                                .formatted(
                                        spot.at("/camera/id").asText(),
                                        spot.get("zoneId").asText(),
                                        spot.get("kind").asText()),
                        spot.get("times").asText() + " "
                                + spot.get("newestCaseNo").asText()));
        assertThat(found).isNotEmpty().isEqualTo(hot);
    }

    @Test
    void countsWeeksHoursPlacesAndPrecision() {
        JsonNode insight = web.json("/api/v1/insight?weeks=" + WEEKS);
        List<Row> counted = rows.stream()
                .filter(row -> !row.raisedAt().isBefore(END.minus(Duration.ofDays(7L * WEEKS))))
                .toList();
        int[] weeks = new int[WEEKS];
        int[] hours = new int[24];
        counted.forEach(row -> {
            weeks[row.week()]++;
            hours[row.raisedAt().atZone(ZoneId.of("Asia/Shanghai")).getHour()]++;
        });
        assertThat(insight.get("weeks").findValuesAsText("cases"))
                .containsExactlyElementsOf(java.util.Arrays.stream(weeks)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(insight.get("hours"))
                .map(JsonNode::asInt)
                .containsExactlyElementsOf(
                        java.util.Arrays.stream(hours).boxed().toList());
        JsonNode place = insight.get("places").get(0);
        assertThat(place.get("counts").get(WEEKS - 1).asLong())
                .isEqualTo(counted.stream()
                        .filter(row -> row.grid().equals(place.get("name").asText()) && row.week() == WEEKS - 1)
                        .count());
        JsonNode dumping = insight.get("kindPrecision").get(1);
        assertThat(dumping.get("kind").asText()).isEqualTo("dumping");
        assertThat(dumping.get("judged").asLong()).isEqualTo(judged(counted, "dumping"));
        assertThat(dumping.get("confirmed").asLong())
                .isEqualTo(counted.stream()
                        .filter(row -> row.kind().equals("dumping") && Boolean.TRUE.equals(row.confirmed()))
                        .count());
    }

    private static long judged(List<Row> counted, String kind) {
        return counted.stream()
                .filter(row -> row.kind().equals(kind) && row.confirmed() != null)
                .count();
    }

    @Test
    void reportsAWeekWithTheNumbersOfItsMoment() {
        String page = new String(web.get("/api/v1/reports/weekly?week=2026-W46").body(), UTF_8);
        Instant end = Instant.parse("2026-11-15T16:00:00Z");
        Instant asOf = end.plus(Duration.ofHours(24));
        long cases = rows.stream()
                .filter(row -> row.raisedAt().isBefore(end) && !row.raisedAt().isBefore(end.minus(Duration.ofDays(7))))
                .filter(row -> row.filedAt().isBefore(asOf))
                .count();
        assertThat(page).contains("<dt>案件 Cases</dt><dd>" + cases + "</dd>").doesNotContain("<script", "style=");
        assertThat(new String(web.get("/api/v1/reports/weekly?week=2026-W46").body(), UTF_8))
                .isEqualTo(page);
        assertThat(web.get("/api/v1/reports/weekly?week=2026-W46&format=pdf").body())
                .startsWith("%PDF".getBytes(UTF_8));
        assertThat(web.get("/api/v1/reports/weekly?week=2026-W54").statusCode()).isEqualTo(400);
    }

    /** Filed in batches, judged, moved, opened again; counted from memory and by statements over all rows. */
    @Test
    void countsFromMemoryWhatARecountFinds() throws Exception {
        peers.sql("CREATE DATABASE counted");
        ApiSettings settings = peers.settings();
        String url = settings.databaseUrl().replaceAll("/[^/]+$", "/counted");
        try (Database database = Database.open(url, settings.databaseUser(), settings.databasePassword())) {
            database.migrate();
            new CountedHistories(database, 2).go(200);
        }
    }

    @Test
    void followsHistoryByItself() throws Exception {
        Row sent = rows.stream()
                .filter(row -> row.status().equals("DISPATCHED") && row.kind().equals("vending"))
                .findFirst()
                .orElseThrow();
        byte[] step = "{\"action\":\"close\",\"who\":\"li\",\"why\":\"done\"}".getBytes(UTF_8);
        assertThat(web.send(
                                "POST",
                                "/api/v1/cases/" + sent.caseNo() + "/steps",
                                step,
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(peers.text("""
                        SELECT closed_at FROM case_milestones m JOIN cases c ON c.id = m.case_id
                        WHERE c.case_no = '%s' AND m.registered_at < m.closed_at""".formatted(sent.caseNo()))).isNotNull();
    }
}
