package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.LogTiles;

/**
 * The log as static tiles (c2sp.org/tlog-tiles) beside its checkpoint, so that monitors can follow it: hashes of 256 subtrees, and
 * bundles of 256 entries. A tile never changes; what is not there yet is not found.
 */
final class TileRoutes {

    private static final List<String> NUMBERS = List.of("{n1}", "{n1}/{n2}", "{n1}/{n2}/{n3}", "{n1}/{n2}/{n3}/{n4}");
    private static final Pattern TILE =
            Pattern.compile("(?<above>(?:x[0-9]{3}/)*)(?<last>[0-9]{3})(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");
    private static final int MOST_LEVEL = 7;
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Database database;
    private final Workers workers;

    /** @param width hashes or entries in it, 1 to 256 */
    private record Tile(long number, int width) {}

    TileRoutes(Database database, Workers workers) {
        this.database = database;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        NUMBERS.forEach(number -> routes.get("/api/v1/log/tile/entries/" + number, this::entries));
        NUMBERS.forEach(number -> routes.get("/api/v1/log/tile/{level}/" + number, this::hashes));
    }

    private void hashes(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String level = context.pathParam("level");
        Tile tile = tile(context);
        if (!level.matches("[0-9]") || Integer.parseInt(level) > MOST_LEVEL) {
            throw none();
        }
        workers.run(() -> database.read(
                        handle -> LogTiles.hashes(handle, Integer.parseInt(level), tile.number(), tile.width())
                                .orElseThrow(TileRoutes::none)))
                .onSuccess(found -> send(context, found))
                .onFailure(context::fail);
    }

    private void entries(RoutingContext context) {
        new QueryParameters(context, Set.of());
        Tile tile = tile(context);
        workers.run(() -> database.read(handle ->
                        LogTiles.entries(handle, tile.number(), tile.width()).orElseThrow(TileRoutes::none)))
                .onSuccess(found -> send(context, found))
                .onFailure(context::fail);
    }

    private static Tile tile(RoutingContext context) {
        String path = Stream.of("n1", "n2", "n3", "n4")
                .map(context::pathParam)
                .filter(part -> part != null)
                .collect(Collectors.joining("/"));
        Matcher parts = TILE.matcher(path);
        if (!parts.matches()) {
            throw none();
        }
        String width = parts.group("width");
        Tile tile = new Tile(
                Long.parseLong(parts.group("above").replaceAll("[x/]", "") + parts.group("last")),
                width == null ? LogTiles.WIDTH : Integer.parseInt(width));
        boolean padded = parts.group("above").startsWith("x000");
        if (padded || (width != null && tile.width() >= LogTiles.WIDTH)) {
            throw none();
        }
        return tile;
    }

    private static Problem none() {
        return Problem.notFound("The log has no such tile.");
    }

    private static void send(RoutingContext context, byte[] tile) {
        context.response()
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Cache-Control", FOR_EVER)
                .end(Buffer.buffer(tile));
    }
}
