package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.coverage.CameraSight;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageWindow;
import org.streetwarden.api.coverage.Sight;
import org.streetwarden.api.coverage.Standing;

/** How coverage looks as JSON; times in seconds, shares from 0 to 1. */
public final class CoverageJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CoverageJson() {}

    public static ObjectNode standing(Standing standing, List<CoverageWindow> windows) {
        ObjectNode node = JSON.objectNode()
                .put("at", standing.at().toString())
                .put("promiseSeconds", standing.promise().every().toSeconds())
                .put("targetShare", standing.promise().share());
        counts(node, standing);
        node.put("share", standing.share())
                .put(
                        "reachSeconds",
                        standing.reach() == null ? null : standing.reach().toMillis() / 1e3)
                .put("below", standing.below())
                .put("since", text(standing.since()));
        ObjectNode sights = node.putObject("sights");
        for (Sight sight : Sight.values()) {
            sights.put(sight.name(), standing.counts().get(sight));
        }
        ArrayNode array = node.putArray("windows");
        windows.forEach(window -> array.add(window(window)));
        return node;
    }

    /** Few figures, for whoever asks whether all is well. */
    public static ObjectNode counts(ObjectNode node, Standing standing) {
        return node.put("cameras", standing.cameras())
                .put("living", standing.living())
                .put("seen", standing.seen());
    }

    public static ObjectNode window(CoverageWindow window) {
        return JSON.objectNode()
                .put("start", window.start().toString())
                .put("seconds", window.length().toSeconds())
                .put("cameras", window.cameras())
                .put("living", window.living())
                .put("seen", window.seen())
                .put("share", window.share());
    }

    public static ObjectNode page(CoverageIndex.Page page) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("cameras");
        page.cameras().forEach(camera -> array.add(camera(camera)));
        return node.put("next", page.next().orElse(null));
    }

    private static ObjectNode camera(CameraSight camera) {
        return JSON.objectNode()
                .put("id", camera.cameraId())
                .put("name", camera.name())
                .put("sight", camera.sight().name())
                .put("view", camera.view())
                .put("lastSeenAt", text(camera.lastSeenAt()))
                .put("reportedAt", camera.reportedAt().toString())
                .put("firstReportedAt", camera.firstReportedAt().toString())
                .put("workerId", camera.workerId())
                .put("visits", camera.visits())
                .put("looks", camera.looks());
    }

    public static ObjectNode detail(CameraSight camera, List<CoverageIndex.Day> days) {
        ObjectNode node = camera(camera);
        ArrayNode array = node.putArray("days");
        days.forEach(day -> array.addObject()
                .put("day", day.day().toString())
                .put("windowSeconds", day.window().toSeconds())
                .put("windows", day.windows())
                .put("longestBlindSeconds", day.longestBlind().toMillis() / 1e3)
                .put("reason", day.reason()));
        return node;
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
