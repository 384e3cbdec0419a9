package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.streetwarden.api.remote.Conformance.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden platform conform}. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends a platform under test what it must be ready for, and says what it stood and what it didn't.",
            "",
            "Right and wrong signatures, repeats, events out of order, large ones, and how it asks for patience. It makes a case of",
            "a district 000000 and withdraws it, so ask no platform that people work with. It needs no api."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all passed", "1:something did not, or nobody answered", "2:wrong usage"})
final class ConformCommand implements Callable<Integer> {

    private static final int MOST_PATIENCE_S = 30;

    @Parameters(paramLabel = "URL", description = "where the platform takes events")
    private String url;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "the secret that both sides have, as `streetwarden platform secret` prints one")
    private Path secretFile;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long an answer may take, 1 to 30; else 30, which is what the api waits")
    private int patienceS;

    @Option(names = "--nearby", description = "also asks for its open cases near a place, at URL/nearby")
    private boolean nearby;

    @Option(names = "--json", description = "print the findings as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        WebhookCheck secret;
        try {
            secret = new WebhookCheck(Files.readString(secretFile).strip());
            if (patienceS < 1 || patienceS > MOST_PATIENCE_S || !url.matches("https?://[^\\s@#]+")) {
                throw new RemoteFailure("expected http(s)://HOST… without a user, and a patience of 1 to 30 s");
            }
        } catch (IOException unusable) {
            spec.commandLine().getErr().println(unusable.getMessage());
            spec.commandLine().getErr().flush();
            return 2;
        }
        try (Conformance conformance =
                new Conformance(URI.create(url), secret, Duration.ofSeconds(patienceS), nearby, Clock.systemUTC())) {
            List<Finding> findings = conformance.run();
            long failed = findings.stream().filter(each -> !each.passed()).count();
            if (json) {
                out.println(json(findings).toPrettyString());
            } else {
                findings.forEach(each -> out.println(line(each)));
                out.printf("%d of %d passed%n", findings.size() - failed, findings.size());
            }
            out.flush();
            return failed == 0 ? 0 : 1;
        } catch (RemoteFailure impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String line(Finding finding) {
        return finding.passed()
                ? "ok    %s (%s)".formatted(finding.name(), finding.found())
                : "FAIL  %s: expected %s, found %s".formatted(finding.name(), finding.expected(), finding.found());
    }

    private ObjectNode json(List<Finding> findings) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("passed", findings.stream().allMatch(Finding::passed));
        ArrayNode checks = node.putArray("checks");
        findings.forEach(each -> checks.addObject()
                .put("name", each.name())
                .put("passed", each.passed())
                .put("expected", each.expected())
                .put("found", each.found()));
        return node;
    }
}
