package org.streetwarden.api.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.AdapterFile;
import org.streetwarden.api.adapters.Sheet;

/**
 * Reads the file of targets, {@code {"targets": [{"id", "url", "secrets", "allow", "plainHttp", "authorities", "adapter",
 * "headers", "nearby"}]}}. It names secrets and holds none: {@code file:PATH} or {@code env:NAME}.
 */
public final class TargetFile {

    private static final int MOST_TARGETS = 16;
    private static final int MOST_BYTES = 256 * 1024;
    private static final Set<String> KNOWN =
            Set.of("id", "url", "secrets", "allow", "plainHttp", "authorities", "adapter", "headers", "nearby");
    private static final Set<String> ASKING = Set.of("radiusM", "days", "ifUnanswered");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, String> environment;
    private final Consumer<String> problems;
    private String where;

    private TargetFile(Path file, Map<String, String> environment, Consumer<String> problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
        this.where = file.toString();
    }

    /**
     * Reads all of it.
     *
     * @param environment where {@code env:NAME} is looked up
     * @param problems takes every problem, without secrets
     * @return what has no problem
     */
    public static List<Target> read(Path file, Map<String, String> environment, Consumer<String> problems) {
        return new TargetFile(file, environment, problems).targets();
    }

    private List<Target> targets() {
        JsonNode root = root();
        JsonNode all = root.path("targets");
        if (!all.isArray() || all.size() > MOST_TARGETS || root.size() != 1) {
            if (!root.isMissingNode()) {
                wrong(
                        "",
                        "{\"targets\": [at most %d of them]} and nothing else".formatted(MOST_TARGETS),
                        "something else");
            }
            return List.of();
        }
        List<Target> targets = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode each : all) {
            where = "%s: targets[%d]".formatted(file, ids.size());
            target(each).ifPresent(targets::add);
            if (!ids.add(each.path("id").asText())) {
                wrong(".id", "a different one for each", each.path("id").asText() + " twice");
                return List.of();
            }
        }
        return List.copyOf(targets);
    }

    /** Missing where it cannot be read and a problem is noted. */
    private JsonNode root() {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return JSON.readTree(Files.readAllBytes(file));
            }
            wrong("", "at most %d bytes".formatted(MOST_BYTES), Files.size(file) + " bytes");
        } catch (JsonProcessingException noJson) {
            wrong("", "JSON", "an error in line " + noJson.getLocation().getLineNr());
        } catch (IOException unreadable) {
            wrong("", "a file that can be read", unreadable.getClass().getSimpleName());
        }
        return MissingNode.getInstance();
    }

    private Optional<Target> target(JsonNode node) {
        node.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                wrong("", "only " + String.join(", ", KNOWN.stream().sorted().toList()), name);
            }
        });
        String id = node.path("id").asText();
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            wrong(".id", "a name of a to z, 0 to 9 and -", id.isEmpty() ? "nothing" : "something else");
        }
        boolean adapts = node.has("adapter");
        Optional<URI> url = adapts && node.path("url").asText().startsWith("file:")
                ? folder(node.path("url").asText())
                : url(node.path("url").asText(), node.path("plainHttp").asBoolean());
        List<WebhookSecret> secrets = adapts && !node.has("secrets") ? List.of() : secrets(node.path("secrets"));
        Set<String> allowed = allowed(node.path("allow"));
        Optional<X509TrustManager> authorities = authorities(node.path("authorities"));
        Map<String, String> headers = headers(node.path("headers"));
        Optional<Adapter> adapter = adapts
                ? AdapterFile.read(file.resolveSibling(node.path("adapter").asText()), problems)
                : Optional.empty();
        Optional<Target.Asking> asking = asking(node, url, adapter);
        return url.filter(each -> adapts ? adapter.isPresent() : !secrets.isEmpty())
                .map(each -> new Target(id, each, secrets, allowed, authorities, adapter, headers, asking));
    }

    /** Of open cases nearby; {@code {}} where all is as usual. */
    private Optional<Target.Asking> asking(JsonNode node, Optional<URI> url, Optional<Adapter> adapter) {
        if (!node.has("nearby")) {
            return Optional.empty();
        }
        if (url.isPresent() && url.get().getScheme().equals("file")) {
            wrong(".nearby", "a target that answers", "a folder");
        }
        if (adapter.isPresent() && adapter.get().nearby().isEmpty()) {
            wrong(".nearby", "an adapter that says how to ask", adapter.get().name());
        }
        Sheet sheet = new Sheet(node.get("nearby"), where + ".nearby", problems, ASKING);
        boolean holds = sheet.has("ifUnanswered")
                && sheet.required("ifUnanswered", "push|hold", "push or hold").equals("hold");
        return Optional.of(
                new Target.Asking(sheet.number("radiusM", 1, 300, 15), sheet.number("days", 1, 366, 30), holds));
    }

    private Optional<URI> folder(String text) {
        try {
            Path folder = Path.of(URI.create(text));
            if (Files.isDirectory(folder) && Files.isWritable(folder)) {
                return Optional.of(folder.toUri());
            }
        } catch (IllegalArgumentException | FileSystemNotFoundException noFolder) {
            // said below
        }
        wrong(".url", "file:///… with a folder that can be written", "something else");
        return Optional.empty();
    }

    /** Of an adapter's requests. */
    private Map<String, String> headers(JsonNode node) {
        Map<String, String> headers = new LinkedHashMap<>();
        node.properties().forEach(each -> {
            if (!each.getKey().matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
                wrong(".headers", "a header's name", "something else");
            } else {
                held(each.getValue().asText(), ".headers").ifPresent(value -> headers.put(each.getKey(), value));
            }
        });
        return headers;
    }

    /** What a reference leads to. */
    private Optional<String> held(String reference, String field) {
        String name = reference.substring(reference.indexOf(':') + 1);
        try {
            String text = reference.startsWith("env:")
                    ? environment.getOrDefault(name, "")
                    : reference.startsWith("file:")
                            ? Files.readString(file.resolveSibling(name)).strip()
                            : "";
            if (text.matches("[\\x20-\\x7e]{1,4000}")) {
                return Optional.of(text);
            }
            wrong(field, "file:PATH or env:NAME with one printable line", "something else");
        } catch (IOException unreadable) {
            wrong(field, "a file that can be read", unreadable.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private Optional<URI> url(String text, boolean plain) {
        String expected =
                plain ? "http://HOST… or https://HOST…" : "https://HOST…, or plainHttp: true and http://HOST…";
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawFragment() == null
                    && (scheme.equals("https") || (plain && scheme.equals("http")))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException noUri) {
            wrong(".url", expected, "something else");
            return Optional.empty();
        }
        wrong(".url", expected + ", without a user or a fragment", "something else");
        return Optional.empty();
    }

    private List<WebhookSecret> secrets(JsonNode node) {
        List<WebhookSecret> secrets = new ArrayList<>();
        for (JsonNode each : node) {
            secret(each.asText()).ifPresent(secrets::add);
        }
        if (secrets.isEmpty() || secrets.size() != node.size() || secrets.size() > 2) {
            wrong(".secrets", "one, or two while one replaces the other, each file:PATH or env:NAME", node.size() + "");
        }
        return secrets;
    }

    private Optional<WebhookSecret> secret(String reference) {
        String name = reference.substring(reference.indexOf(':') + 1);
        try {
            String text = reference.startsWith("env:")
                    ? environment.getOrDefault(name, "")
                    : reference.startsWith("file:")
                            ? Files.readString(file.resolveSibling(name)).strip()
                            : "";
            return Optional.of(WebhookSecret.parse(text));
        } catch (IllegalArgumentException unusable) {
            String shown = reference.matches("(env|file):.{1,200}") ? reference : "file:PATH or env:NAME";
            wrong(".secrets", unusable.getMessage() + " in " + shown, "something else");
        } catch (IOException unreadable) {
            wrong(
                    ".secrets",
                    "a file that can be read",
                    reference + ": " + unreadable.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private Set<String> allowed(JsonNode node) {
        Set<String> allowed = new LinkedHashSet<>();
        if (!node.isMissingNode() && !node.isArray()) {
            wrong(".allow", "an array", "something else");
        }
        for (JsonNode each : node) {
            AddressGuard.literal(each.asText())
                    .ifPresentOrElse(
                            allowed::add,
                            () -> wrong(".allow", "an address and a port as 10.1.2.3:8443", "something else"));
        }
        return allowed;
    }

    private Optional<X509TrustManager> authorities(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Authorities.read(file.resolveSibling(node.asText())));
        } catch (IOException unreadable) {
            wrong(".authorities", "a PEM file of certificates", unreadable.getMessage());
            return Optional.empty();
        }
    }

    private void wrong(String field, String expected, String found) {
        problems.accept("%s%s: expected %s, found %s".formatted(where, field, expected, found));
    }
}
