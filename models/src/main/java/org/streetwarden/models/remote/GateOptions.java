package org.streetwarden.models.remote;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** A gate report to bring along. */
final class GateOptions {

    @Option(
            names = "--gate",
            paramLabel = "DIR",
            description = "folder with the gate.json, and the page beside it, that `model gate` wrote")
    private Path folder;

    /** Brings the report, where there is one. */
    void bring(RemoteApi api, String sha256, String who) throws IOException {
        if (folder == null) {
            return;
        }
        Path report = folder.resolve("gate.json");
        Path page = folder.resolve("gate.html");
        if (!Files.isRegularFile(report)) {
            throw new RemoteFailure("--gate: expected a folder with gate.json, found none in " + folder);
        }
        if (Files.isRegularFile(page)) {
            api.send(
                    "PUT",
                    "/models/" + sha256 + "/gate.html",
                    BodyPublishers.ofFile(page),
                    Map.of("Content-Type", "text/html"));
        }
        api.send(
                "PUT",
                "/models/" + sha256 + "/gate.json",
                BodyPublishers.ofFile(report),
                Map.of("Content-Type", "application/json", "X-Who", RemoteApi.header(who)));
    }
}
