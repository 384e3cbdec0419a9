package org.streetwarden.evidence;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

/** {@code streetwarden evidence verify PACK…}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves evidence packs, without asking any server: every part of a pack's manifest is there, byte for byte, and "
                    + "nothing else; who signed it; that it stands in the log. Says in words what is proven and what is not.",
            "What you give with --trust, --log-key, --checkpoint or --tsa-cert must hold, or a pack is not whole.",
            "Of several packs each is said for itself, under its name, a last line counts them, and the exit code is the "
                    + "highest of all."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the pack is whole",
            "1:it is not; each fault is named",
            "2:it cannot be read at all, or wrong usage"
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int MAX_FILE_BYTES = 1024 * 1024;

    @Parameters(
            paramLabel = "PACK",
            arity = "1..*",
            description = "Folder that holds manifest.json and the parts, or an exported ZIP file; any number of them.")
    private List<Path> packs;

    @Option(
            names = "--json",
            description = "Print one JSON object instead of lines; of several packs an array of such objects, in their "
                    + "order. One that cannot be read has a problem instead of parts and statements.")
    private boolean json;

    @Option(
            names = "--manifest-sha256",
            paramLabel = "HEX",
            description =
                    "What the case says the manifest's SHA-256 is; proves that the manifest was not replaced. For a "
                            + "single pack.")
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
        checkDigest();
        Believed believed = believed();
        PrintWriter out = spec.commandLine().getOut();
        List<PackVerdict> verdicts = new ArrayList<>();
        for (Path pack : packs) {
            PackVerdict verdict = verdict(pack, believed);
            verdicts.add(verdict);
            if (!json) {
                print(out, verdict);
            }
        }
        if (json) {
            List<Map<String, Object>> objects =
                    verdicts.stream().map(PackVerdict::fields).toList();
            out.println(new JsonMapper().writeValueAsString(objects.size() == 1 ? objects.getFirst() : objects));
        } else if (verdicts.size() > 1) {
            out.println(summary(verdicts));
        }
        return verdicts.stream().mapToInt(PackVerdict::exitCode).max().orElseThrow();
    }

    private void checkDigest() {
        if (manifestSha256 == null) {
            return;
        }
        if (!manifestSha256.matches("[0-9a-fA-F]{64}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--manifest-sha256: expected 64 hexadecimal digits, found %s".formatted(manifestSha256));
        }
        if (packs.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--manifest-sha256: expected one PACK, found %d".formatted(packs.size()));
        }
    }

    private PackVerdict verdict(Path pack, Believed believed) {
        if (!Files.exists(pack)) {
            return unreadable(pack, "none at " + pack);
        }
        try {
            return new PackVerdict(pack, manifestSha256, EvidenceVerifier.verify(pack, believed), null);
        } catch (IOException unreadable) {
            return unreadable(pack, unreadable.getMessage());
        }
    }

    /** Said where errors are said, in JSON as well. */
    private PackVerdict unreadable(Path pack, String found) {
        String problem = "PACK: expected a folder or a ZIP file, found " + found;
        spec.commandLine().getErr().println(problem);
        return new PackVerdict(pack, manifestSha256, null, problem);
    }

    private void print(PrintWriter out, PackVerdict verdict) {
        if (packs.size() == 1) {
            verdict.print(out);
            return;
        }
        out.println(verdict.pack());
        verdict.print(out);
        if (verdict.problem() != null) {
            out.println("FAULT " + verdict.problem());
        }
        out.println();
    }

    private static String summary(List<PackVerdict> verdicts) {
        int[] counts = new int[3];
        verdicts.forEach(verdict -> counts[verdict.exitCode()]++);
        return "%d packs: %d whole, %d not whole, %d unreadable"
                .formatted(verdicts.size(), counts[0], counts[1], counts[2]);
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
}
