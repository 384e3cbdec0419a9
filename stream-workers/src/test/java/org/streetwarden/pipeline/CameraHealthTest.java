package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.scene.View;
import org.streetwarden.scene.ViewState;
import org.streetwarden.source.CameraUrl;

class CameraHealthTest {

    private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");
    private static final View CLEAR = view(ViewState.CLEAR, false);

    private final List<CameraState> said = new ArrayList<>();

    private static View view(ViewState state, boolean asks) {
        return new View(state, 0, state, 0.5, asks, Set.of());
    }

    @Test
    void saysWhatIsWrongWithTheViewWhileTheStreamIsWell() {
        CameraConfig camera =
                new CameraConfig("cam-1", "cam-1", "default", CameraUrl.parse("rtsp://h/1"), false, List.of());
        CameraHealth health = new CameraHealth(camera, "worker-1", said::add, InstantSource.fixed(NOW));
        health.connecting(true);
        health.watching(true);
        health.judged(NOW, CLEAR);
        health.judged(NOW, CLEAR);
        assertThat(said).hasSize(3);
        health.judged(NOW, view(ViewState.TURNED, false));
        health.judged(NOW, view(ViewState.TURNED, false));
        health.judged(NOW, view(ViewState.TURNED, true));
        assertThat(said).hasSize(5);
        assertThat(said.get(3).state()).isEqualTo(State.WATCHING);
        assertThat(said.get(3).reason()).isEqualTo("VIEW_TURNED");
        assertThat(said.get(3).detail())
                .isEqualTo("the camera shows another place than its zones were drawn on: its rules are suspended,"
                        + " nothing is cleared");
        assertThat(said.get(4).detail()).contains("; if that is its view from now on, name it anew");
        health.failed(new StreamFailure(Reason.UNREACHABLE, "no route"), true);
        assertThat(said.getLast().reason()).isEqualTo("UNREACHABLE");
        health.watching(true);
        health.judged(NOW, CLEAR);
        assertThat(said.getLast().reason()).isEmpty();
    }
}
