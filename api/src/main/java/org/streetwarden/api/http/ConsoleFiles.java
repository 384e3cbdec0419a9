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
            "ground-map.js",
            "icon.svg",
            "insight.js",
            "judgement.js",
            "models.js",
            "place.js",
            "proof.js",
            "queue-case.js",
            "queue.js",
            "sign-in.js",
            "steps.js",
            "style.css",
            "why.js",
            "words.js");

    private ConsoleFiles() {}
}
