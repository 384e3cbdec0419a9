package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden accounts keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Keys of machines and commands.",
        subcommands = {
            KeysCommand.Show.class,
            KeysCommand.Create.class,
            KeysCommand.Rotate.class,
            KeysCommand.Revoke.class
        })
final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static void printOnce(JsonNode made, PrintWriter out) {
        out.println(made.path("key").asText());
        if (made.has("signingSecret")) {
            out.println(made.path("signingSecret").asText());
        }
    }

    /** {@code streetwarden accounts keys list}. */
    @Command(name = "list", description = "Shows every key without its secret, newest first.")
    static final class Show extends ApiCommand {
        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.get("/keys", Map.of());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            answer.path("keys").forEach(key -> out().printf(
                            "%s  %s  %s  until %s, last used %s%n",
                            key.path("id").asText(),
                            key.path("name").asText(),
                            AccountsMain.joined(key.path("roles")),
                            key.path("expiresAt").asText(),
                            key.hasNonNull("usedAt") ? key.path("usedAt").asText() : "never"));
        }
    }

    /** {@code streetwarden accounts keys create}. */
    @Command(name = "create", description = "Makes a key and prints it, once.")
    static final class Create extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "who has it; recorded with what is done by it")
        private String name;

        @Mixin
        private AccountsMain.Granted granted;

        @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = "how long it holds; else 365")
        private int days;

        @Option(
                names = "--signs",
                description = "its call-backs must be signed; the secret for that is printed on a second line")
        private boolean signs;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.post(
                    "/keys", granted.body().put("name", name).put("days", days).put("signs", signs));
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            printOnce(answer, out());
        }
    }

    /** {@code streetwarden accounts keys rotate}. */
    @Command(name = "rotate", description = "Makes a key's successor and prints it, once.")
    static final class Rotate extends ApiCommand {
        @Parameters(paramLabel = "ID", description = "as list shows it")
        private String id;

        @Option(
                names = "--overlap",
                paramLabel = "HOURS",
                defaultValue = "72",
                description = "how long the old one still holds; else 72")
        private int hours;

        @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = "how long it holds; else 365")
        private int days;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.post(
                    AccountsMain.path("keys", id, "rotate"),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("overlapHours", hours)
                            .put("days", days));
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            printOnce(answer, out());
        }
    }

    /** {@code streetwarden accounts keys revoke}. */
    @Command(name = "revoke", description = "Ends a key at once.")
    static final class Revoke extends ApiCommand {
        @Parameters(paramLabel = "ID", description = "as list shows it")
        private String id;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.delete(AccountsMain.path("keys", id), Map.of());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println("done");
        }
    }
}
