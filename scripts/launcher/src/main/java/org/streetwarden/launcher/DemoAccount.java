package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.streetwarden.engines.Secrets;

/** The account at the demo's console. Its first password is made by the api and lies in a file that only its owner reads. */
final class DemoAccount implements AutoCloseable {

    static final String NAME = "demo";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int TAKEN = 409;

    private final String url;
    private final Installation installation;
    private final ApiClient api;

    DemoAccount(String url, Installation installation) {
        this.url = url;
        this.installation = installation;
        this.api = new ApiClient(url, installation.apiKey("accounts"));
    }

    /** Holds the password, unless it was changed. */
    Path passwordFile() {
        return installation.folder().resolve("password.txt");
    }

    /** Holds the key that commands show. */
    Path keyFile() throws IOException {
        return installation.keyFile();
    }

    /**
     * An address that signs in once within 15 minutes.
     *
     * @param within how long the api's database may take to come up
     * @throws IOException where there is no account to sign in to
     */
    String link(Duration within) throws IOException, InterruptedException {
        HttpResponse<String> made = post(within);
        if (made.statusCode() == CREATED) {
            Secrets.write(
                    passwordFile(), JSON.readTree(made.body()).path("password").asText() + System.lineSeparator());
        } else if (made.statusCode() != TAKEN) {
            throw new IOException("accounts: expected 201, found " + made.statusCode());
        }
        JsonNode link =
                JSON.readTree(api.post("/accounts/" + NAME + "/link", "{}").body());
        return url + link.path("path").asText("/login");
    }

    private HttpResponse<String> post(Duration within) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("name", NAME)
                .set("roles", JSON.valueToTree(Installation.EVERYDAY_ROLES.split(",")))
                .toString();
        Instant deadline = Instant.now().plus(within);
        HttpResponse<String> made = api.post("/accounts", body);
        while (made.statusCode() == 503 && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
            made = api.post("/accounts", body);
        }
        return made;
    }

    @Override
    public void close() {
        api.close();
    }
}
