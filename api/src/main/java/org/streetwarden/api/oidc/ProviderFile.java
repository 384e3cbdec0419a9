package org.streetwarden.api.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;
import org.streetwarden.api.accounts.Grant;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.adapters.Sheet;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.oidc.ClaimTable.Holder;
import org.streetwarden.api.push.GuardedClient;

/** Reads the description of a provider; all its problems come at once. */
public final class ProviderFile {

    private static final int MOST_ROWS = 200;
    private static final String LINE = "[^\\p{Cntrl}]{1,200}";
    private static final String CLAIM = "[A-Za-z0-9_.:-]{1,100}|(/[^/{}~\\s]{1,100}){1,8}";
    private static final Set<String> KNOWN = Set.of(
            "issuer",
            "client-id",
            "client-secret",
            "button",
            "scopes",
            "name",
            "roles",
            "sees",
            "plain-http",
            "allow",
            "authorities");

    private final Path file;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Sheet sheet;

    private ProviderFile(Path file, JsonNode root, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.sheet = new Sheet(root, file.getFileName().toString(), problems::add, KNOWN);
    }

    /**
     * Reads all of it.
     *
     * @param environment where {@code env:NAME} is looked up
     * @param problems takes every problem, without the secret
     * @return empty where there is one
     */
    public static Optional<Provider> read(Path file, Map<String, String> environment, Consumer<String> problems) {
        return Sheet.yaml(file, problems).flatMap(root -> {
            ProviderFile read = new ProviderFile(file, root, environment);
            Provider provider = read.provider();
            read.problems.forEach(problems);
            return read.problems.isEmpty() ? Optional.of(provider) : Optional.empty();
        });
    }

    private Provider provider() {
        boolean plain = sheet.flag("plain-http");
        Sheet button = sheet.part("button", Set.of("zh", "en"));
        return new Provider(
                issuer(plain),
                sheet.required("client-id", "[\\x21-\\x7e]{1,200}", "this client's id"),
                secret(),
                new Provider.Words(
                        button.required("zh", LINE, "a name in Chinese"),
                        button.required("en", LINE, "a name in English")),
                scopes(),
                sheet.has("name") ? sheet.required("name", CLAIM, "a claim") : "preferred_username",
                new ClaimTable(roles(), sights()),
                plain,
                allowed(),
                authorities());
    }

    private String issuer(boolean plain) {
        String expected =
                plain ? "http://HOST… or https://HOST…" : "https://HOST…, or plain-http: true and http://HOST…";
        String issuer = sheet.required("issuer", "https?://[^\\s?#@]{1,500}", expected);
        if (!issuer.isEmpty() && (!usable(issuer) || (!plain && issuer.startsWith("http:")))) {
            sheet.wrong("issuer", expected, issuer);
        }
        return issuer;
    }

    private static boolean usable(String issuer) {
        try {
            return URI.create(issuer).getHost() != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private String secret() {
        String reference = sheet.required("client-secret", "(file|env):[^\\p{Cntrl}]{1,400}", "file:PATH or env:NAME");
        String name = reference.substring(reference.indexOf(':') + 1);
        try {
            String text = reference.startsWith("env:")
                    ? environment.getOrDefault(name, "")
                    : reference.startsWith("file:")
                            ? Files.readString(file.resolveSibling(name)).strip()
                            : "-";
            if (!text.matches("[\\x20-\\x7e]{1,500}")) {
                sheet.wrong("client-secret", "one printable line in " + reference, "something else");
            }
            return text;
        } catch (IOException unreadable) {
            sheet.wrong(
                    "client-secret",
                    "a file that can be read",
                    unreadable.getClass().getSimpleName());
            return "";
        }
    }

    private List<String> scopes() {
        List<String> scopes = sheet.has("scopes") ? sheet.texts("scopes") : List.of("profile");
        if (scopes.size() > 20 || scopes.stream().anyMatch(each -> !each.matches("[\\x21-\\x7e&&[^\"\\\\]]{1,100}"))) {
            sheet.wrong("scopes", "at most 20 scopes such as profile", scopes.toString());
        }
        return scopes.stream().filter(each -> !each.equals("openid")).toList();
    }

    private List<ClaimTable.Roles> roles() {
        List<ClaimTable.Roles> rows = new ArrayList<>();
        for (Sheet row : sheet.parts("roles", Set.of("claim", "value", "roles"), MOST_ROWS)) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (String word : row.texts("roles")) {
                Role.of(word).ifPresentOrElse(roles::add, () -> row.wrong("roles", "roles such as reviewer", word));
            }
            new Grant(roles, Scope.EVERYTHING).objection().ifPresent(why -> row.wrong("roles", why, roles.toString()));
            rows.add(new ClaimTable.Roles(holder(row), roles));
        }
        return rows;
    }

    private List<ClaimTable.Sight> sights() {
        List<ClaimTable.Sight> rows = new ArrayList<>();
        if (sheet.has("sees")) {
            for (Sheet row :
                    sheet.parts("sees", Set.of("claim", "value", "grids", "camera-groups", "city"), MOST_ROWS)) {
                Scope scope = new Scope(new HashSet<>(row.texts("grids")), new HashSet<>(row.texts("camera-groups")));
                if (row.flag("city") == scope.limited()) {
                    row.wrong("", "grids, camera-groups or city: true", scope.limited() ? "both" : "none of them");
                }
                rows.add(new ClaimTable.Sight(holder(row), scope));
            }
        }
        return rows;
    }

    private static Holder holder(Sheet row) {
        return new Holder(
                row.required("claim", CLAIM, "a claim such as groups, or a pointer such as /realm_access/roles"),
                row.required("value", LINE, "its value"));
    }

    private Set<String> allowed() {
        Set<String> allowed = new HashSet<>();
        for (String each : sheet.texts("allow")) {
            GuardedClient.literal(each)
                    .ifPresentOrElse(
                            allowed::add,
                            () -> sheet.wrong("allow", "addresses with their ports, as 10.1.2.3:8443", each));
        }
        return allowed;
    }

    private Optional<X509TrustManager> authorities() {
        if (!sheet.has("authorities")) {
            return Optional.empty();
        }
        try {
            String name = sheet.required("authorities", LINE, "a PEM file of certificates");
            return Optional.of(GuardedClient.authorities(file.resolveSibling(name)));
        } catch (IOException unreadable) {
            sheet.wrong("authorities", "a PEM file of certificates", String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }
}
