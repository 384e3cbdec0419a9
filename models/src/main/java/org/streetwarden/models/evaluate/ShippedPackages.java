package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ManifestReader;
import org.streetwarden.models.ModelManifest;

/** The packages in {@code models/zoo}. */
final class ShippedPackages {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private ShippedPackages() {}

    static List<Path> newest() throws IOException, BrokenPackage {
        return newest(DataFolder.root().resolve("models/zoo"));
    }

    /** The folder of each detector's newest version in a folder of packages, by name. */
    static List<Path> newest(Path zoo) throws IOException, BrokenPackage {
        List<Path> folders;
        try (Stream<Path> listed = Files.list(zoo)) {
            folders = listed.filter(each -> Files.exists(each.resolve(ModelManifest.FILE_NAME)))
                    .sorted()
                    .toList();
        }
        record Versioned(String version, Path folder) {}
        Map<String, Versioned> newest = new TreeMap<>();
        for (Path folder : folders) {
            if (ManifestReader.readRole(folder) != ModelManifest.Role.DETECTOR) {
                continue;
            }
            ModelManifest manifest = ManifestReader.read(folder);
            newest.merge(
                    manifest.name(),
                    new Versioned(manifest.version(), folder),
                    (a, b) -> VERSIONS.compare(a.version(), b.version()) >= 0 ? a : b);
        }
        return newest.values().stream().map(Versioned::folder).toList();
    }

    /** By the numbers in a version, from the left. */
    static final Comparator<String> VERSIONS = (a, b) -> {
        List<Integer> left = numbers(a);
        List<Integer> right = numbers(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return Integer.compare(left.get(i), right.get(i));
            }
        }
        return Integer.compare(left.size(), right.size());
    };

    private static List<Integer> numbers(String version) {
        List<Integer> numbers = new ArrayList<>();
        NUMBER.matcher(version).results().forEach(found -> numbers.add(Integer.valueOf(found.group())));
        return numbers;
    }
}
