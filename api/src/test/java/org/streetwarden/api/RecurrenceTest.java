package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.zone.Kind;

/** What comes of a thing that is seen again after its case was closed. */
class RecurrenceTest extends LifeBench {

    private static String closed(Kind kind, String cameraId) throws Exception {
        String caseNo = file(kind, cameraId, closedAt.minusSeconds(600));
        if (status(caseNo).equals("PENDING_REVIEW")) {
            JudgedCases.judge(web, caseNo, CONFIRMED);
        }
        assertThat(outcome(callBack(caseNo, "结案", closedAt, ""))).isEqualTo("MOVED CLOSED");
        return caseNo;
    }

    @Test
    void opensAClosedCaseAgainWithinADay() throws Exception {
        String caseNo = closed(Kind.GREEN_PARKING, "again-1");
        peers.put(Records.cleared(lastNumber));
        Peers.await("gone", () -> !shown(caseNo).get("clearedAt").isNull());
        WorkerRecord again = Records.inZone(
                Records.incident(
                        ++lastNumber, Kind.GREEN_PARKING, "again-1", closedAt.plus(Duration.ofHours(23)), Map.of()),
                "zone-1");
        peers.put(again);
        peers.put(again);
        Peers.await("open again", () -> status(caseNo).equals("REWORK"));
        assertThat(shown(caseNo).get("clearedAt").isNull()).isTrue();
        peers.put(Records.cleared(lastNumber));
        Peers.await("gone again", () -> !shown(caseNo).get("clearedAt").isNull());
        assertThat(peers.text("SELECT joined_as FROM case_incidents WHERE incident_id = '"
                        + Records.incidentId(lastNumber) + "'"))
                .isEqualTo("REOPENED");
        assertThat(peers.count("SELECT count(*) FROM cases WHERE camera_id = 'again-1'"))
                .isEqualTo(1);
    }

    /** The camera's place is known only when it sees the thing again; another camera is ten metres away. */
    @Test
    void isFoundNearbyByWhatOpenedItAgain() throws Exception {
        String camera = "37012600011320000001";
        String nearby = "37012600011320000002";
        String caseNo = closed(Kind.GREEN_PARKING, camera);
        place(camera, 36.9);
        place(nearby, 36.9 + 10 / 111_195.0);
        file(Kind.GREEN_PARKING, camera, closedAt.plus(Duration.ofHours(1)));
        assertThat(peers.text("SELECT joined_as || ' ' || camera_name FROM case_incidents WHERE camera_id = '" + camera
                        + "'"))
                .isEqualTo("REOPENED " + shown(caseNo).at("/camera/name").asText());
        file(Kind.GREEN_PARKING, nearby, closedAt.plus(Duration.ofHours(2)));
        assertThat(peers.text("SELECT c.case_no || ' ' || i.same_because FROM case_incidents i "
                        + "JOIN cases c ON c.id = i.case_id WHERE i.camera_id = '" + nearby + "'"))
                .isEqualTo(caseNo + " nearby");
    }

    private static void place(String camera, double latitude) throws Exception {
        peers.sql("""
                INSERT INTO directory_entries (code, source, facts, first_seen_at, changed_at) VALUES ('%s', 'county',
                '{"kind":"camera","name":"n","division":"370126","parent":"","status":"ON","crs":"wgs84",
                "longitude":117.1,"latitude":%s}', now(), now())""".formatted(camera, latitude));
    }

    @Test
    void opensAClosedCaseAgainOnceAReviewerConfirms() throws Exception {
        String old = closed(Kind.VENDING, "again-2");
        String repeated = file(Kind.VENDING, "again-2", closedAt.plus(Duration.ofHours(3)));
        assertThat(shown(repeated).get("recurrenceOf").asText()).isEqualTo(old);
        assertThat(List.of(status(old), status(repeated))).containsExactly("CLOSED", "PENDING_REVIEW");
        assertThat(JudgedCases.judge(web, repeated, CONFIRMED).statusCode()).isEqualTo(201);
        assertThat(List.of(status(old), status(repeated))).containsExactly("REWORK", "VOID");
        assertThat(shown(repeated).at("/history/1/why").asText()).contains(old);
    }

    @Test
    void namesTheCaseThatANewOneRepeats() throws Exception {
        String old = closed(Kind.VENDING, "again-3");
        String repeated = file(Kind.VENDING, "again-3", closedAt.plus(Duration.ofHours(25)));
        JudgedCases.judge(web, repeated, CONFIRMED);
        assertThat(List.of(status(old), status(repeated))).containsExactly("CLOSED", "APPROVED");
        assertThat(shown(repeated).get("recurrenceOf").asText()).isEqualTo(old);
        closed(Kind.VENDING, "again-5");
        assertThat(shown(file(Kind.VENDING, "again-5", closedAt.minusSeconds(60)))
                        .get("recurrenceOf")
                        .isNull())
                .isTrue();
        assertThat(shown(file(Kind.DUMPING, "again-3", closedAt.plusSeconds(60)))
                        .get("recurrenceOf")
                        .isNull())
                .isTrue();
        String other = closed(Kind.DUMPING, "again-4");
        assertThat(shown(file(Kind.DUMPING, "again-4", closedAt.plus(Duration.ofHours(169))))
                        .get("recurrenceOf")
                        .isNull())
                .isTrue();
        assertThat(status(other)).isEqualTo("CLOSED");
    }

    @Test
    void findsWhereTheSameComesAgain() throws Exception {
        String first = closed(Kind.GREEN_PARKING, "hot");
        file(Kind.GREEN_PARKING, "hot", closedAt.plus(Duration.ofHours(2)));
        callBack(first, "结案", closedAt.plus(Duration.ofHours(3)), "");
        String third = file(Kind.GREEN_PARKING, "hot", closedAt.plus(Duration.ofHours(30)));
        callBack(third, "结案", closedAt.plus(Duration.ofHours(31)), "");
        String rejected = file(Kind.GREEN_PARKING, "hot", closedAt.plus(Duration.ofHours(60)));
        JudgedCases.judge(web, rejected, FALSE_DETECTION);
        JsonNode spots = web.json("/api/v1/hotspots?days=30").get("hotSpots");
        JsonNode hot = spots.findParents("zoneId").stream()
                .filter(spot -> spot.at("/camera/id").asText().equals("hot"))
                .findFirst()
                .orElseThrow();
        assertThat(hot.get("times").asInt()).isEqualTo(3);
        assertThat(hot.get("newestCaseNo").asText()).isEqualTo(third);
        assertThat(web.json("/api/v1/hotspots?days=1").get("hotSpots").findValuesAsText("newestCaseNo"))
                .doesNotContain(third);
    }
}
