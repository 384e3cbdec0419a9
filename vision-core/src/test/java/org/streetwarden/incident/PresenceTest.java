package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

class PresenceTest {

    private static final ModelIdentity MODEL = new ModelIdentity("drawn", "1", "0".repeat(64));
    private static final Box PLACE = Street.thing("any", 0.5, 0.8).box();

    /** Things are written as label@x, all with their feet at 0.8; the case's thing stood at 0.5. */
    @ParameterizedTest
    @CsvSource({
        "DUMPING, rubbish@0.5, THERE",
        "DUMPING, rubbish@0.52, THERE",
        "DUMPING, rubbish@0.8, GONE",
        "DUMPING, '', GONE",
        "DUMPING, person@0.5, UNTOLD",
        "DUMPING, vehicle@0.5, UNTOLD",
        "DUMPING, person@0.8, GONE",
        "VENDING, stall@0.8, THERE",
        "VENDING, '', GONE",
        "GREEN_PARKING, vehicle@0.5, THERE",
        "GREEN_PARKING, vehicle@0.8, GONE",
        "BIN_OVERFLOW, bin_overflow@0.5, THERE",
        "BIN_OVERFLOW, bin@0.5 rubbish@0.52, THERE",
        "BIN_OVERFLOW, bin@0.5, GONE",
        "BIN_OVERFLOW, '', UNTOLD",
    })
    void tellsWhatOneLookShows(Kind kind, String things, Finding expected) {
        Zone zone = Street.zone(kind);
        CameraJudge judge = new CameraJudge("cam", List.of(zone), Map.of());
        List<Detection> seen = new ArrayList<>();
        for (String each : things.isEmpty() ? new String[0] : things.split(" ", -1)) {
            String[] sides = each.split("@", -1);
            seen.add(Street.thing(sides[0], Double.parseDouble(sides[1]), 0.8));
        }
        judge.look(new Look(1_000_000, Instant.EPOCH, seen, MODEL));
        Presence presence = judge.presence(zone.id(), kind, PLACE);
        assertThat(presence.finding()).as(presence.why()).isEqualTo(expected);
        assertThat(presence.why().isEmpty()).isEqualTo(expected != Finding.UNTOLD);
        assertThat(presence.score() > 0).isEqualTo(expected == Finding.THERE);
    }

    @Test
    void tellsNothingBeforeALookAndOfAZoneThatIsGone() {
        Zone zone = Street.zone(Kind.DUMPING);
        CameraJudge judge = new CameraJudge("cam", List.of(zone), Map.of());
        assertThat(judge.presence(zone.id(), Kind.DUMPING, PLACE).finding()).isEqualTo(Finding.UNTOLD);
        judge.look(new Look(1_000_000, Instant.EPOCH, List.of(), MODEL));
        assertThat(judge.presence("elsewhere", Kind.DUMPING, PLACE).why())
                .isEqualTo("the camera has no such zone any more");
        assertThat(judge.presence(zone.id(), Kind.VENDING, PLACE).finding()).isEqualTo(Finding.UNTOLD);
    }
}
