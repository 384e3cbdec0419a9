package org.streetwarden.config;

import org.streetwarden.scene.SceneSettings;

/** Reads the section {@code static-objects}; shared by the worker's configuration and the zone files. */
final class SceneReader {

    private SceneReader() {}

    /** @return null where it is not switched on */
    static SceneSettings scene(Section section) {
        boolean enabled = section.parsed("enabled", false, "true or false", ConfigFile::truth);
        SceneSettings usual = SceneSettings.DEFAULTS;
        SceneSettings scene = new SceneSettings(
                section.span("learn-after", usual.learnAfter()), section.span("absorb-after", usual.absorbAfter()));
        scene.problems().forEach(problem -> section.problem("", ZoneReader.asWritten(problem)));
        section.refuseUnknown();
        return enabled ? scene : null;
    }
}
