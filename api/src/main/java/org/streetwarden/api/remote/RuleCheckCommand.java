package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.rules.RuleFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules check}; needs no api. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Names every problem of a rules file with its line and path; asks no api.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:sound", "1:not sound or not readable", "2:wrong usage"})
final class RuleCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "rules in YAML")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (InputStream in = Files.newInputStream(file)) {
            RuleFile read = RuleFile.read(in.readNBytes(RuleFile.MAX_BYTES + 1));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "sound: %d rules, version %s%n",
                            read.book().rules().size(), read.book().version());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (Refusal problems) {
            problems.problems().forEach(spec.commandLine().getErr()::println);
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println(file + ": expected a readable file, found " + unreadable);
        }
        spec.commandLine().getErr().flush();
        return 1;
    }
}
