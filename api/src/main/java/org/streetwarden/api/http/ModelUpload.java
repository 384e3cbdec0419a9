package org.streetwarden.api.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.models.ModelEntry;
import org.streetwarden.api.models.ModelRegistry.Arrival;
import org.streetwarden.api.models.PackageArchive;
import org.streetwarden.api.models.PackageManifest;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.wire.ModelJson;

/** Takes in a package's archive: received, proven, looked into, stored, and only then known. */
final class ModelUpload {

    private static final Logger LOG = LoggerFactory.getLogger(ModelUpload.class);
    private static final int MAX_AT_ONCE = 4;
    private static final int SIGNATURE_BYTES = 64;

    private final Vertx vertx;
    private final WebServer.Models models;
    private final EvidenceStore store;
    private final Workers workers;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    ModelUpload(Vertx vertx, WebServer.Models models, EvidenceStore store, Workers workers) {
        this.vertx = vertx;
        this.models = models;
        this.store = store;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/models", this::receive);
    }

    /**
     * What the headers say of a package.
     *
     * @param digest of the archive in base64; null where not stated
     * @param signature 64 bytes in base64; null where there is none
     */
    private record Label(String who, String why, String digest, String signature) {}

    private record Known(ModelEntry model, boolean added) {}

    private void receive(RoutingContext context) {
        new QueryParameters(context, Set.of());
        Label label = label(context);
        if (!places.tryAcquire()) {
            throw Problem.unavailable("Too many packages arrive; try again soon.");
        }
        FileBody.receive(vertx, context, workers, "application/zip", models.maxBytes())
                .compose(body -> body.with(workers, () -> takeIn(body, label)))
                .onComplete(done -> places.release())
                .onSuccess(known -> answer(context, known))
                .onFailure(failure -> fail(context, failure));
    }

    private static void answer(RoutingContext context, Known known) {
        context.response()
                .putHeader("Location", "/api/v1/models/" + known.model().sha256());
        Answers.json(context, known.added() ? 201 : 200, ModelJson.summary(known.model()));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.warn("a package could not be stored: {}", failure.getMessage());
            context.fail(Problem.unavailable("The object store does not answer; try again soon."));
        } else {
            context.fail(failure);
        }
    }

    private static Label label(RoutingContext context) {
        String digest = context.request().getHeader("Content-Digest");
        if (digest != null && !digest.matches("sha-256=:[A-Za-z0-9+/]{43}=:")) {
            throw Problem.badParameter("Content-Digest", "sha-256=:BASE64: (RFC 9530)", digest);
        }
        return new Label(
                RequestBody.text(context, "X-Who"),
                RequestBody.text(context, "X-Why"),
                digest,
                signature(context.request().getHeader("X-Signature")));
    }

    private static String signature(String header) {
        if (header == null) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(header).length == SIGNATURE_BYTES) {
                return header;
            }
        } catch (IllegalArgumentException notBase64) {
            throw Problem.badParameter("X-Signature", "64 bytes in base64", header);
        }
        throw Problem.badParameter("X-Signature", "64 bytes in base64", header);
    }

    private Known takeIn(FileBody.Received body, Label label) throws IOException {
        String sha256 = body.sha256();
        String signer = signer(body, label);
        PackageManifest manifest;
        String manifestText;
        try (PackageArchive archive = PackageArchive.open(body.path())) {
            byte[] bytes = archive.manifest();
            manifest = PackageManifest.parse(bytes);
            manifestText = new String(bytes, StandardCharsets.UTF_8);
            archive.prove(manifest.files());
        }
        models.registry().refuseNamesake(sha256, manifest);
        store.put("models/" + sha256 + ".zip", "application/zip", body.path());
        if (label.signature() != null) {
            store.put(
                    "models/" + sha256 + ".sig",
                    "application/octet-stream",
                    Base64.getDecoder().decode(label.signature()));
        }
        boolean added = models.registry()
                .add(new Arrival(sha256, manifest, manifestText, body.bytes(), signer, label.who(), label.why()));
        return new Known(models.registry().find(sha256).orElseThrow(), added);
    }

    /** @return null where no known key signed it and none had to */
    private String signer(FileBody.Received body, Label label) {
        byte[] digest = HexFormat.of().parseHex(body.sha256());
        String found = "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
        if (label.digest() != null && !label.digest().equals(found)) {
            throw refused("Content-Digest: expected %s, found %s: the archive changed on its way"
                    .formatted(label.digest(), found));
        }
        if (!models.keys().required()) {
            return null;
        }
        if (label.signature() == null) {
            throw refused("X-Signature: expected a signature, because only signed packages are taken, found none");
        }
        return models.keys()
                .signer(digest, Base64.getDecoder().decode(label.signature()))
                .orElseThrow(() ->
                        refused("X-Signature: expected a signature of this archive by a known key, found another"));
    }

    private static Refusal refused(String problem) {
        return new Refusal(Refusal.Cause.UNUSABLE, java.util.List.of(problem));
    }
}
