package org.streetwarden.api.http;

import java.util.List;

/** The console's files under {@code /console} on the class path, served under {@code /assets}; sorted. */
public final class ConsoleFiles {

    public static final List<String> NAMES = List.of(
            "account.js",
            "accounts.js",
            "app.js",
            "cameras.js",
            "case-list.js",
            "case-view.js",
            "coverage.js",
            "dom.js",
            "feed.js",
            "fleet.js",
            "flight-drop.js",
            "flight-progress.js",
            "flight-report.js",
            "flight-upload.js",
            "flight-view.js",
            "flight-words.js",
            "flights.js",
            "format.js",
            "gone.js",
            "grant-fields.js",
            "ground-map.js",
            "history-words.js",
            "icon.svg",
            "insight.js",
            "judgement.js",
            "key-panel.js",
            "models.js",
            "nearby.js",
            "people-words.js",
            "place.js",
            "proof.js",
            "queue-case.js",
            "queue.js",
            "retention-words.js",
            "retention.js",
            "sign-in.js",
            "sites.js",
            "steps.js",
            "style.css",
            "tus.LICENSE.txt",
            "tus.min.js",
            "why.js",
            "words.js");

    private ConsoleFiles() {}
}
