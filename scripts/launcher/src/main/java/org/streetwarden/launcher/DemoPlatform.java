package org.streetwarden.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.streetwarden.engines.Secrets;

/**
 * The sample platform that the demo hands its confirmed cases to, on this machine. It is asked first what it has near a case,
 * registers every case and says some seconds later that it was dealt with, whether or not it was.
 */
final class DemoPlatform {

    /** Looks at a handled case's place: long enough apart that none of the clips' own pauses passes for the end of the thing. */
    static final String CHECKS =
            "vending=3x5s/2m/10m,bin-overflow=3x5s/2m/10m,dumping=3x5s/2m/10m,green-parking=3x5s/2m/10m";

    /** One of the two stalls on the flight's site, as an inspector has reported it. */
    private static final String REPORTED = "vending@117.021514,36.658638";

    private static final int HANDLED_AFTER_S = 5;

    private final Path folder;
    private final int port;
    private final String secret;

    /** @param secret of this installation */
    DemoPlatform(Path folder, int port, String secret) {
        this.folder = folder;
        this.port = port;
        this.secret = secret;
    }

    /** Writes the api's file of targets and the secret that both sides have. */
    Path writeTargets() throws IOException {
        Secrets.write(secretFile(), "whsec_" + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
        Path file = folder.resolve("targets.json");
        Secrets.write(file, """
                {"targets": [{"id": "sample", "url": "http://127.0.0.1:%1$d/", "plainHttp": true,
                  "secrets": ["file:%2$s"], "allow": ["127.0.0.1:%1$d"], "nearby": {}}]}
                """.formatted(port, secretFile().getFileName()));
        return file;
    }

    private Path secretFile() {
        return folder.resolve("sample.secret");
    }

    /** @param api its address */
    List<String> arguments(String api) {
        return List.of(
                "sample",
                "--secret-file",
                secretFile().toString(),
                "--port",
                Integer.toString(port),
                "--api",
                api,
                "--handled-after",
                Integer.toString(HANDLED_AFTER_S),
                "--reported",
                REPORTED);
    }
}
