package org.streetwarden.api.http;

import java.util.List;

/** The console's files under {@code /console} on the class path, served under {@code /assets}; sorted. */
public final class ConsoleFiles {

    public static final List<String> NAMES = List.of(
            "app.js",
            "cameras.js",
            "case-list.js",
            "case-view.js",
            "coverage.js",
            "dom.js",
            "feed.js",
            "fleet.js",
            "format.js",
            "gone.js",
            "icon.svg",
            "judgement.js",
            "models.js",
            "place.js",
            "proof.js",
            "steps.js",
            "style.css",
            "words.js");

    private ConsoleFiles() {}
}
