package org.streetwarden.evidence;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.streetwarden.evidence.EvidenceVerifier.Finding;
import org.streetwarden.evidence.EvidenceVerifier.Report;
import org.streetwarden.filing.ExtraAlgorithms;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.TimeStampAuthorities;
import org.streetwarden.proof.TrustedKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden evidence verify PACK}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves an evidence pack, without asking any server: every part of its manifest is there, byte for byte, and "
                    + "nothing else; who signed it; that it stands in the log. Says in words what is proven and what is not.",
            "What you give with --trust, --log-key, --checkpoint or --tsa-cert must hold, or the pack is not whole."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the pack is whole", "1:it is not; each fault is named", "2:wrong usage"})
public final class VerifyCommand implements Callable<Integer> {

    private static final int MAX_FILE_BYTES = 1024 * 1024;

    @Parameters(
            paramLabel = "PACK",
            description = "Folder that holds manifest.json and the parts, or an exported ZIP file.")
    private Path pack;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = "--manifest-sha256",
            paramLabel = "HEX",
            description = "What the case says the manifest's SHA-256 is; proves that the manifest was not replaced.")
    private String manifestSha256;

    @Option(
            names = {"--trust", "--key"},
            paramLabel = "FILE",
            description =
                    "PEM with certificates or public keys: the pack must be signed by one, or by a key they vouch for.")
    private Path trust;

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description =
                    "The log's key, a line name+hash+key as GET /api/v1/log/key gives it: it must have signed the proof's "
                            + "checkpoint.")
    private Path logKey;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint of the log, kept elsewhere: the proof must lead to it.")
    private Path checkpoint;

    @Option(
            names = "--growth",
            paramLabel = "FILE",
            description = "Where that checkpoint has another size than the pack's: proof from one to the other, as "
                    + "GET /api/v1/log/consistency gives it.")
    private Path growth;

    @Option(
            names = "--tsa-cert",
            paramLabel = "FILE",
            description = "PEM with certificates of time-stamp authorities, or of who issues theirs: the pack must be "
                    + "time-stamped under one of them.")
    private Path tsaCert;

    @Spec
    private CommandSpec spec;

    private interface Reader<T> {
        T read(byte[] file) throws MalformedProof;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(pack)) {
            throw new ParameterException(
                    spec.commandLine(), "PACK: expected a folder or a ZIP file, found none at %s".formatted(pack));
        }
        if (manifestSha256 != null && !manifestSha256.matches("[0-9a-fA-F]{64}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--manifest-sha256: expected 64 hexadecimal digits, found %s".formatted(manifestSha256));
        }
        Report report = report(believed());
        boolean known = manifestSha256 == null || manifestSha256.equalsIgnoreCase(report.manifestSha256());
        boolean sound = report.sound() && known;
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(object(report, sound, known)));
        } else {
            print(out, report, sound, known);
        }
        return sound ? 0 : 1;
    }

    private Report report(Believed believed) {
        try {
            return EvidenceVerifier.verify(pack, believed);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(),
                    "PACK: expected a folder or a ZIP file, found %s".formatted(unreadable.getMessage()),
                    unreadable);
        }
    }

    private Believed believed() {
        ExtraAlgorithms.offer();
        return new Believed(
                given("--trust", trust, TrustedKeys::parse).orElse(TrustedKeys.NONE),
                given("--log-key", logKey, file -> NoteKey.parse(text(file))),
                given("--checkpoint", checkpoint, file -> Checkpoint.of(SignedNote.decode(text(file)))),
                given("--growth", growth, GrowthProof::parse),
                given("--tsa-cert", tsaCert, TimeStampAuthorities::parse).orElse(TimeStampAuthorities.NONE));
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }

    /** @param file null: nothing was given */
    private <T> Optional<T> given(String option, Path file, Reader<T> reader) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("more than %d bytes".formatted(MAX_FILE_BYTES));
            }
            return Optional.of(reader.read(Files.readAllBytes(file)));
        } catch (IOException | MalformedProof unfit) {
            throw new ParameterException(
                    spec.commandLine(), "%s %s: %s".formatted(option, file, unfit.getMessage()), unfit);
        }
    }

    private Map<String, Object> object(Report report, boolean sound, boolean known) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pack", pack.toString());
        object.put("incidentId", report.incidentId());
        object.put("manifestSha256", report.manifestSha256());
        object.put("manifestExpected", known);
        object.put("sound", sound);
        object.put("parts", report.findings());
        object.put("statements", report.statements());
        return object;
    }

    private void print(PrintWriter out, Report report, boolean sound, boolean known) {
        for (Finding finding : report.findings()) {
            out.printf("%-5s %s: %s%n", finding.sound() ? "ok" : "FAULT", finding.name(), finding.finding());
        }
        if (!known) {
            out.printf(
                    "FAULT %s: expected SHA-256 %s, found %s%n",
                    EvidenceManifest.FILE, manifestSha256, report.manifestSha256());
        }
        for (Statement statement : report.statements()) {
            out.printf("%-10s %s%n", word(statement.standing()), statement.sentence());
        }
        out.printf(
                "%s: %s (manifest SHA-256 %s)%n",
                pack,
                sound ? "whole" : "not whole",
                report.manifestSha256().isEmpty() ? "unknown" : report.manifestSha256());
    }

    private static String word(Statement.Standing standing) {
        return switch (standing) {
            case PROVEN -> "proven";
            case NOT_PROVEN -> "NOT PROVEN";
            case REFUTED -> "FAULT";
        };
    }
}
