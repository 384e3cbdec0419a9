package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.streetwarden.api.ModelApiTest.problems;
import static org.streetwarden.api.ModelApiTest.push;

import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How packages come in over HTTP, against real servers. */
class ModelUploadTest {

    private static Peers peers;
    private static Api api;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    @Test
    void takesAPackageOnceAndRefusesItsNamesake() {
        byte[] archive = Packages.sound("once", "1");
        HttpResponse<byte[]> first = push(web, archive);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(push(web, archive).statusCode()).isEqualTo(200);
        String sha256 = Records.sha256(archive);
        assertThat(web.json("/api/v1/models/" + sha256).get("steps")).hasSize(1);
        byte[] other = Packages.sound("once", "1", Map.of("licence", "\"MIT\""));
        assertThat(problems(push(web, other), 409)).singleElement().asString().contains(sha256, Records.sha256(other));
        assertThat(web.get("/api/v1/models/" + Records.sha256(other)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatIsNoPackageAndStaysUp() {
        assertThat(problems(push(web, "no zip at all, but more than twenty-two bytes".getBytes(UTF_8)), 422))
                .hasSize(1);
        assertThat(problems(push(web, new byte[0]), 422)).hasSize(1);
        String elsewhere = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";
        assertThat(problems(push(web, Packages.sound("digest", "1"), "Content-Digest", elsewhere), 422))
                .singleElement()
                .asString()
                .contains("changed on its way");
        byte[] archive = Packages.sound("headers", "1");
        assertThat(web.send("POST", "/api/v1/models", archive, "Content-Type", "application/zip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(web.send("POST", "/api/v1/models", archive, "Content-Type", "text/plain", "X-Who", "w", "X-Why", "y")
                        .statusCode())
                .isEqualTo(415);
        assertThat(push(web, archive, "Origin", "http://elsewhere.example").statusCode())
                .isEqualTo(403);
        assertThat(push(web, archive, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(web.send("PUT", "/api/v1/models").headers().firstValue("allow"))
                .hasValue("GET, HEAD, POST");
        assertThat(web.get("/api/v1/models/" + Records.sha256(archive)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesOnlySignedPackagesWhereKeysAreGivenAndNoneTooLong() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Map<String, String> environment = peers.environment();
        environment.put(
                "STREETWARDEN_MODEL_KEYS",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
        environment.put("STREETWARDEN_MODEL_MAX_BYTES", "100000");
        try (Api strict = Api.start(ApiSettings.from(environment), Clock.systemUTC())) {
            Web to = new Web(strict.port());
            byte[] archive = Packages.sound("signed", "1");
            assertThat(problems(push(to, archive), 422))
                    .singleElement()
                    .asString()
                    .contains("only signed packages");
            assertThat(problems(push(to, archive, "X-Signature", signature(keys, "other".getBytes(UTF_8))), 422))
                    .singleElement()
                    .asString()
                    .contains("by a known key");
            HttpResponse<byte[]> signed = push(to, archive, "X-Signature", signature(keys, archive));
            assertThat(signed.statusCode()).isEqualTo(201);
            assertThat(Web.json(signed).get("signedBy").asText()).matches("[0-9a-f]{16}");
            assertThat(push(to, new byte[200_000]).statusCode()).isEqualTo(413);
        }
    }

    private static String signature(KeyPair keys, byte[] archive) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(MessageDigest.getInstance("SHA-256").digest(archive));
        return Base64.getEncoder().encodeToString(signature.sign());
    }
}
