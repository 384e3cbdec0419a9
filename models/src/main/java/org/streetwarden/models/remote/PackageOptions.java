package org.streetwarden.models.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.Parameters;

/** Which package, of those that the api has. */
final class PackageOptions {

    @Parameters(
            paramLabel = "DIGEST|PACKAGE_DIR",
            description = "digest of the package, or at least its first 8 digits; or the folder that was pushed")
    private String named;

    /** @throws BrokenPackage where it is a folder, but not of a package */
    String sha256(RemoteApi api) throws IOException, BrokenPackage {
        Path folder = Path.of(named);
        return Files.isDirectory(folder) ? ModelPackage.digest(folder) : api.digest(named);
    }
}
