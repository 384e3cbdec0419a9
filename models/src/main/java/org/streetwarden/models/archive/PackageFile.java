package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelManifest;

/**
 * One file of a package.
 *
 * @param name plain, without a path
 * @param path where it lies
 * @param bytes its length
 */
public record PackageFile(String name, Path path, long bytes) {

    /** The most files of one package. */
    public static final int MOST_FILES = 64;

    /** The most bytes of all files of one package. */
    public static final long MOST_BYTES = 1L << 30;

    static final String NAME_RULE =
            "a plain name of 1 to 128 letters, digits, dots, dashes and underscores, no dot first";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    /**
     * The files of a package folder, sorted by name. Reads none of them.
     *
     * @throws BrokenPackage naming everything in the folder that can't be part of a package
     */
    public static List<PackageFile> of(Path folder) throws BrokenPackage {
        List<String> problems = new ArrayList<>();
        List<PackageFile> files = list(folder, problems);
        if (problems.isEmpty() && files.stream().noneMatch(f -> f.name().equals(ModelManifest.FILE_NAME))) {
            problems.add("%s: expected a package with its %s, found none".formatted(folder, ModelManifest.FILE_NAME));
        }
        checkTotals(
                folder.toString(),
                files.size(),
                files.stream().mapToLong(PackageFile::bytes).sum(),
                problems::add);
        if (!problems.isEmpty()) {
            throw new BrokenPackage(problems);
        }
        return files;
    }

    private static List<PackageFile> list(Path folder, List<String> problems) {
        List<PackageFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (files.size() + problems.size() > MOST_FILES) {
                    break;
                }
                String wrong = wrong(entry);
                if (wrong.isEmpty()) {
                    files.add(new PackageFile(String.valueOf(entry.getFileName()), entry, Files.size(entry)));
                } else {
                    problems.add(entry + ": " + wrong);
                }
            }
        } catch (IOException e) {
            problems.add(folder + ": expected a package folder, found that it can't be read: " + e.getMessage());
        }
        files.sort(Comparator.comparing(PackageFile::name));
        return files;
    }

    private static String wrong(Path entry) {
        if (Files.isSymbolicLink(entry)) {
            return "expected a file, found a link";
        }
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            return "expected a file, found " + (Files.isDirectory(entry) ? "a folder" : "something else");
        }
        return isName(String.valueOf(entry.getFileName())) ? "" : "expected " + NAME_RULE;
    }

    /** Whether a file of a package may have that name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static void checkTotals(String where, int files, long bytes, Consumer<String> problems) {
        if (files > MOST_FILES) {
            problems.accept("%s: expected at most %d files, found %d or more".formatted(where, MOST_FILES, files));
        }
        if (bytes > MOST_BYTES) {
            problems.accept("%s: expected at most %d bytes in all files, found %d".formatted(where, MOST_BYTES, bytes));
        }
    }
}
