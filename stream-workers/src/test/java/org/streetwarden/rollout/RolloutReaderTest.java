package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;
import org.streetwarden.filing.DeliveryFailure;

class RolloutReaderTest {

    @TempDir
    Path home;

    private final List<Rollout> followed = new ArrayList<>();
    private Map<String, String> fields = Map.of();
    private boolean away;
    private RolloutReader reader;

    @BeforeEach
    void open() {
        reader = new RolloutReader(
                new RolloutSource() {
                    @Override
                    public Map<String, String> read() throws DeliveryFailure {
                        if (away) {
                            throw new DeliveryFailure("redis: connection refused");
                        }
                        return fields;
                    }

                    @Override
                    public void close() {}
                },
                home.resolve("data/rollout"),
                followed::add,
                InstantSource.system());
    }

    static Rollout rollout(long revision, String version) {
        return new Rollout(
                revision,
                Map.of(
                        "market",
                        new Rollout.Group(
                                Optional.of(FakeModel.identity(version)),
                                Optional.empty(),
                                Optional.empty(),
                                new Rollout.Band(0.1, Duration.ofSeconds(2), 4))));
    }

    @Test
    void handsOnEveryChangeOnce() {
        fields = RolloutCodec.encode(rollout(1, "a"));
        reader.readOnce();
        reader.readOnce();
        fields = RolloutCodec.encode(rollout(2, "b"));
        reader.readOnce();
        assertThat(followed).containsExactly(rollout(1, "a"), rollout(2, "b"));
    }

    @Test
    void keepsTheLastOneWhereTheNextIsNoneOrMalformedOrAway() {
        fields = RolloutCodec.encode(rollout(1, "a"));
        reader.readOnce();
        fields = Map.of();
        reader.readOnce();
        Map<String, String> damaged = new HashMap<>(RolloutCodec.encode(rollout(2, "b")));
        damaged.put("group:market:active", "fake|b|not-a-digest");
        fields = damaged;
        reader.readOnce();
        away = true;
        reader.readOnce();
        assertThat(followed).containsExactly(rollout(1, "a"));
        assertThat(reader.malformed()).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestartWithoutRedis() {
        fields = RolloutCodec.encode(rollout(7, "a"));
        reader.readOnce();
        away = true;
        open();
        reader.start();
        reader.close();
        assertThat(followed).containsExactly(rollout(7, "a"), rollout(7, "a"));
    }

    @Test
    void beginsWithNothingWhereTheFileIsDamaged() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/rollout"), "{\"v\":\"1\",\"revision\":");
        away = true;
        reader.start();
        reader.close();
        assertThat(followed).isEmpty();
    }
}
