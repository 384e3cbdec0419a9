package org.streetwarden.api.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import org.streetwarden.api.accounts.KeyFile;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.accounts.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden accounts first-key}. */
@Command(
        name = "first-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a key that holds from the api's first start, before there is any account.",
            "",
            "Its digest goes to the end of the file of keys that the api reads at start (STREETWARDEN_CALLERS); the key itself",
            "is printed once, or written to a file that only its owner may read. Take the line away when it is needed no more."
        })
final class FirstKeyCommand implements Callable<Integer> {

    @Option(
            names = "--callers",
            paramLabel = "FILE",
            required = true,
            description = "what the api reads; made where absent")
    private Path callers;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "setup",
            description = "recorded with what is done by it; else setup")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "security-admin",
            split = ",",
            description = "else security-admin, which may make accounts and all other keys")
    private List<String> roles;

    @Option(names = "--out", paramLabel = "FILE", description = "where the key goes; else it is printed")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        roles.stream().filter(role -> Role.of(role).isEmpty()).findFirst().ifPresent(unknown -> {
            throw new ParameterException(
                    spec.commandLine(), "--role: expected a role such as worker, found " + unknown);
        });
        if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,59}")) {
            throw new ParameterException(spec.commandLine(), "--name: expected 1 to 60 letters, digits and blanks");
        }
        Secret made = Secret.make();
        if (out != null) {
            ownersFile(out);
            Files.writeString(out, made.text() + System.lineSeparator());
        }
        if (!Files.exists(callers)) {
            ownersFile(callers);
        }
        Files.writeString(callers, KeyFile.line(made, roles, name) + System.lineSeparator(), StandardOpenOption.APPEND);
        if (out == null) {
            spec.commandLine().getOut().println(made.text());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private static void ownersFile(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
