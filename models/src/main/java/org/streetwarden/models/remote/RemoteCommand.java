package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.streetwarden.models.BrokenPackage;
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
abstract class RemoteCommand implements Callable<Integer> {

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
        try (RemoteApi remote = new RemoteApi(api)) {
            JsonNode answer = ask(remote);
            if (json) {
                out().println(answer.toPrettyString());
            } else {
                print(answer);
            }
            out().flush();
            return 0;
        } catch (IOException | BrokenPackage refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }

    abstract JsonNode ask(RemoteApi api) throws IOException, BrokenPackage;

    /** Shows an answer to a person. */
    abstract void print(JsonNode answer);

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
