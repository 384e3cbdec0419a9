package org.streetwarden.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.MetricsPage;

/** The files a city would start from: each can be read, and what they name is there. */
class DeployTest {

    private static final Path ROOT = Path.of(System.getProperty("streetwarden.root"));
    private static final Path DEPLOY = ROOT.resolve("scripts/deploy");
    private static final Pattern VARIABLE = Pattern.compile("STREETWARDEN_[A-Z0-9_]+");
    private static final Pattern METRIC = Pattern.compile("streetwarden_[a-z_]+");
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "WORKDIR", "COPY", "RUN", "ENV", "ENTRYPOINT", "USER", "EXPOSE", "CMD", "VOLUME");

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var parser = new YAMLFactory().createParser(file.toFile())) {
            return new YAMLMapper()
                    .readValues(parser, JsonNode.class).readAll().stream()
                            .map(JsonNode.class::cast)
                            .toList();
        }
    }

    private static List<JsonNode> manifests() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String name : List.of("common", "api", "worker")) {
            all.addAll(documents(DEPLOY.resolve("kubernetes/" + name + ".yaml")));
        }
        return all;
    }

    private static List<JsonNode> pods() throws IOException {
        return manifests().stream()
                .map(each -> each.at("/spec/template/spec"))
                .filter(JsonNode::isObject)
                .toList();
    }

    private static List<JsonNode> containers() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode pod : pods()) {
            pod.path("containers").forEach(all::add);
            pod.path("initContainers").forEach(all::add);
        }
        return all;
    }

    /** One line per instruction, continued ones joined. */
    private static List<String> instructions() throws IOException {
        return Files.readString(DEPLOY.resolve("Containerfile"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @Test
    void containerfileHasATargetForEveryImage() throws IOException {
        assertThat(instructions()).allMatch(line -> INSTRUCTIONS.contains(line.split(" ", 2)[0]));
        Set<String> stages = new HashSet<>();
        String stage = "";
        Set<String> unprivileged = new HashSet<>();
        for (String line : instructions()) {
            String[] words = line.split(" +", -1);
            if (words[0].equals("FROM")) {
                assertThat(words[1].contains("/") || stages.contains(words[1]))
                        .as(line)
                        .isTrue();
                stage = words[3];
                stages.add(stage);
            } else if (line.startsWith("COPY --from=")) {
                assertThat(stages).contains(words[1].substring("--from=".length()));
            } else if (line.equals("USER 10001:10001")) {
                unprivileged.add(stage);
            }
        }
        assertThat(unprivileged).containsExactlyInAnyOrder("api", "worker");
        Set<String> images = new TreeSet<>();
        containers().forEach(each -> images.add(each.path("image").asText()));
        documents(DEPLOY.resolve("compose.yaml")).getFirst().path("services").forEach(each -> {
            images.add(each.path("image").asText());
            assertThat(stages).contains(each.at("/build/target").asText());
        });
        assertThat(images)
                .hasSize(2)
                .allMatch(image -> stages.contains(image.replaceAll("streetwarden-([a-z]+):.*", "$1")));
        String text = Files.readString(DEPLOY.resolve("Containerfile"));
        assertThat(images).allMatch(text::contains);
    }

    /** The image's folder, made of this build, as its command finds it. */
    @Test
    void layoutHoldsWhatTheCommandNeeds(@TempDir Path image) throws Exception {
        assertThat(said(DEPLOY.resolve("layout").toString(), image.toString(), "api"))
                .isEmpty();
        String[] places =
                Files.readString(image.resolve("api.classpath")).strip().split(":");
        assertThat(places).hasSizeGreaterThan(20).allMatch(place -> Files.exists(image.resolve(place)));
        String command = image.resolve("bin/streetwarden").toString();
        assertThat(said(command, "fleet", "drain", "--help")).contains("--undo", "--wait");
        assertThat(said(command, "worker")).contains("this image has no worker");
    }

    @Test
    void imageHasEveryCommandThatNeedsNoEngine() throws IOException {
        Set<String> inSources = commands(ROOT.resolve("scripts/streetwarden"), "  (\\w+(?: \\| \\w+)+)\\) ;;");
        assertThat(inSources).contains("demo", "rehearse", "platform");
        inSources.removeAll(Set.of("demo", "rehearse"));
        Path image = DEPLOY.resolve("streetwarden");
        assertThat(commands(image, "  (\\w+(?: \\| \\w+)*)\\) module=")).isEqualTo(inSources);
        assertThat(commands(image, "Usage: streetwarden (\\S+)")).isEqualTo(inSources);
    }

    private static Set<String> commands(Path script, String lists) throws IOException {
        return Pattern.compile(lists)
                .matcher(Files.readString(script))
                .results()
                .flatMap(list -> Stream.of(list.group(1).split("[ |]+", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String said(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void everyVariableIsOneTheCodeReads() throws IOException {
        StringBuilder code = new StringBuilder(Files.readString(DEPLOY.resolve("streetwarden")))
                .append(Files.readString(DEPLOY.resolve("worker.yaml")));
        for (String module : List.of("api", "stream-workers")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.(java|xml)"))
                        .toList()) {
                    code.append(Files.readString(file));
                }
            }
        }
        Set<String> known = variables(code.toString());
        for (String name : List.of(
                "Containerfile", "compose.yaml", "env.example", "kubernetes/api.yaml", "kubernetes/worker.yaml")) {
            assertThat(known).as(name).containsAll(variables(Files.readString(DEPLOY.resolve(name))));
        }
        for (JsonNode config : manifests()) {
            if (config.path("kind").asText().equals("ConfigMap")) {
                config.path("data").fieldNames().forEachRemaining(name -> assertThat(known)
                        .contains(name));
            }
        }
    }

    private static Set<String> variables(String text) {
        Matcher found = VARIABLE.matcher(text);
        return found.results().map(result -> result.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatWorkerConfigurationAsksForIsGiven() throws IOException {
        JsonNode worker = containers().stream()
                .filter(each -> each.path("name").asText().equals("worker"))
                .findFirst()
                .orElseThrow();
        Set<String> given = new TreeSet<>();
        worker.path("env").forEach(each -> given.add(each.path("name").asText()));
        Set<String> asked = variables(Files.readString(DEPLOY.resolve("worker.yaml")));
        asked.remove("STREETWARDEN_COVERAGE_PROMISE"); // spoken of in a comment
        assertThat(given).containsAll(asked);
        JsonNode service = documents(DEPLOY.resolve("compose.yaml")).getFirst().at("/services/worker-1/environment");
        assertThat(asked).allMatch(service::has);
        Path zoo = ROOT.resolve(documents(DEPLOY.resolve("worker.yaml"))
                .getFirst()
                .at("/model/package")
                .asText());
        assertThat(zoo.resolve("manifest.json")).exists();
    }

    @Test
    void podsAreLockedDown() throws IOException {
        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        });
        assertThat(containers()).hasSize(3).allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/resources/requests/memory").isTextual()).isTrue();
            assertThat(container.at("/resources/limits/memory").isTextual()).isTrue();
            container.path("env").forEach(DeployTest::assertSecretByReference);
        });
        assertThat(manifests().stream().map(each -> each.path("kind").asText()))
                .doesNotContain("Secret")
                .contains("NetworkPolicy", "PodDisruptionBudget", "StatefulSet", "Deployment");
    }

    private static void assertSecretByReference(JsonNode variable) {
        String name = variable.path("name").asText();
        if (name.matches(".*(PASSWORD|KEY|REDIS_URL|DB_URL).*")) {
            assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
                    .as(name)
                    .startsWith("streetwarden-");
            assertThat(variable.has("value")).as(name).isFalse();
        }
    }

    @Test
    void noFileHoldsAPassword() throws IOException {
        assertThat(Files.readAllLines(DEPLOY.resolve("env.example")))
                .filteredOn(line -> line.matches("[A-Z_0-9]*(PASSWORD|KEY|REDIS_URL)=.*"))
                .hasSize(6)
                .allMatch(line -> line.endsWith("="));
        documents(DEPLOY.resolve("compose.yaml")).getFirst().path("services").forEach(service -> {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            service.path("environment").properties().forEach(each -> {
                if (each.getKey().matches(".*(PASSWORD|KEY|REDIS_URL).*")) {
                    assertThat(each.getValue().asText()).isEqualTo("${" + each.getKey() + ":?}");
                }
            });
        });
    }

    @Test
    void dashboardAndAlertsNameOnlyWhatIsMeasured() throws IOException {
        Map<String, String> known =
                MetricsPage.read(ROOT.resolve("api/METRICS.md")).types();
        Map<String, String> workers =
                MetricsPage.read(ROOT.resolve("stream-workers/METRICS.md")).types();
        JsonNode dashboard =
                new ObjectMapper().readTree(DEPLOY.resolve("grafana.json").toFile());
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        Set<String> asked = new TreeSet<>();
        dashboard.path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> asked.addAll(names(target.path("expr").asText()))));
        JsonNode groups = documents(DEPLOY.resolve("alerts.yaml")).getFirst().path("groups");
        groups.forEach(group -> group.path("rules").forEach(rule -> {
            assertThat(rule.path("alert").asText()).matches("[A-Z][A-Za-z]+");
            assertThat(rule.at("/labels/part").asText()).isIn("streetwarden", "cameras");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            asked.addAll(names(rule.path("expr").asText()));
        }));
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(asked)
                .allMatch(name -> known.containsKey(name)
                        || workers.containsKey(name)
                        || partOf(name, known)
                        || partOf(name, workers));
    }

    private static Set<String> names(String expression) {
        return METRIC.matcher(expression)
                .results()
                .map(result -> result.group())
                .collect(Collectors.toSet());
    }

    private static boolean partOf(String name, Map<String, String> types) {
        return "summary".equals(types.get(name.replaceAll("_(count|sum|max)$", "")));
    }
}
