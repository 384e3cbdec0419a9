package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model keygen}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = "Makes a pair of Ed25519 keys for signing packages: " + PackageKeys.PRIVATE_FILE
                + ", readable by its owner alone, and " + PackageKeys.PUBLIC_FILE
                + ", for those who are to trust it. Overwrites no key.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:made", "1:not", "2:wrong usage"})
public final class KeygenCommand implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder for the two files")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            PackageKeys.generate(out);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "keep to yourself  %s%ngive away         %s%n",
                            out.resolve(PackageKeys.PRIVATE_FILE), out.resolve(PackageKeys.PUBLIC_FILE));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
