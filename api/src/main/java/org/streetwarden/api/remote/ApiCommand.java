package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has that asks the api. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused or not reached", "2:wrong usage"})
abstract class ApiCommand implements Callable<Integer> {

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "${STREETWARDEN_API:-http://127.0.0.1:8080}",
            description = "the api; $STREETWARDEN_API, else http://127.0.0.1:8080")
    private String api;

    @Option(names = "--json", description = "print the api's own answer")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ApiClient client = new ApiClient(api)) {
            JsonNode answer = ask(client);
            if (json) {
                out().println(answer.toPrettyString());
            } else {
                print(answer, client);
            }
            out().flush();
            return 0;
        } catch (IOException refused) {
            err().println(refused.getMessage());
            err().flush();
            return 1;
        }
    }

    abstract JsonNode ask(ApiClient client) throws IOException;

    /** Shows an answer to a person. */
    abstract void print(JsonNode answer, ApiClient client) throws IOException;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
