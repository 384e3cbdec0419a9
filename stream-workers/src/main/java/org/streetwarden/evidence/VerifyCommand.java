package org.streetwarden.evidence;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.streetwarden.evidence.EvidenceVerifier.Finding;
import org.streetwarden.evidence.EvidenceVerifier.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden evidence verify DIR}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Proves an evidence pack: every part of its manifest is there, byte for byte, and nothing else.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the pack is whole", "1:it is not; each fault is named", "2:wrong usage"})
public final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder that holds manifest.json and the parts.")
    private Path folder;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = "--manifest-sha256",
            paramLabel = "HEX",
            description = "What the case says the manifest's SHA-256 is; proves that the manifest was not replaced.")
    private String manifestSha256;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(), "DIR: expected a folder, found none at %s".formatted(folder));
        }
        if (manifestSha256 != null && !manifestSha256.matches("[0-9a-fA-F]{64}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--manifest-sha256: expected 64 hexadecimal digits, found %s".formatted(manifestSha256));
        }
        Report report = EvidenceVerifier.verify(folder);
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

    private Map<String, Object> object(Report report, boolean sound, boolean known) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("folder", folder.toString());
        object.put("incidentId", report.incidentId());
        object.put("manifestSha256", report.manifestSha256());
        object.put("manifestExpected", known);
        object.put("sound", sound);
        object.put("parts", report.findings());
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
        out.printf(
                "%s: %s (manifest SHA-256 %s)%n",
                folder,
                sound ? "whole" : "not whole",
                report.manifestSha256().isEmpty() ? "unknown" : report.manifestSha256());
    }
}
