package org.streetwarden.api.remote;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden platform}. */
@Command(
        name = "streetwarden platform",
        mixinStandardHelpOptions = true,
        description =
                "For the engineers of a city's platform: a platform to read and try, a check of your own, and secrets to sign by.",
        subcommands = {
            PlatformMain.SecretCommand.class,
            SamplePlatformCommand.class,
            TryCommand.class,
            SignCommand.class,
            ConformCommand.class
        })
public final class PlatformMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private PlatformMain() {}

    /** {@code streetwarden platform secret}. */
    @Command(
            name = "secret",
            mixinStandardHelpOptions = true,
            description = "Prints a new secret for webhooks; both sides keep it in a file of their own.")
    static final class SecretCommand implements Callable<Integer> {

        private static final int BYTES = 32;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            spec.commandLine().getOut().println("whsec_" + Base64.getEncoder().encodeToString(secret));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new PlatformMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
