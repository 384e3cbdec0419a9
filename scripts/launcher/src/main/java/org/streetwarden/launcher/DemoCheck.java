package org.streetwarden.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Waits until the demo has shown its whole road: a case of every kind whose evidence, fetched back, verifies byte for byte, a masked clip,
 * a quiet camera watched for a full minute without a case, two cases over the platform and a check to their end, one of them exported
 * with its check, and what the pilot's flight shows.
 */
final class DemoCheck {

    /** How long the quiet camera must be watched without a case. */
    static final Duration QUIET_WATCH = Duration.ofMinutes(1);

    /** In the manifest of a pack whose masked clip is not all coarse. */
    private static final String CLEAR_SUBJECT = "\"maskedClip\":{\"clear\":";

    /** How the id begins of what stands in a camera's place in a flight's cases. */
    private static final String FLIGHT_CAMERA = "flight:";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Pattern PROVEN_CHECK =
            Pattern.compile("proven +check [0-9]+ \\(GONE, .*\\) is of this case, entry .*");

    private final ApiClient api;
    private final ModuleProcess modules;
    private final Map<String, String> kindsByCamera;
    private final Duration quietWatch;
    private final DemoRoad road;
    private final Map<String, Integer> flown;
    private final Instant began;
    private final Set<String> verified = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private Map<String, Integer> casesPerKind = new LinkedHashMap<>();
    private Set<String> verifiedKinds = new HashSet<>();
    private Map<String, Integer> verifiedFlown = new HashMap<>();
    private int falseCases;
    private boolean maskedClip;
    private boolean dossier;
    private Instant firstCase;
    private Instant quietSince;
    private Instant quietUntil;

    /**
     * Begins now.
     *
     * @param api closed with the check
     * @param quietWatch how long the quiet camera must be watched without a case
     * @param toTheEnd whether cases are also taken from review to their end, and a flight is awaited
     */
    DemoCheck(ApiClient api, ModuleProcess modules, DemoCameras cameras, Duration quietWatch, boolean toTheEnd)
            throws IOException {
        this.api = api;
        this.modules = modules;
        this.kindsByCamera = cameras.kindsByCamera();
        this.quietWatch = quietWatch;
        this.road = toTheEnd ? new DemoRoad(api) : null;
        this.flown = toTheEnd ? DemoPilot.findings(modules) : Map.of();
        this.began = Instant.now();
    }

    /**
     * What was found.
     *
     * @param secondsToFirstCase from the services being up; -1 where there was none
     * @param falseCases cases that no story of the demo tells
     * @param quietWatchedSeconds judged pictures of the quiet camera span this long
     * @param evidenceVerified packs fetched back and verified
     * @param missing what was waited for in vain, one sentence each
     */
    record Outcome(
            Map<String, Integer> cases,
            long secondsToFirstCase,
            int falseCases,
            long quietWatchedSeconds,
            int evidenceVerified,
            List<String> missing) {
        String json() throws JsonProcessingException {
            return new ObjectMapper().writeValueAsString(this);
        }
    }

    /** Polls until nothing is missing or the time is over. */
    Outcome run(Duration timeout) throws InterruptedException {
        Instant deadline = began.plus(timeout);
        while (true) {
            List<String> missing = look();
            if (missing.isEmpty() || Instant.now().isAfter(deadline)) {
                api.close();
                return outcome(missing);
            }
            Thread.sleep(POLL);
        }
    }

    private List<String> look() throws InterruptedException {
        List<String> missing = new ArrayList<>();
        try {
            List<JsonNode> cases = api.cases();
            tally(cases);
            for (JsonNode found : cases) {
                verify(found);
            }
            watchQuiet(cases);
            if (road != null) {
                missing.addAll(road.look(cases));
                dossier(missing);
            }
        } catch (IOException failure) {
            missing.add("the api answers: " + failure.getMessage());
        }
        for (String kind : new HashSet<>(kindsByCamera.values())) {
            if (!verifiedKinds.contains(kind)) {
                missing.add("a case of kind " + kind + " with verified evidence");
            }
        }
        flown.forEach((kind, things) -> {
            int found = verifiedFlown.getOrDefault(kind, 0);
            if (found < things) {
                missing.add("%d cases of kind %s of the flight, with verified evidence, found %d"
                        .formatted(things, kind, found));
            }
        });
        if (quietWatched().compareTo(quietWatch) < 0) {
            missing.add(
                    "a full minute of the quiet camera, seen " + quietWatched().toSeconds() + " s");
        }
        if (road != null && !maskedClip) {
            missing.add("a case whose masked clip shows its subject");
        }
        broken.forEach(caseNo -> missing.add("sound evidence of " + caseNo));
        if (falseCases > 0) {
            missing.add("no false case, found " + falseCases);
        }
        return missing;
    }

    private void tally(List<JsonNode> cases) {
        if (!cases.isEmpty() && firstCase == null) {
            firstCase = Instant.now();
        }
        casesPerKind = new LinkedHashMap<>();
        verifiedKinds = new HashSet<>();
        verifiedFlown = new HashMap<>();
        Map<String, Integer> seenFlown = new HashMap<>();
        falseCases = 0;
        for (JsonNode found : cases) {
            String kind = found.path("kind").asText();
            casesPerKind.merge(kind, 1, Integer::sum);
            boolean fromAir = cameraOf(found).startsWith(FLIGHT_CAMERA);
            boolean told = fromAir
                    ? seenFlown.merge(kind, 1, Integer::sum) <= flown.getOrDefault(kind, 0)
                    : kind.equals(kindsByCamera.get(cameraOf(found)));
            falseCases += told ? 0 : 1;
            if (told && verified.contains(found.path("caseNo").asText())) {
                if (fromAir) {
                    verifiedFlown.merge(kind, 1, Integer::sum);
                } else {
                    verifiedKinds.add(kind);
                }
            }
        }
    }

    private static String cameraOf(JsonNode found) {
        return found.path("camera").path("id").asText();
    }

    /** The closed case leaves with its check, and both prove themselves away from here. */
    private void dossier(List<String> missing) throws IOException, InterruptedException {
        if (dossier || road.ended().isEmpty()) {
            return;
        }
        Path folder = Files.createTempDirectory("streetwarden-dossier");
        try {
            Path pack = folder.resolve("case.zip");
            api.export(road.ended().get(), "demo --check", pack);
            String said = verified(pack);
            dossier = said.lines().anyMatch(PROVEN_CHECK.asMatchPredicate());
            if (!dossier) {
                missing.add("an exported dossier of %s that proves its check, found:%n%s"
                        .formatted(road.ended().get(), said));
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void verify(JsonNode found) throws IOException, InterruptedException {
        String caseNo = found.path("caseNo").asText();
        if (verified.contains(caseNo) || broken.contains(caseNo)) {
            return;
        }
        Path folder = Files.createTempDirectory("streetwarden-evidence");
        try {
            api.fetchEvidence(caseNo, folder);
            (verified(folder).isEmpty() ? broken : verified).add(caseNo);
            maskedClip |= Files.exists(folder.resolve("clip-masked.mp4"))
                    && Files.readString(folder.resolve("manifest.json")).contains(CLEAR_SUBJECT);
        } finally {
            Folders.delete(folder);
        }
    }

    /**
     * By the tool that anyone would use.
     *
     * @return what it says of a sound pack; empty for any other
     */
    private String verified(Path pack) throws IOException, InterruptedException {
        Path said = Files.createTempFile("streetwarden-verify", ".txt");
        Process process = modules.command(
                        "stream-workers",
                        "org.streetwarden.cli.Main",
                        64,
                        List.of("evidence", "verify", pack.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("evidence verify: expected an answer within 60 s, found none");
            }
            return process.exitValue() == 0 ? Files.readString(said) : "";
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }

    /** The quiet camera is watched from its first judged picture to its last. */
    private void watchQuiet(List<JsonNode> cases) throws IOException, InterruptedException {
        for (JsonNode camera : api.cameras()) {
            boolean quiet = camera.path("id").asText().equals(DemoCameras.QUIET);
            if (quiet && camera.hasNonNull("lastFrameAt")) {
                quietUntil = Instant.parse(camera.path("lastFrameAt").asText());
                quietSince = quietSince == null ? quietUntil : quietSince;
            }
        }
        if (cases.stream().anyMatch(found -> cameraOf(found).equals(DemoCameras.QUIET))) {
            quietSince = null;
        }
    }

    private Duration quietWatched() {
        return quietSince == null ? Duration.ZERO : Duration.between(quietSince, quietUntil);
    }

    private Outcome outcome(List<String> missing) {
        long seconds =
                firstCase == null ? -1 : Duration.between(began, firstCase).toSeconds();
        return new Outcome(
                casesPerKind, seconds, falseCases, quietWatched().toSeconds(), verified.size(), List.copyOf(missing));
    }
}
