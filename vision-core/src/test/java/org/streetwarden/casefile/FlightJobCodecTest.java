package org.streetwarden.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlightJobCodecTest {

    private static final String FILE = "VIDEO|7||flights/F20261127-ABCDEFGH/a.MP4|a.MP4|";

    @Property(tries = 200)
    void decodesWhatItEncodes(@ForAll long seed) throws MalformedRecord {
        FlightJob job = FlightSamples.job(new Random(seed));
        assertThat(FlightJobCodec.decode(FlightJobCodec.encode(job))).isEqualTo(job);
    }

    @Property(tries = 300)
    void readsOrRefusesFilesOfAnyText(@ForAll String files) {
        Map<String, String> fields = FlightJobCodec.encode(FlightSamples.job(new Random(1)));
        fields.put("files", files);
        try {
            FlightJob read = FlightJobCodec.decode(fields);
            assertThat(FlightJobCodec.decode(FlightJobCodec.encode(read))).isEqualTo(read);
        } catch (MalformedRecord refused) {
            assertThat(refused.getMessage()).startsWith("files: expected").hasSizeLessThan(1000);
        }
    }

    @Example
    void refusesHostileFilesByName() throws MalformedRecord {
        Map<String, String> fields = FlightJobCodec.encode(FlightSamples.job(new Random(1)));
        fields.put("files", FILE);
        assertThat(FlightJobCodec.decode(fields).files()).hasSize(1);
        for (String line : List.of(
                FILE + "\n" + FILE,
                FILE.replace("flights/", "../"),
                FILE.replace("flights/", "/etc/"),
                FILE.replace("|7|", "|-1|"),
                FILE.replace("VIDEO", "SCRIPT"),
                FILE.replace("|a.MP4|", "|%ZZ|"),
                FILE.replace("|a.MP4|", "||"),
                FILE.replace("|a.MP4|", "|" + "x".repeat(501) + "|"),
                FILE.replace("||f", "|abc|f"),
                (FILE + "\n").repeat(FlightJob.MOST_FILES + 1))) {
            fields.put("files", line);
            assertThatThrownBy(() -> FlightJobCodec.decode(fields))
                    .as(line.substring(0, Math.min(100, line.length())))
                    .isInstanceOf(MalformedRecord.class)
                    .hasMessageStartingWith("files: expected");
        }
    }

    @Example
    void refusesAnIncidentOfAnotherFlightsCamera() {
        GroundSight ground = FlightSamples.ground(new Random(3));
        Map<String, String> fields = RecordCodec.encode(RecordCodecPropertyTest.filed(new Random(5), ground));
        fields.put("cameraId", "flight:F20261127-ZZZZZZZZ");
        assertThatThrownBy(() -> RecordCodec.decode(fields)).hasMessageContaining("cameraId: expected its flight's");
        fields.put("groundFlightId", "(");
        assertThatThrownBy(() -> RecordCodec.decode(fields)).hasMessageContaining("groundFlightId: expected");
    }
}
