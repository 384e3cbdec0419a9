package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden accounts codes}. */
@Command(
        name = "codes",
        mixinStandardHelpOptions = true,
        description =
                "One-time codes of somebody who has lost the device that shows them. People set their own on their page.",
        subcommands = CodesCommand.Off.class)
final class CodesCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: off");
    }

    /** {@code streetwarden accounts codes off}. */
    @Command(name = "off", description = "Asks an account for no one-time codes any more; its password stays.")
    static final class Off extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode ask(ApiClient client) throws IOException {
            return client.delete(AccountsMain.path("accounts", name, "codes"), Map.of());
        }

        @Override
        void print(JsonNode answer, ApiClient client) {
            out().println("done");
        }
    }
}
