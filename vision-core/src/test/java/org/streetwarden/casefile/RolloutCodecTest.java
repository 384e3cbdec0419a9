package org.streetwarden.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.Rollout.Band;
import org.streetwarden.casefile.Rollout.Canary;
import org.streetwarden.casefile.Rollout.Group;
import org.streetwarden.detect.ModelIdentity;

class RolloutCodecTest {

    private static final ModelIdentity OLD = new ModelIdentity("street-nano", "0.1", "0".repeat(64));
    private static final ModelIdentity NEW = new ModelIdentity("street-nano", "0.2", "a".repeat(64));
    private static final Rollout FULL = new Rollout(
            7,
            Map.of(
                    "default",
                    new Group(
                            Optional.of(OLD),
                            Optional.of(new Canary(NEW, 0.25)),
                            Optional.of(NEW),
                            new Band(0.01, Duration.ofMillis(80), 2.5)),
                    "night",
                    new Group(Optional.of(NEW), Optional.empty(), Optional.empty(), Band.DEFAULTS)));

    @Test
    void decodesWhatItEncodes() throws MalformedRecord {
        assertThat(RolloutCodec.decode(RolloutCodec.encode(FULL))).isEqualTo(FULL);
        assertThat(RolloutCodec.decode(RolloutCodec.encode(Rollout.NONE))).isEqualTo(Rollout.NONE);
        assertThat(FULL.group("day").active()).isEmpty();
    }

    @Test
    void namesEveryFieldAtFault() {
        Map<String, String> fields = RolloutCodec.encode(FULL);
        fields.put("group:default:canary", NEW.name() + "|0.2|" + NEW.sha256() + "|1.5");
        fields.put("group:night:active", "../x|1|short");
        fields.put("group:default:band", "2|0|0.5");
        fields.put("colour", "red");
        assertThatThrownBy(() -> RolloutCodec.decode(fields))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("group:default:canary: expected a share above 0")
                .hasMessageContaining("group:night:active: expected name|version|sha256")
                .hasMessageContaining("group:default:band: expected")
                .hasMessageContaining("colour: expected");
    }

    @Property(tries = 1000)
    void refusesOrReadsAnyMutation(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, String> fields = new HashMap<>(RolloutCodec.encode(FULL));
        String name = fields.keySet().stream()
                .sorted()
                .skip(random.nextInt(fields.size()))
                .findFirst()
                .orElseThrow();
        StringBuilder value = new StringBuilder(fields.get(name));
        value.setCharAt(random.nextInt(value.length()), (char) random.nextInt(256));
        fields.put(name, value.toString());
        try {
            Rollout read = RolloutCodec.decode(fields);
            assertThat(RolloutCodec.decode(RolloutCodec.encode(read))).isEqualTo(read);
        } catch (MalformedRecord refused) {
            assertThat(refused.getMessage()).contains(": expected");
        }
    }
}
