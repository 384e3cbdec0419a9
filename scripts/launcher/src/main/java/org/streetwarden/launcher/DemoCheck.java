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
 * with its check, and what the pilot's flight shows, of which the platform has one thing already.
 */
final class DemoCheck {

    /** How long the quiet camera must be watched without a case. */
    static final Duration QUIET_WATCH = Duration.ofMinutes(1);

    /** In the manifest of a pack whose masked clip is not all coarse. */
    private static final String CLEAR_SUBJECT = "\"maskedClip\":{\"clear\":";

    /** How the id begins of what stands in a camera's place in a flight's cases. */
    static final String FLIGHT_CAMERA = "flight:";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PROVEN_CHECK =
            Pattern.compile("check [0-9]+ \\(GONE, .*\\) is of this case, entry .*");

    private final ApiClient api;
    private final ModuleProcess modules;
    private final Map<String, String> kindsByCamera;
    private final Duration quietWatch;
    private final DemoRoad road;
    private final DemoStalls stalls;
    private final Map<String, Integer> flown;
    private final Instant began;
    private final Set<String> verified = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private Map<String, Integer> casesPerKind = new LinkedHashMap<>();
    private Set<String> verifiedKinds = new HashSet<>();
    private Map<String, Integer> verifiedFlown = new HashMap<>();
    private int falseCases;
    private boolean maskedClip;
    private boolean maskedFlight;
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
        this.stalls = toTheEnd ? new DemoStalls(api) : null;
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
            return JSON.writeValueAsString(this);
        }
    }

    /** Polls until nothing is missing or the time is over. */
    Outcome run(Duration timeout) throws InterruptedException {
        Instant deadline = began.plus(timeout);
        while (true) {
            boolean last = Instant.now().isAfter(deadline);
            List<String> missing = look(last);
            if (missing.isEmpty() || last) {
                api.close();
                return outcome(missing);
            }
            Thread.sleep(POLL);
        }
    }

    /** @param last whether it does not look again: what has come is verified, though not all has */
    private List<String> look(boolean last) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        try {
            List<JsonNode> cases = api.cases();
            if (last || haveCome(cases)) {
                verify(cases);
            }
            tally(cases);
            watchQuiet(cases);
            if (road != null) {
                missing.addAll(road.look(cases));
                stalls.look(cases, missing);
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
        if (!flown.isEmpty() && !maskedFlight) {
            missing.add("a case of the flight whose masked clip shows the ground");
        }
        broken.forEach(caseNo -> missing.add("sound evidence of " + caseNo));
        if (falseCases > 0) {
            missing.add("no false case, found " + falseCases);
        }
        return missing;
    }

    /** Whether there are as many cases of every camera's kind and of the flight as the demo tells. */
    private boolean haveCome(List<JsonNode> cases) {
        Set<String> kinds = new HashSet<>();
        Map<String, Integer> ofFlight = new HashMap<>();
        for (JsonNode found : cases) {
            String kind = found.path("kind").asText();
            if (cameraOf(found).startsWith(FLIGHT_CAMERA)) {
                ofFlight.merge(kind, 1, Integer::sum);
            } else {
                kinds.add(kind);
            }
        }
        return kinds.containsAll(kindsByCamera.values())
                && flown.entrySet().stream()
                        .allMatch(each -> ofFlight.getOrDefault(each.getKey(), 0) >= each.getValue());
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
            JsonNode said = said(List.of(pack)).getFirst();
            dossier = said.path("sound").asBoolean() && provesCheck(said.path("statements"));
            if (!dossier) {
                missing.add("an exported dossier of %s that proves its check, found:%n%s"
                        .formatted(road.ended().get(), said));
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static boolean provesCheck(JsonNode statements) {
        for (JsonNode statement : statements) {
            boolean proven = statement.path("standing").asText().equals("PROVEN");
            if (proven
                    && PROVEN_CHECK.matcher(statement.path("sentence").asText()).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Fetches the evidence of all cases that are not judged yet, and judges it at once. */
    private void verify(List<JsonNode> cases) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("streetwarden-evidence");
        try {
            List<String> caseNos = new ArrayList<>();
            Set<String> seenFromAir = new HashSet<>();
            for (JsonNode found : cases) {
                String caseNo = found.path("caseNo").asText();
                if (!verified.contains(caseNo) && !broken.contains(caseNo)) {
                    api.fetchEvidence(caseNo, folder.resolve(caseNo));
                    caseNos.add(caseNo);
                    if (found.at("/camera/id").asText().startsWith(FLIGHT_CAMERA)) {
                        seenFromAir.add(caseNo);
                    }
                }
            }
            List<JsonNode> said = said(caseNos.stream().map(folder::resolve).toList());
            for (int i = 0; i < said.size(); i++) {
                boolean sound = said.get(i).path("sound").asBoolean();
                (sound ? verified : broken).add(caseNos.get(i));
                Path pack = folder.resolve(caseNos.get(i));
                boolean clear = Files.exists(pack.resolve("clip-masked.mp4"))
                        && Files.readString(pack.resolve("manifest.json")).contains(CLEAR_SUBJECT);
                maskedFlight |= clear && seenFromAir.contains(caseNos.get(i));
                maskedClip |= clear && !seenFromAir.contains(caseNos.get(i));
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /**
     * By the tool that anyone would use.
     *
     * @return what it says of each pack, in their order
     */
    private List<JsonNode> said(List<Path> packs) throws IOException, InterruptedException {
        if (packs.isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of("evidence", "verify", "--json"));
        packs.forEach(pack -> arguments.add(pack.toString()));
        Path lines = Files.createTempFile("streetwarden-verify", ".txt");
        Process process = modules.command("stream-workers", "org.streetwarden.cli.Main", 64, arguments)
                .redirectErrorStream(true)
                .redirectOutput(lines.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("evidence verify: expected an answer within 60 s, found none");
            }
            String text = Files.readString(lines).strip();
            JsonNode answer = JSON.readTree(text.substring(text.lastIndexOf('\n') + 1));
            List<JsonNode> said =
                    answer.isObject() ? List.of(answer) : answer.valueStream().toList();
            if (said.size() != packs.size()) {
                throw new IOException("evidence verify: expected %d answers, found %s".formatted(packs.size(), text));
            }
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(lines);
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
