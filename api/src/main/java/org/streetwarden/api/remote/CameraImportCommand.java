package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cameras import}. */
@Command(
        name = "import",
        description = {
            "Compares a catalogue of cameras with the directory and shows what it would change.",
            "",
            "The catalogue is a CSV file (UTF-8 or GB18030; columns in Chinese or English, code and name at least), a GeoJSON "
                    + "file of points, or the address of a WVP-GB28181-pro, http://HOST:PORT. One that was interrupted goes on "
                    + "where it ended when it is asked for again."
        },
        footerHeading = "%nEnvironment:%n",
        footer = "  STREETWARDEN_WVP_TOKEN  access token of the WVP-GB28181-pro, unless --token-file names one")
final class CameraImportCommand extends ImportCommand {

    private static final int PAGE_SIZE = 200;
    private static final Duration PAGE_WITHIN = Duration.ofSeconds(30);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));

    @Parameters(paramLabel = "FILE|URL", description = "the catalogue")
    private String catalogue;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "NAME",
            description = "whose cameras these are, always the same name")
    private String source;

    @Option(
            names = "--crs",
            required = true,
            paramLabel = "SYSTEM",
            description = "the positions' system: wgs84, cgcs2000, gcj02 or web-mercator")
    private String crs;

    @Option(
            names = "--purpose",
            paramLabel = "TEXT",
            description = "what they are shared for, where a row says nothing else")
    private String purpose;

    @Option(
            names = "--sharing-document",
            paramLabel = "NO",
            description = "number of the sharing agreement, where a row says nothing else")
    private String sharing;

    @Option(
            names = "--partial",
            description = "the catalogue names only some of the source's cameras: none is taken for gone")
    private boolean partial;

    @Option(names = "--token-file", paramLabel = "FILE", description = "file that holds the access token")
    private Path tokenFile;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            defaultValue = "${STREETWARDEN_SPOOL:-${sys:user.home}/.cache/streetwarden}",
            description = "where pages wait until all have come; $STREETWARDEN_SPOOL, else ~/.cache/streetwarden")
    private Path spoolDir;

    CameraImportCommand() {
        super("cameras");
    }

    @Override
    JsonNode bring(ApiClient client) throws IOException {
        if (catalogue.matches("https?://.*")) {
            return fromServer(client);
        }
        Path file = Path.of(catalogue);
        return upload(client, file, mime(file), !partial);
    }

    private JsonNode fromServer(ApiClient client) throws IOException {
        String name = "%s-%08x.csv".formatted(source.replaceAll("[^\\w.-]", "_"), catalogue.hashCode());
        CatalogueSpool spool = new CatalogueSpool(spoolDir.resolve(name));
        try (WvpPages pages = new WvpPages(
                ApiClient.root("URL", catalogue), token(System.getenv()), PAGE_SIZE, PAGE_WITHIN, PAUSES)) {
            boolean whole = new WvpCatalogue(pages, spool, err(), Clock.systemUTC()).fetch();
            JsonNode draft = upload(client, spool.file(), "text/csv", whole && !partial);
            spool.delete();
            return draft;
        }
    }

    private String token(Map<String, String> environment) throws RemoteFailure {
        String token = tokenFile == null ? environment.getOrDefault("STREETWARDEN_WVP_TOKEN", "") : fileText();
        if (!token.strip().matches("[!-~]{0,8000}")) {
            throw new RemoteFailure("token: expected one word of ASCII, found something else");
        }
        return token.strip();
    }

    private String fileText() throws RemoteFailure {
        try {
            return Files.readString(tokenFile, StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new RemoteFailure("--token-file: expected a file of ASCII text, found none that can be read");
        }
    }

    private JsonNode upload(ApiClient client, Path file, String mime, boolean complete) throws IOException {
        return upload(
                client,
                "/cameras/imports",
                ApiClient.query(
                        "source", source,
                        "crs", crs,
                        "purpose", purpose,
                        "sharing", sharing,
                        "complete", Boolean.toString(complete)),
                file,
                mime);
    }

    @Override
    void show(JsonNode draft, ApiClient client) throws IOException {
        ImportText.summary(draft, out());
        ImportText.rows(draft, client, out());
    }
}
