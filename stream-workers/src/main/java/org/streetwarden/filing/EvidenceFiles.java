package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * The evidence of one spool entry as it lies on the disk, proven to be what its record says.
 *
 * @param folder where the files lie
 * @param parts in order of upload, the manifest last
 */
record EvidenceFiles(Path folder, List<EvidencePart> parts) {

    private static final String MANIFEST = "manifest.json";

    Path file(EvidencePart part) {
        return folder.resolve(part.name());
    }

    /** @throws MalformedEntry where a file is missing or is not what the record says */
    static EvidenceFiles of(SpoolEntry entry, IncidentFiled filed) throws MalformedEntry {
        Path folder = entry.evidence();
        List<EvidencePart> parts = new ArrayList<>(filed.parts());
        long manifestBytes = bytes(folder.resolve(MANIFEST));
        parts.add(new EvidencePart(MANIFEST, "application/json", manifestBytes, filed.manifestSha256()));
        for (EvidencePart part : parts) {
            check(folder.resolve(part.name()), part);
        }
        return new EvidenceFiles(folder, List.copyOf(parts));
    }

    private static void check(Path file, EvidencePart part) throws MalformedEntry {
        long bytes = bytes(file);
        if (bytes != part.bytes()) {
            throw new MalformedEntry("%s: expected %d bytes, found %d".formatted(file, part.bytes(), bytes));
        }
        try {
            String sha256 = Digests.sha256(file);
            if (!sha256.equals(part.sha256())) {
                throw new MalformedEntry("%s: expected SHA-256 %s, found %s".formatted(file, part.sha256(), sha256));
            }
        } catch (IOException unreadable) {
            throw new MalformedEntry("%s: expected a readable file, found %s".formatted(file, unreadable));
        }
    }

    private static long bytes(Path file) throws MalformedEntry {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Files.size(file);
            }
        } catch (IOException unreadable) {
            throw new MalformedEntry("%s: expected a readable file, found %s".formatted(file, unreadable));
        }
        throw new MalformedEntry("%s: expected a file, found none".formatted(file));
    }
}
