package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evidence export}. */
@Command(
        name = "export",
        description = {
            "Saves a case's evidence as it was filed, not masked, with seal, log proof and a dossier: a ZIP file that evidence "
                    + "verify takes. Who and why stand in the audit log."
        })
final class ExportCommand extends ApiCommand {

    @Parameters(paramLabel = "CASE_NO", description = "as VA-370126-20261121-000001")
    private String caseNo;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "folder for CASE_NO.zip; made where missing")
    private Path out;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "one sentence: what it is taken out for")
    private String why;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        if (!caseNo.matches("[A-Za-z0-9-]{1,64}")) {
            throw new RemoteFailure("CASE_NO: expected one as VA-370126-20261121-000001, found something else");
        }
        Files.createDirectories(out);
        Path file = out.resolve(caseNo + ".zip");
        Path part = out.resolve(caseNo + ".zip.part");
        try {
            client.download(
                    "/cases/" + caseNo + "/export",
                    Map.of("X-Who", ApiClient.encoded(who), "X-Why", ApiClient.encoded(why)),
                    part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("caseNo", caseNo)
                .put("file", file.toString())
                .put("bytes", Files.size(file));
    }

    @Override
    void print(JsonNode saved, ApiClient client) {
        out().printf(
                        "%s: %d bytes%n",
                        saved.path("file").asText(), saved.path("bytes").asLong());
    }
}
