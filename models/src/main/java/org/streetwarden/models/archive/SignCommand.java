package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = "Signs an archive that `model pack` wrote: puts 64 bytes of Ed25519 over its digest beside it,"
                + " named as the archive with " + PackageSignature.SUFFIX + " for .zip.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:signed", "1:not", "2:wrong usage"})
public final class SignCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ARCHIVE", description = "a package's archive")
    private Path archive;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "the private key `model keygen` made")
    private Path key;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (FileChannel channel = FileChannel.open(archive)) {
            ArchiveIndex.read(archive, channel);
            String digest = ModelPackage.sha256(archive);
            String name = archive.getFileName().toString().replaceFirst("\\.zip$", "");
            Path signature = archive.resolveSibling(name + PackageSignature.SUFFIX);
            Files.write(signature, PackageSignature.sign(digest, PackageKeys.readPrivate(key)));
            spec.commandLine().getOut().printf("signed %s in %s%n", digest, signature);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (BrokenPackage | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
