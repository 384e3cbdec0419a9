package org.streetwarden.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.filing.Digests;

/**
 * Proves an evidence pack in a folder: every part is there with the size and SHA-256 its manifest says, and nothing else
 * lies there. Reads every byte; follows no link; nothing in the pack can make it read outside the folder.
 */
public final class EvidenceVerifier {

    /** One file at fault lists at most this many strangers. */
    private static final int MAX_STRANGERS = 100;

    private EvidenceVerifier() {}

    /**
     * What was found of one file.
     *
     * @param name of a part, of {@code manifest.json}, or of a stranger
     * @param sound whether it is what the manifest says
     * @param finding one sentence
     */
    public record Finding(String name, boolean sound, String finding) {}

    /**
     * What was found of a pack.
     *
     * @param incidentId empty where the manifest cannot be read
     * @param manifestSha256 digest of {@code manifest.json}; empty where it cannot be read
     */
    public record Report(String incidentId, String manifestSha256, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** Whether the whole pack is what its manifest says. */
        public boolean sound() {
            return findings.stream().allMatch(Finding::sound);
        }
    }

    /**
     * @param folder a pack, as written or as fetched from the store
     * @throws IOException where the folder cannot be listed
     */
    public static Report verify(Path folder) throws IOException {
        Path file = folder.resolve(EvidenceManifest.FILE);
        List<Finding> findings = new ArrayList<>();
        Set<String> expected = new TreeSet<>(Set.of(EvidenceManifest.FILE));
        String incidentId = "";
        String digest = "";
        try {
            byte[] bytes = manifestBytes(file);
            digest = Digests.sha256(bytes);
            EvidenceManifest manifest = EvidenceManifest.decode(bytes);
            incidentId = manifest.incidentId();
            findings.add(new Finding(EvidenceManifest.FILE, true, "is of schema 1 and matches its digest"));
            for (Part part : manifest.parts()) {
                findings.add(check(folder.resolve(part.name()), part));
                expected.add(part.name());
            }
            strangers(folder, expected).forEach(findings::add);
        } catch (MalformedManifest | IOException malformed) {
            findings.add(new Finding(EvidenceManifest.FILE, false, malformed.getMessage()));
        }
        return new Report(incidentId, digest, findings);
    }

    private static byte[] manifestBytes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("expected a file, found none");
        }
        long bytes = Files.size(file);
        if (bytes > EvidenceManifest.MAX_BYTES) {
            throw new IOException("expected at most %d bytes, found %d".formatted(EvidenceManifest.MAX_BYTES, bytes));
        }
        return Files.readAllBytes(file);
    }

    private static Finding check(Path file, Part part) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return new Finding(part.name(), false, "expected a file, found none");
            }
            long bytes = Files.size(file);
            if (bytes != part.bytes()) {
                return new Finding(part.name(), false, "expected %d bytes, found %d".formatted(part.bytes(), bytes));
            }
            String sha256 = Digests.sha256(file);
            boolean same = sha256.equals(part.sha256());
            return new Finding(
                    part.name(),
                    same,
                    same ? "matches its digest" : "expected SHA-256 %s, found %s".formatted(part.sha256(), sha256));
        } catch (IOException unreadable) {
            return new Finding(part.name(), false, "expected a readable file, found " + unreadable);
        }
    }

    private static List<Finding> strangers(Path folder, Set<String> expected) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (!expected.contains(name) && names.size() < MAX_STRANGERS) {
                    names.add(name);
                }
            }
        }
        return names.stream()
                .map(name -> new Finding(name, false, "expected only the manifest's parts, found this as well"))
                .collect(Collectors.toList());
    }
}
