package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.models.report.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code model dataset}. */
@Command(
        name = "dataset",
        description = "Fetches judged cases as training data: a ZIP archive of pictures, crops, labels and provenance."
                + " Persons and plates are masked; where that cannot be proven a picture is left out.")
public final class DatasetCommand extends RemoteCommand {

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "coco, yolo or cvat")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "FILE.zip", description = "where the archive goes; new")
    private Path target;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "only vending, bin-overflow, dumping or green-parking; repeatable")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--camera", paramLabel = "ID", description = "only this camera; repeatable")
    private List<String> cameras = new ArrayList<>();

    @Option(names = "--group", paramLabel = "NAME", description = "only this group of cameras; repeatable")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "only confirmed, permitted, false-detection or other-class; repeatable")
    private List<String> verdicts = new ArrayList<>();

    @Option(names = "--since", paramLabel = "TIME", description = "raised at or after, 2026-11-21T08:00:00+08:00")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "raised before")
    private String until;

    @Option(names = "--val", paramLabel = "PERCENT", description = "of the cameras that validate; else 10")
    private Integer val;

    @Option(names = "--test", paramLabel = "PERCENT", description = "of the cameras that test; else 10")
    private Integer test;

    @Option(
            names = "--unmasked",
            paramLabel = "WHY",
            description = "leave persons and plates as they are; the reason is logged with who and when")
    private String unmasked;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Override
    JsonNode ask(RemoteApi api) throws IOException {
        if (Files.exists(target)) {
            throw new RemoteFailure("--out: expected a file that is not there yet, found " + target);
        }
        HttpResponse<InputStream> answer = api.open("/dataset?" + query(), headers());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (InputStream body = answer.body()) {
            int cases = answer.headers()
                    .firstValue("X-Dataset-Cases")
                    .map(Integer::parseInt)
                    .orElse(0);
            JsonNode counts = new DatasetDownload(ProgressLine.on(err(), cases, "pictures"), cases).receive(body, part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return counts;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String query() {
        List<String> pairs = new ArrayList<>();
        add(pairs, "format", List.of(format));
        add(pairs, "kind", kinds);
        add(pairs, "camera", cameras);
        add(pairs, "group", groups);
        add(pairs, "verdict", verdicts);
        add(pairs, "since", since == null ? List.of() : List.of(since));
        add(pairs, "until", until == null ? List.of() : List.of(until));
        add(pairs, "val", val == null ? List.of() : List.of(val.toString()));
        add(pairs, "test", test == null ? List.of() : List.of(test.toString()));
        add(pairs, "masked", unmasked == null ? List.of() : List.of("false"));
        return String.join("&", pairs);
    }

    private static void add(List<String> pairs, String name, List<String> values) {
        values.forEach(value -> pairs.add(name + "=" + RemoteApi.header(value)));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(Map.of("X-Who", RemoteApi.header(who)));
        if (unmasked != null) {
            headers.put("X-Why", RemoteApi.header(unmasked));
        }
        return headers;
    }

    @Override
    void print(JsonNode counts) {
        out().printf(
                        "%s: %d pictures, %d labels, %d hard negatives%n",
                        target,
                        counts.path("pictures").asInt(),
                        counts.path("labels").asInt(),
                        counts.path("negatives").asInt());
        counts.path("leftOut").properties().forEach(reason -> out().printf(
                        "left out: %d, %s%n", reason.getValue().asInt(), reason.getKey()));
    }
}
