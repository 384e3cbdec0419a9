package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.directory.LonLat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streetwarden platform sample}. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a small platform on this machine until it is interrupted.",
            "",
            "It takes what the api pushes, checks the signature, answers with a number of its own, registers every case once, and",
            "some time later calls back that it was handled. Its source, SamplePlatform.java, is meant to be read.",
            "",
            "The api needs a file of targets (STREETWARDEN_PUSH_TARGETS) with",
            "  {\"targets\": [{\"id\": \"sample\", \"url\": \"http://127.0.0.1:9090/\", \"plainHttp\": true,",
            "    \"secrets\": [\"file:sample.secret\"], \"allow\": [\"127.0.0.1:9090\"], \"nearby\": {}}]}",
            "where nearby means that it is asked for its open cases near one before that is pushed."
        })
final class SamplePlatformCommand implements Callable<Integer> {

    private static final Pattern REPORTED =
            Pattern.compile("([a-z-]{1,40})@(-?[0-9]{1,3}(?:\\.[0-9]{1,9})?),(-?[0-9]{1,2}(?:\\.[0-9]{1,9})?)");

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "the secret that both sides have, as `streetwarden platform secret` prints one")
    private Path secretFile;

    @Option(
            names = "--signing-secret-file",
            paramLabel = "FILE",
            description = "signs call-backs with the secret in it, which came with a key made by `keys create --signs`")
    private Path signingFile;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "9090",
            description = "port, 0 for a free one; else 9090")
    private int port;

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "${STREETWARDEN_API:-http://127.0.0.1:8080}",
            description = "the api; $STREETWARDEN_API, else http://127.0.0.1:8080")
    private String api;

    @Option(
            names = "--handled-after",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long dealing with a case takes; else 60")
    private int handledAfterS;

    @Option(
            names = "--reported",
            paramLabel = "KIND@LON,LAT",
            description =
                    "an open case that an inspector has reported there, as vending@117.1215,36.6841; may be repeated")
    private List<String> reported = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiClient client = new ApiClient(api);
                SamplePlatform platform = new SamplePlatform(
                        port,
                        new WebhookCheck(Files.readString(secretFile).strip()),
                        desk(),
                        client,
                        signing(),
                        Duration.ofSeconds(handledAfterS),
                        Clock.systemUTC(),
                        line -> print(out, line))) {
            print(out, "listening on http://127.0.0.1:%d/".formatted(platform.port()));
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private SampleDesk desk() throws RemoteFailure {
        List<SampleDesk.Reported> cases = new ArrayList<>();
        for (String each : reported) {
            Matcher parts = REPORTED.matcher(each);
            if (!parts.matches()) {
                throw new RemoteFailure("--reported: expected KIND@LON,LAT, found " + each);
            }
            LonLat place = new LonLat(Double.parseDouble(parts.group(2)), Double.parseDouble(parts.group(3)));
            cases.add(new SampleDesk.Reported(parts.group(1), place));
        }
        return new SampleDesk(cases, Instant.now());
    }

    private Optional<WebhookCheck> signing() throws IOException {
        return signingFile == null
                ? Optional.empty()
                : Optional.of(new WebhookCheck(Files.readString(signingFile).strip()));
    }

    private static void print(PrintWriter out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
