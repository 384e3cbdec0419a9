package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden accounts identity}. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Which person of the OpenID Connect provider a local account is.",
        subcommands = {IdentityCommand.Link.class, IdentityCommand.Unlink.class})
final class IdentityCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** {@code streetwarden accounts identity link}. */
    @Command(
            name = "link",
            description =
                    "Makes a local account one that the provider proves. Its password, codes and sessions are gone, and its roles "
                            + "are those of the provider's claims from the next sign-in on.")
    static final class Link extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        private String name;

        @Parameters(index = "1", paramLabel = "SUBJECT", description = "the person's sub at the provider")
        private String subject;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.put(
                    AccountsMain.path("accounts", name, "identity"),
                    JsonNodeFactory.instance.objectNode().put("subject", subject));
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println("done");
        }
    }

    /** {@code streetwarden accounts identity unlink}. */
    @Command(name = "unlink", description = "Makes an account a local one again and prints its password, once.")
    static final class Unlink extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.delete(AccountsMain.path("accounts", name, "identity"), Map.of());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println(answer.path("password").asText());
        }
    }
}
