package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.CameraRow;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.wire.CaseJson;

/** Lists cameras. */
final class CameraRoutes {

    private final CaseIndex index;
    private final Workers workers;

    CameraRoutes(CaseIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cameras", this::list);
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        Scope scope = Caller.of(context).scope();
        workers.run(() -> json(index.cameras(scope)).toString())
                .onSuccess(cameras -> Answers.json(context, 200, cameras))
                .onFailure(context::fail);
    }

    private static ObjectNode json(List<CameraRow> cameras) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode array = node.putArray("cameras");
        cameras.forEach(camera -> array.add(CaseJson.camera(camera)));
        return node;
    }
}
