package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden platform sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints the headers that sign a body, so that a platform can compare its own. It needs no api.")
final class SignCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 1 << 20;

    @Parameters(paramLabel = "BODY", description = "file with the body, byte for byte as it is sent")
    private Path body;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "the signing secret, as `accounts keys create --signs` prints it")
    private Path secretFile;

    @Option(names = "--id", paramLabel = "ID", required = true, description = "webhook-id")
    private String id;

    @Option(names = "--at", paramLabel = "SECONDS", description = "webhook-timestamp, seconds since 1970; else now")
    private Long at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (!id.matches("[\\x21-\\x7e]{1,128}") || Files.size(body) > MOST_BYTES) {
                throw new RemoteFailure("expected an id of 1 to 128 characters and a body of at most 1 MiB");
            }
            WebhookCheck secret = new WebhookCheck(Files.readString(secretFile).strip());
            String time = Long.toString(at == null ? Instant.now().getEpochSecond() : at);
            out.println("webhook-id: " + id);
            out.println("webhook-timestamp: " + time);
            out.println("webhook-signature: " + secret.sign(id, time, Files.readAllBytes(body)));
            out.flush();
            return 0;
        } catch (IOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            spec.commandLine().getErr().flush();
            return 2;
        }
    }
}
