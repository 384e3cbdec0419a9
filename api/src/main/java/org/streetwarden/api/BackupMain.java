package org.streetwarden.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.streetwarden.api.backup.Backup;
import org.streetwarden.api.backup.Installation;
import org.streetwarden.api.backup.Restoration;
import org.streetwarden.api.evidence.EvidenceStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden backup} and {@code streetwarden restore}. */
@Command(
        name = "streetwarden",
        mixinStandardHelpOptions = true,
        subcommands = {BackupMain.Out.class, BackupMain.In.class})
public final class BackupMain {

    private static final int SHOWN_PROBLEMS = 100;

    private final Map<String, String> environment;

    private BackupMain(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The command, for {@link #main} and for tests. */
    static CommandLine line(Map<String, String> environment) {
        return new CommandLine(new BackupMain(environment));
    }

    public static void main(String[] args) {
        System.exit(line(System.getenv()).execute(args));
    }

    /** What both have. */
    @Command(
            mixinStandardHelpOptions = true,
            footerHeading = "%nEnvironment:%n",
            footer = "  as of streetwarden api: STREETWARDEN_DB_URL … STREETWARDEN_S3_SECRET_KEY",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all is there", "1:something is missing, or nothing was done", "2:settings unusable"})
    abstract static class Work implements Callable<Integer> {

        private static final int EVERY_OBJECTS = 1000;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            BackupMain command = (BackupMain) spec.parent().userObject();
            try {
                ApiSettings settings = ApiSettings.from(command.environment);
                try (EvidenceStore store = new EvidenceStore(
                        settings.s3Endpoint(),
                        settings.s3Region(),
                        settings.s3AccessKey(),
                        settings.s3SecretKey(),
                        settings.s3Bucket())) {
                    List<String> problems = work(
                            new Installation(
                                    settings.databaseUrl(),
                                    settings.databaseUser(),
                                    settings.databasePassword(),
                                    store),
                            command.environment);
                    problems.stream().limit(SHOWN_PROBLEMS).forEach(out()::println);
                    if (problems.size() > SHOWN_PROBLEMS) {
                        out().printf("and %d more%n", problems.size() - SHOWN_PROBLEMS);
                    }
                    return problems.isEmpty() ? 0 : 1;
                }
            } catch (ApiSettings.Unusable unusable) {
                return failed(unusable, 2);
            } catch (IOException | SQLException failure) {
                return failed(failure, 1);
            } finally {
                out().flush();
            }
        }

        private int failed(Exception failure, int code) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(failure.getMessage());
            err.flush();
            return code;
        }

        final PrintWriter out() {
            return spec.commandLine().getOut();
        }

        final void say(int done, int total) {
            if (done % EVERY_OBJECTS == 0) {
                out().printf("%d of %d objects%n", done, total);
                out().flush();
            }
        }

        /** @return what is missing */
        abstract List<String> work(Installation installation, Map<String, String> environment)
                throws IOException, SQLException;
    }

    /** Takes out. */
    @Command(
            name = "backup",
            description = {
                "Takes the database and the evidence store into a folder while everything runs.",
                "",
                "The database is copied as it stands at one moment; of the objects only those are fetched that the folder "
                        + "does not hold yet. What is on its way in Redis is not taken. Private keys are not taken either, "
                        + "unless you ask for them."
            })
    static final class Out extends Work {

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder; it takes many backups")
        private Path folder;

        @Option(
                names = "--with-keys",
                description = "take the key store that signs the log's checkpoints as well (STREETWARDEN_LOG_KEYSTORE)")
        private boolean withKeys;

        @Override
        List<String> work(Installation installation, Map<String, String> environment) throws IOException, SQLException {
            Backup.Taken taken = new Backup(installation, folder, this::say)
                    .take(Clock.systemUTC().instant());
            String keys = environment.getOrDefault("STREETWARDEN_LOG_KEYSTORE", "");
            if (withKeys && !keys.isEmpty()) {
                Path copy = taken.snapshot().resolve("log.p12");
                Files.createFile(
                        copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.copy(Path.of(keys), copy, StandardCopyOption.REPLACE_EXISTING);
            }
            out().printf(
                            "%s: %d rows, %d objects, %d entries of the log%n",
                            taken.snapshot(), taken.rows(), taken.objects(), taken.logSize());
            return taken.problems();
        }
    }

    /** Puts back. */
    @Command(
            name = "restore",
            description = {
                "Puts the newest backup of a folder into an empty installation and proves that all of it is there:",
                "every row, the log's root computed from its entries, and every digest that a case names.",
                "",
                "No api may run meanwhile."
            })
    static final class In extends Work {

        @Parameters(paramLabel = "DIR", description = "the folder")
        private Path folder;

        @Option(
                names = "--replace-everything",
                description =
                        "even where something stands there: the database is emptied first, and objects are overwritten")
        private boolean replace;

        @Override
        List<String> work(Installation installation, Map<String, String> environment) throws IOException, SQLException {
            Restoration.Restored restored = new Restoration(installation, folder, this::say).restore(replace);
            out().printf(
                            "backup of %s: %d rows, %d objects, %d entries of the log%n",
                            restored.takenAt(), restored.rows(), restored.objects(), restored.logSize());
            return restored.problems();
        }
    }
}
