package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.streetwarden.api.directory.CameraImport;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.directory.CameraImports;
import org.streetwarden.api.directory.ImportRequest;
import org.streetwarden.api.directory.ImportRow;
import org.streetwarden.api.imports.Format;
import org.streetwarden.api.wire.DirectoryJson;

/** Takes in catalogues of cameras, shows what they would do, and does it. */
final class CameraImportRoutes extends ImportRoutes<ImportRequest, CameraImport> {

    private static final String PATH = "/api/v1/cameras/imports";
    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final int MAX_ROWS = 200;
    private static final int MAX_POSITION = 999_999_999;
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> PARAMETERS = Set.of("source", "crs", "purpose", "sharing", "complete");

    private final CameraImports imports;
    private final Workers workers;

    CameraImportRoutes(Vertx vertx, CameraImports imports, Workers workers) {
        super(vertx, imports, PATH, MAX_FILE_BYTES, workers);
        this.imports = imports;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        mount(routes, PATH);
        routes.get(PATH, this::list);
        routes.get(PATH + "/{id}/rows", this::rows);
    }

    @Override
    ObjectNode summary(CameraImport each) {
        return DirectoryJson.summary(each);
    }

    @Override
    ImportRequest request(RoutingContext context, Format format) {
        QueryParameters query = new QueryParameters(context, PARAMETERS);
        String source = query.one("source").orElse("");
        if (!SOURCE.matcher(source).matches()) {
            throw Problem.badParameter("source", "a name of letters, digits, dots and hyphens", source);
        }
        return new ImportRequest(
                source,
                format,
                system(query.one("crs").orElse("")),
                query.one("purpose")
                        .map(text -> RequestBody.text("purpose", text))
                        .orElse(null),
                query.one("sharing")
                        .map(text -> RequestBody.text("sharing", text))
                        .orElse(null),
                query.flag("complete").orElse(true),
                RequestBody.text(context, "X-Who"),
                RequestBody.text(context, "X-Why"));
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(imports::list)
                .onSuccess(found -> Answers.json(context, 200, DirectoryJson.imports(found)))
                .onFailure(context::fail);
    }

    private void rows(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("outcome", "after", "limit"));
        long id = id(context);
        Outcome outcome = outcome(query, Outcome.values());
        int after = query.number("after", 0, MAX_POSITION, 0);
        int limit = query.number("limit", 1, MAX_ROWS, 50);
        workers.run(() -> imports.rows(id, outcome, after, limit + 1))
                .onSuccess(
                        rows -> Answers.json(context, 200, DirectoryJson.rows(first(rows, limit), next(rows, limit))))
                .onFailure(context::fail);
    }

    private static Integer next(List<ImportRow> rows, int limit) {
        return rows.size() > limit ? rows.get(limit - 1).position() : null;
    }
}
