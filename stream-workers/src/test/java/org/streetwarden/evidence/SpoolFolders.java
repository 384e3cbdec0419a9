package org.streetwarden.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a filing desk keeps in its folder. */
final class SpoolFolders {

    private SpoolFolders() {}

    /** Entries whose names begin so, by name. */
    static List<Path> entries(Path data, String prefix) throws IOException {
        try (Stream<Path> children = Files.list(data.resolve("spool"))) {
            return children.filter(Files::isDirectory)
                    .filter(folder -> folder.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** Of an entry's evidence. */
    static EvidenceManifest manifest(Path entry) throws Exception {
        return EvidenceManifest.decode(Files.readAllBytes(entry.resolve("evidence/manifest.json")));
    }
}
