package org.streetwarden.pipeline;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.scene.ViewState;

/** How many cameras a worker holds, what their views are worth, and what became of what they gave. */
final class WatchGauges {

    private WatchGauges() {}

    /** @param watches by camera id; asked at every scrape */
    static void expose(MeterRegistry registry, Map<String, CameraWatch> watches, FilingCounters counters) {
        for (FilingCounter counter : FilingCounter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder("streetwarden.filing." + name, counters, all -> all.value(counter))
                    .description(counter.meaning)
                    .register(registry);
        }
        for (ViewState state : ViewState.values()) {
            Gauge.builder("streetwarden.view.cameras", watches, all -> showing(all.values(), state))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Cameras by what their view is worth; unknown: nobody compares it yet.")
                    .register(registry);
        }
        Gauge.builder("streetwarden.cameras", watches, Map::size)
                .description("Cameras this worker holds.")
                .register(registry);
    }

    private static double showing(Collection<CameraWatch> watches, ViewState state) {
        return watches.stream().filter(watch -> watch.view().state() == state).count();
    }
}
