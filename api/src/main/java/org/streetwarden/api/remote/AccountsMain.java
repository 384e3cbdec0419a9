package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden accounts}. */
@Command(
        name = "streetwarden accounts",
        mixinStandardHelpOptions = true,
        description = {
            "Makes and changes people's accounts and the keys of machines and commands.",
            "",
            "All but first-key ask the api with a key of role security-admin: " + ShownKey.HINT + "."
        },
        subcommands = {
            AccountsMain.Show.class,
            AccountsMain.Add.class,
            AccountsMain.Roles.class,
            AccountsMain.Reset.class,
            AccountsMain.Link.class,
            AccountsMain.Unlock.class,
            CodesCommand.class,
            IdentityCommand.class,
            KeysCommand.class,
            FirstKeyCommand.class
        })
public final class AccountsMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private AccountsMain() {}

    /** What somebody may do. */
    static final class Granted {

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                split = ",",
                description = "operator, reviewer, auditor, model-engineer, pilot, platform, worker, system-admin; "
                        + "security-admin alone; audit-admin alone or with auditor")
        private List<String> roles;

        @Option(names = "--grid", paramLabel = "CODE", split = ",", description = "sees only this grid's cases")
        private List<String> grids = new ArrayList<>();

        @Option(names = "--group", paramLabel = "NAME", split = ",", description = "or this group of cameras'")
        private List<String> groups = new ArrayList<>();

        ObjectNode body() {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            roles.forEach(body.putArray("roles")::add);
            grids.forEach(body.putArray("grids")::add);
            groups.forEach(body.putArray("cameraGroups")::add);
            return body;
        }
    }

    /** As a path takes it. */
    static String path(String... words) {
        StringBuilder path = new StringBuilder();
        for (String word : words) {
            path.append('/').append(ApiClient.encoded(word));
        }
        return path.toString();
    }

    static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(each -> all.add(each.asText()));
        return String.join(",", all);
    }

    /** {@code streetwarden accounts list}. */
    @Command(name = "list", description = "Shows every account.")
    static final class Show extends ApiCommand {
        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.get("/accounts", ApiClient.query());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            answer.path("accounts").forEach(account -> {
                String state = account.path("disabled").asBoolean()
                        ? "  disabled"
                        : account.hasNonNull("lockedUntil")
                                ? "  locked until "
                                        + account.path("lockedUntil").asText()
                                : "";
                out().printf("%s  %s%s%n", account.path("name").asText(), joined(account.path("roles")), state);
            });
        }
    }

    /** {@code streetwarden accounts add}. */
    @Command(name = "add", description = "Makes an account and prints its first password, once.")
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Mixin
        private Granted granted;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.post("/accounts", granted.body().put("name", name));
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println(answer.path("password").asText());
        }
    }

    /** {@code streetwarden accounts roles}. */
    @Command(name = "roles", description = "Replaces what an account may do.")
    static final class Roles extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Mixin
        private Granted granted;

        @Option(names = "--disable", description = "no sign-in any more; its sessions end")
        private boolean disable;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.put(path("accounts", name), granted.body().put("disabled", disable));
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println("done");
        }
    }

    /** {@code streetwarden accounts reset}. */
    @Command(name = "reset", description = "Prints a new password, once; takes one-time codes and locks away.")
    static final class Reset extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.post(path("accounts", name, "reset"), JsonNodeFactory.instance.objectNode());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println(answer.path("password").asText());
        }
    }

    /** {@code streetwarden accounts link}. */
    @Command(name = "link", description = "Prints a link that signs in once within 15 minutes.")
    static final class Link extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.post(path("accounts", name, "link"), JsonNodeFactory.instance.objectNode());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println(client.base() + answer.path("path").asText());
        }
    }

    /** {@code streetwarden accounts unlock}. */
    @Command(name = "unlock", description = "Takes a lock after too many refused sign-ins away before its time.")
    static final class Unlock extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.delete(path("accounts", name, "lock"), Map.of());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println("done");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new AccountsMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
