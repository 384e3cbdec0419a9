package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.archive.ModelArchive;
import org.streetwarden.models.report.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code model push}. */
@Command(
        name = "push",
        description =
                "Brings a model package to the api. A signature that lies beside an archive, named as it with .sig for"
                        + " .zip, goes along.")
public final class PushCommand extends RemoteCommand {

    @Parameters(
            paramLabel = "PACKAGE_DIR|ARCHIVE.zip",
            description = "folder of a package, or what `model pack` made of it")
    private Path source;

    @Option(names = "--signature", paramLabel = "FILE", description = "what `model sign` wrote")
    private Path signature;

    @Mixin
    private GateOptions gate;

    @Mixin
    private WhoOptions who;

    @Override
    JsonNode ask(RemoteApi api) throws IOException, BrokenPackage {
        if (!Files.isDirectory(source)) {
            return push(api, source);
        }
        Path packed = Files.createTempFile("streetwarden-", ".zip");
        try {
            ModelArchive.pack(ModelPackage.open(source).folder(), packed);
            return push(api, packed);
        } finally {
            Files.delete(packed);
        }
    }

    private JsonNode push(RemoteApi api, Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new RemoteFailure(archive + ": expected a package folder or an archive, found neither");
        }
        ProgressLine progress = ProgressLine.on(err(), Files.size(archive), "bytes");
        JsonNode model = api.send("POST", "/models", new Upload(archive, progress::add), headers(archive));
        gate.bring(api, model.path("sha256").asText(), who.who());
        return model;
    }

    private Map<String, String> headers(Path archive) throws IOException {
        byte[] digest = HexFormat.of().parseHex(ModelPackage.sha256(archive));
        Map<String, String> headers = new HashMap<>(Map.of(
                "Content-Type",
                "application/zip",
                "Content-Digest",
                "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":",
                "X-Who",
                RemoteApi.header(who.who()),
                "X-Why",
                RemoteApi.header(who.why())));
        Path beside = source.resolveSibling(source.getFileName().toString().replaceFirst("\\.zip$", "") + ".sig");
        Path file = signature == null && Files.isRegularFile(beside) ? beside : signature;
        if (file != null) {
            headers.put("X-Signature", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
        return headers;
    }

    @Override
    void print(JsonNode model) {
        out().printf(
                        "%s %s is %s%ndigest %s%n",
                        model.path("name").asText(),
                        model.path("version").asText(),
                        model.path("state").asText(),
                        model.path("sha256").asText());
    }
}
