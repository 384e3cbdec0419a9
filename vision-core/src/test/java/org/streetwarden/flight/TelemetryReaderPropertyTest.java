package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.streetwarden.directory.LonLat;

class TelemetryReaderPropertyTest {

    /** A flight in a dialect, or in three of them one behind the other. */
    private static byte[] flight(Random random, int entries) {
        StringBuilder text = new StringBuilder();
        Dialect[] dialects = Dialect.values();
        Dialect dialect = dialects[random.nextInt(dialects.length)];
        for (int i = 0; i < entries; i++) {
            dialect = random.nextInt(8) == 0 ? dialects[random.nextInt(dialects.length)] : dialect;
            LonLat place = new LonLat(random.nextDouble(-180, 180), random.nextDouble(-90, 90));
            Pose pose = new Pose(
                    i * 33_000L,
                    place,
                    1e-6,
                    new Heights(random.nextDouble(0, 500), random.nextDouble(-100, 5000), Double.NaN),
                    new Attitude(random.nextDouble(-180, 180), random.nextDouble(-90, 30), 0),
                    null,
                    Lens.UNSAID,
                    null,
                    Provenance.SUBTITLES);
            text.append(Aircraft.entry(dialect, i + 1, 33_000, pose));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void readsTheSameHoweverTheBytesAreCut(@ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int pieceBytes) {
        byte[] bytes = flight(new Random(seed), 20);
        Written whole = Written.read(bytes, Integer.MAX_VALUE);
        Written pieces = Written.read(bytes, pieceBytes);
        assertThat(whole.entries).hasSize(20);
        assertThat(pieces.entries).isEqualTo(whole.entries);
        assertThat(pieces.problems).isEqualTo(whole.problems);
    }

    @Property(tries = 400)
    void livesThroughAnythingAndNeverTellsAnImpossiblePlace(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = flight(random, 12);
        for (int i = random.nextInt(200); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = damage(random);
        }
        Written written = Written.read(bytes, 1 + random.nextInt(4096));
        check(written);
    }

    private static byte damage(Random random) {
        String likely = "[]():,.-\n0\u00009nN/ ";
        return (byte) (random.nextBoolean() ? likely.charAt(random.nextInt(likely.length())) : random.nextInt(256));
    }

    @Property(tries = 200)
    void livesThroughNoise(@ForAll("noise") byte[] bytes) {
        check(Written.read(bytes, 97));
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(6000);
    }

    private static void check(Written written) {
        for (TelemetryEntry entry : written.entries) {
            LonLat place = entry.pose().position();
            if (place != null) {
                assertThat(Math.abs(place.latitude())).isLessThanOrEqualTo(90);
                assertThat(Math.abs(place.longitude())).isLessThanOrEqualTo(180);
            }
        }
        assertThat(written.survey.summary().entries()).isEqualTo(written.entries.size());
    }
}
