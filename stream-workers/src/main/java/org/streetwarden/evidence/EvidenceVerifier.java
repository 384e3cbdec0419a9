package org.streetwarden.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.ExtraAlgorithms;
import org.streetwarden.proof.HashAlgorithm;

/**
 * Proves an evidence pack in a folder or a ZIP file: every part is there with the size and digests its manifest says, nothing
 * else lies there, and what seal and log proof show. Reads every byte; follows no link; nothing in the pack can make it read
 * outside it. Asks no server.
 */
public final class EvidenceVerifier {

    /** Proof that the manifest stands in the log, where the pack was exported with one. */
    public static final String LOG_PROOF_FILE = "case.tlog-proof";

    /** Time-stamp of the checkpoint that the log's proof leads to, where the pack was exported with one. */
    public static final String TIME_STAMP_FILE = "case.tst";

    /** For people to read, where the pack was exported with one, HTML in older packs; proves nothing. */
    static final Set<String> DOSSIER_FILES = Set.of("dossier.pdf", "dossier.html");

    private static final int CHUNK_BYTES = 64 * 1024;

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
     * @param statements what that proves and what it does not; none where the manifest cannot be read
     */
    public record Report(String incidentId, String manifestSha256, List<Finding> findings, List<Statement> statements) {
        public Report {
            findings = List.copyOf(findings);
            statements = List.copyOf(statements);
        }

        /** Whether the whole pack is what its manifest says, and nothing contradicts it. */
        public boolean sound() {
            return findings.stream().allMatch(Finding::sound)
                    && statements.stream().noneMatch(each -> each.standing() == Statement.Standing.REFUTED);
        }
    }

    /**
     * Where nothing is believed beforehand.
     *
     * @param path a pack, as written or as fetched from the store
     * @throws IOException where it cannot be listed
     */
    public static Report verify(Path path) throws IOException {
        return verify(path, Believed.NOTHING);
    }

    /**
     * @param path a pack, as written, as fetched from the store, or as exported
     * @throws IOException where it cannot be listed
     */
    public static Report verify(Path path, Believed believed) throws IOException {
        try (PackSource pack = PackSource.of(path)) {
            return verify(pack, believed);
        }
    }

    static Report verify(PackSource pack, Believed believed) throws IOException {
        ExtraAlgorithms.offer();
        byte[] file;
        EvidenceManifest manifest;
        String digest = "";
        try {
            file = pack.read(EvidenceManifest.FILE, EvidenceManifest.MAX_BYTES);
            digest = Digests.sha256(file);
            manifest = EvidenceManifest.decode(file);
        } catch (MalformedManifest | IOException malformed) {
            Finding finding = new Finding(EvidenceManifest.FILE, false, malformed.getMessage());
            return new Report("", digest, List.of(finding), List.of());
        }
        List<String> names = pack.names();
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                EvidenceManifest.FILE, true, "is of schema %d and matches its digest".formatted(manifest.schema())));
        manifest.parts().forEach(part -> findings.add(check(pack, part)));
        GoneChecks checks = GoneChecks.of(pack, names, digest, believed);
        findings.addAll(checks.findings());
        strangers(names, manifest, checks.names(), findings);
        List<Statement> statements = new ArrayList<>();
        statements.add(whole(findings, manifest));
        statements.addAll(
                SealCheck.of(pack, names.contains(EvidenceManifest.SEAL_FILE), manifest, file, believed.signers()));
        statements.addAll(LogCheck.of(pack, names.contains(LOG_PROOF_FILE), manifest, digest, believed));
        statements.addAll(StampCheck.of(pack, names, manifest, believed.authorities()));
        statements.addAll(checks.statements());
        statements.add(
                Statement.notProven("what happened before the stream reached us, and whether the camera's clock and "
                        + "place were right"));
        return new Report(manifest.incidentId(), digest, findings, statements);
    }

    private static Statement whole(List<Finding> findings, EvidenceManifest manifest) {
        String digests = manifest.schema() == EvidenceManifest.FIRST_SCHEMA ? "SHA-256" : "SHA-256 and SM3";
        return findings.stream().allMatch(Finding::sound)
                ? Statement.proven("every part is byte for byte what the manifest names (%s), and none is missing"
                        .formatted(digests))
                : Statement.refuted("the parts are not what the manifest names");
    }

    static Finding check(PackSource pack, Part part) {
        try {
            long bytes = bytes(pack, part);
            if (bytes != part.bytes()) {
                String found = bytes > part.bytes() ? "more" : Long.toString(bytes);
                return new Finding(part.name(), false, "expected %d bytes, found %s".formatted(part.bytes(), found));
            }
            List<String> digests;
            try (InputStream in = pack.open(part.name())) {
                digests = HashAlgorithm.all(in);
            }
            if (!digests.getFirst().equals(part.sha256())) {
                return new Finding(
                        part.name(),
                        false,
                        "expected SHA-256 %s, found %s".formatted(part.sha256(), digests.getFirst()));
            }
            boolean same = part.sm3() == null || digests.getLast().equals(part.sm3());
            return new Finding(
                    part.name(),
                    same,
                    same ? "matches its digest" : "expected SM3 %s, found %s".formatted(part.sm3(), digests.getLast()));
        } catch (IOException unreadable) {
            return new Finding(part.name(), false, unreadable.getMessage());
        }
    }

    /** How long a file is; one that is longer than it may be is not read to its end. */
    private static long bytes(PackSource pack, Part part) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long bytes = 0;
        try (InputStream in = pack.open(part.name())) {
            for (int n; bytes <= part.bytes() && (n = in.read(chunk)) > 0; ) {
                bytes += n;
            }
        }
        return bytes;
    }

    private static void strangers(
            List<String> names, EvidenceManifest manifest, Set<String> ofChecks, List<Finding> findings) {
        Set<String> expected = new HashSet<>(
                Set.of(EvidenceManifest.FILE, EvidenceManifest.SEAL_FILE, LOG_PROOF_FILE, TIME_STAMP_FILE));
        expected.addAll(DOSSIER_FILES);
        expected.addAll(ofChecks);
        manifest.parts().forEach(part -> expected.add(part.name()));
        Set<String> strangers = new TreeSet<>();
        Set<String> once = new HashSet<>();
        for (String name : names) {
            if (!expected.contains(name) || !once.add(name)) {
                strangers.add(name);
            }
        }
        strangers.forEach(name -> findings.add(
                new Finding(name, false, "expected only the manifest's parts, each once, found this as well")));
    }
}
