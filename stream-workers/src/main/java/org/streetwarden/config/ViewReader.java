package org.streetwarden.config;

import java.util.HashMap;
import java.util.Map;
import org.streetwarden.config.WorkerConfig.ViewConfig;
import org.streetwarden.scene.ViewSettings;

/** Reads the section {@code view}. */
final class ViewReader {

    private ViewReader() {}

    /** @return null where it is switched off */
    static ViewConfig view(Section section) {
        boolean enabled = section.parsed("enabled", true, "true or false", ConfigFile::truth);
        ViewSettings usual = ViewSettings.DEFAULTS;
        ViewSettings settings = new ViewSettings(
                usual.label(),
                section.span("learn-after", usual.learnAfter()),
                section.span("ask-after", usual.askAfter()));
        settings.problems().forEach(problem -> section.problem("", ZoneReader.asWritten(problem)));
        Map<String, String> names = new HashMap<>();
        for (Section named : section.sections("names")) {
            String name = named.text("name");
            settings.named(name).problems().stream()
                    .filter(problem -> problem.startsWith("label"))
                    .forEach(problem -> named.problem("name", "at most 64 characters", name));
            names.put(named.text("camera"), name);
            named.refuseUnknown();
        }
        section.refuseUnknown();
        return enabled ? new ViewConfig(settings, names) : null;
    }
}
