package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.http.ConsoleFiles;

/** What the api may import, and how its sources are cut. */
class ArchitectureTest {

    private static final Path MODULE = Path.of(System.getProperty("streetwarden.root"), "api");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);
    private static final List<String> FOREIGN = List.of(
            "org.bytedeco",
            "ai.onnxruntime",
            "ai.djl",
            "org.opencv",
            "org.streetwarden.models",
            "org.streetwarden.pipeline",
            "org.streetwarden.source",
            "org.streetwarden.decode",
            "org.streetwarden.farm",
            "org.streetwarden.filing",
            "org.streetwarden.evidence",
            "org.streetwarden.cli",
            "org.streetwarden.config",
            "org.streetwarden.engines");

    /** Which of the api's own packages a package may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("batch", Set.of()),
            Map.entry("proof", Set.of("batch")),
            Map.entry("accounts", Set.of("cases", "proof")),
            Map.entry("cases", Set.of("batch", "proof")),
            Map.entry("evidence", Set.of()),
            Map.entry("retention", Set.of("cases", "evidence", "masking", "models", "proof")),
            Map.entry("models", Set.of("cases", "proof")),
            Map.entry("verdicts", Set.of("cases", "proof")),
            Map.entry("life", Set.of("cases", "proof")),
            Map.entry("masking", Set.of("adapters", "cases", "models", "evidence", "verdicts")),
            Map.entry("dataset", Set.of("cases", "models", "evidence", "verdicts", "proof", "masking")),
            Map.entry("imports", Set.of("models")),
            Map.entry("directory", Set.of("cases", "models", "imports")),
            Map.entry("places", Set.of("batch", "cases", "models", "imports")),
            Map.entry("paper", Set.of()),
            Map.entry("rules", Set.of("batch", "cases", "models", "places", "proof")),
            Map.entry("export", Set.of("cases", "evidence", "life", "proof", "paper")),
            Map.entry("remote", Set.of("accounts", "models", "rules")),
            Map.entry("coverage", Set.of("cases")),
            Map.entry("fleet", Set.of("cases")),
            Map.entry("flights", Set.of("cases", "models", "paper")),
            Map.entry("insight", Set.of("cases", "paper")),
            Map.entry(
                    "wire",
                    Set.of(
                            "cases",
                            "life",
                            "sites",
                            "models",
                            "verdicts",
                            "directory",
                            "places",
                            "coverage",
                            "fleet",
                            "flights",
                            "rules",
                            "insight")),
            Map.entry("events", Set.of("cases", "models", "coverage", "wire")),
            Map.entry("open311", Set.of("cases", "wire")),
            Map.entry("adapters", Set.of("cases", "life")),
            Map.entry("push", Set.of("adapters", "cases", "life", "proof", "wire")),
            Map.entry("oidc", Set.of("accounts", "adapters", "cases", "push")),
            Map.entry("sites", Set.of("cases", "life")),
            Map.entry("intake", Set.of("cases", "life", "models", "coverage", "flights", "sites")),
            Map.entry(
                    "http",
                    Set.of(
                            "cases",
                            "life",
                            "sites",
                            "models",
                            "directory",
                            "imports",
                            "places",
                            "coverage",
                            "fleet",
                            "flights",
                            "insight",
                            "evidence",
                            "verdicts",
                            "dataset",
                            "masking",
                            "proof",
                            "export",
                            "wire",
                            "push",
                            "rules",
                            "events",
                            "adapters",
                            "open311",
                            "accounts",
                            "oidc",
                            "retention")));

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        try (var paths = Files.walk(MODULE.resolve("src/main/java"))) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(path, Files.readString(path));
            }
        }
        assertThat(sources).hasSizeGreaterThan(30);
        return sources;
    }

    @Test
    void importsNoWorkerAndNothingNative() throws IOException {
        List<String> found = new ArrayList<>();
        sources().forEach((path, text) -> IMPORT.matcher(text)
                .results()
                .map(result -> result.group(1))
                .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
                .forEach(name -> found.add(path.getFileName() + " imports " + name)));
        assertThat(found).isEmpty();
    }

    @Test
    void pointsBackAlongTheRoad() throws IOException {
        List<String> found = new ArrayList<>();
        Pattern own = Pattern.compile("import (?:static )?org\\.streetwarden\\.api\\.([a-z]+)\\.");
        sources().forEach((path, text) -> {
            String home = path.getParent().getFileName().toString();
            Matcher imports = own.matcher(text);
            while (MAY_IMPORT.containsKey(home) && imports.find()) {
                if (!home.equals(imports.group(1)) && !MAY_IMPORT.get(home).contains(imports.group(1))) {
                    found.add(path.getFileName() + " imports " + imports.group(1));
                }
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    void loadsNoNativeVisionLibrary() {
        for (String name : List.of(
                "org.bytedeco.javacpp.Loader",
                "ai.onnxruntime.OrtSession",
                "ai.djl.Model",
                "org.streetwarden.cli.Main")) {
            assertThat(ApiMain.class.getClassLoader().getResource(name.replace('.', '/') + ".class"))
                    .as(name)
                    .isNull();
        }
    }

    @Test
    void keepsFilesShortAndNamesPlain() throws IOException {
        List<String> found = new ArrayList<>();
        sources().forEach((path, text) -> {
            String name = path.getFileName().toString();
            if (text.lines().count() > 400 || name.matches(".*(Manager|Helper|Util|Utils|Impl|Common)\\.java")) {
                found.add(name);
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    void servesEveryConsoleFile() throws IOException {
        try (var files = Files.list(MODULE.resolve("src/main/resources/console"))) {
            List<String> names = files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("index.html"))
                    .sorted()
                    .toList();
            assertThat(ConsoleFiles.NAMES).containsExactlyElementsOf(names);
        }
    }
}
