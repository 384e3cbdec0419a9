package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The console's files and the API's description, read once from the class path. */
final class PageRoutes {

    private static final String HTML = "text/html; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "html", HTML,
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "yaml", "application/yaml");

    private final Map<String, Asset> assets = new HashMap<>();
    private final Asset index = load("/console/index.html");
    private final Asset openApi = load("/openapi.yaml");

    private record Asset(Buffer content, String type, String tag) {}

    PageRoutes() {
        ConsoleFiles.NAMES.forEach(name -> assets.put(name, load("/console/" + name)));
    }

    /** Everything here is open to anyone: no page holds data. */
    void mount(RouteTable all) {
        RouteTable routes = all.open();
        routes.get("/openapi.yaml", context -> send(context, openApi));
        routes.get("/", context -> send(context, index));
        routes.get("/cases/{caseNo}", context -> send(context, index));
        routes.get("/login", context -> send(context, index));
        routes.get("/models", context -> send(context, index));
        routes.get("/incidents", context -> send(context, index));
        routes.get("/coverage", context -> send(context, index));
        routes.get("/insight", context -> send(context, index));
        routes.get("/account", context -> send(context, index));
        routes.get("/accounts", context -> send(context, index));
        routes.get("/flights", context -> send(context, index));
        routes.get("/flights/{flightId}", context -> send(context, index));
        routes.get("/sites", context -> send(context, index));
        routes.get("/retention", context -> send(context, index));
        routes.get("/queue", context -> send(context, index));
        routes.get("/assets/{name}", this::asset);
    }

    private void asset(RoutingContext context) {
        Asset asset = assets.get(context.pathParam("name"));
        if (asset == null) {
            throw Problem.notFound("There is no such file.");
        }
        send(context, asset);
    }

    private static void send(RoutingContext context, Asset asset) {
        context.response()
                .putHeader("Content-Type", asset.type())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", asset.tag());
        if (asset.tag().equals(context.request().getHeader("If-None-Match"))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().end(asset.content());
        }
    }

    private static Asset load(String resource) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + ": expected it on the class path, found nothing");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            return new Asset(Buffer.buffer(bytes), type, '"' + HexFormat.of().formatHex(digest, 0, 16) + '"');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
