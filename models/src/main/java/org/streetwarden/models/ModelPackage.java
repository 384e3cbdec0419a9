package org.streetwarden.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.archive.ModelArchive;
import org.streetwarden.models.archive.PackageFile;

/**
 * A folder with a manifest and the model file it names, whose digest has been compared.
 *
 * @param folder where the package lies
 * @param manifest checked
 * @param digest of the whole package, see {@link ModelArchive}; 64 lower-case hexadecimal digits
 */
public record ModelPackage(Path folder, ModelManifest manifest, String digest) {

    /** No model file larger than this is opened. */
    public static final long MAX_MODEL_BYTES = PackageFile.MOST_BYTES;

    /**
     * Reads the manifest and compares the model file, and those of its variants, with it.
     *
     * @throws BrokenPackage naming every problem
     */
    public static ModelPackage open(Path folder) throws BrokenPackage {
        ModelManifest manifest = ManifestReader.read(folder);
        PackageFile.of(folder);
        List<String> problems = new ArrayList<>();
        check(folder.resolve(manifest.file()), manifest.sha256(), problems);
        manifest.variants().values().forEach(each -> check(folder.resolve(each.file()), each.sha256(), problems));
        if (!problems.isEmpty()) {
            throw new BrokenPackage(problems);
        }
        return new ModelPackage(folder, manifest, digest(folder));
    }

    /**
     * A package as one of its variants runs.
     *
     * @param variant empty: as it is
     * @throws BrokenPackage naming every problem, or where it has no such variant
     */
    public static ModelPackage open(Path folder, String variant) throws BrokenPackage {
        ModelPackage pack = open(folder);
        Set<String> known = pack.manifest().variants().keySet();
        if (!variant.isEmpty() && !known.contains(variant)) {
            throw refusal(
                    folder.resolve(ModelManifest.FILE_NAME),
                    "variants: expected %s, found %s"
                            .formatted(variant, known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return pack.preferring(variant);
    }

    /**
     * The digest of a package's archive.
     *
     * @throws BrokenPackage where the folder cannot be read
     */
    public static String digest(Path folder) throws BrokenPackage {
        try {
            return ModelArchive.digest(folder);
        } catch (IOException e) {
            throw refusal(folder, "can't be read: " + e.getMessage());
        }
    }

    public ModelIdentity identity() {
        return new ModelIdentity(manifest.name(), manifest.version(), digest);
    }

    /** The same package with every class's threshold at {@code score}, for drawing curves. */
    public ModelPackage withThreshold(float score) {
        return new ModelPackage(folder, manifest.withThreshold(score), digest);
    }

    /** The same package as the variant of that name runs, or as it is where it has none. */
    public ModelPackage preferring(String name) {
        ModelVariant variant = manifest.variants().get(name);
        return variant == null ? this : new ModelPackage(folder, manifest.as(variant), digest);
    }

    public Path modelFile() {
        return folder.resolve(manifest.file());
    }

    /**
     * Compares a model file with the digest its manifest gives.
     *
     * @throws BrokenPackage where it is no plain file of sound size, or has another digest
     */
    public static void check(Path model, String sha256) throws BrokenPackage {
        try {
            compare(model, sha256);
        } catch (IOException e) {
            throw refusal(model, "can't be read: " + e.getMessage());
        }
    }

    private static void check(Path model, String sha256, List<String> problems) {
        try {
            check(model, sha256);
        } catch (BrokenPackage broken) {
            problems.addAll(broken.problems());
        }
    }

    private static void compare(Path model, String sha256) throws IOException, BrokenPackage {
        if (Files.isSymbolicLink(model)) {
            throw refusal(model, "expected a file, found a link");
        }
        if (!Files.isRegularFile(model, LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(model, "expected the model file named by the manifest, found no such file");
        }
        String found = sha256(model);
        if (!found.equals(sha256)) {
            throw refusal(model, "expected SHA-256 %s as the manifest says, found %s".formatted(sha256, found));
        }
    }

    /** A file's SHA-256 as 64 lower-case hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int n; (n = in.read(chunk)) > 0; ) {
                digest.update(chunk, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static BrokenPackage refusal(Path file, String problem) {
        return new BrokenPackage(List.of(file + ": " + problem));
    }
}
